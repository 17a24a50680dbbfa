package io.ceait.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ceait.kernel.KernelConstants;
import io.ceait.kernel.KernelRoots;
import io.ceait.kernel.ProcFixture;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcMachineLoadTest {

    private static final long SECOND = 1_000_000_000L;

    private static MachineLoad open(ProcFixture proc) throws IOException {
        return ProcMachineLoad.open(proc.procfs(), ProcFixture.CONSTANTS);
    }

    @Test
    void busyIsWorkAndNeitherIdleNorWaitingNorStolen(@TempDir Path procfs) throws IOException {
        ProcFixture proc = new ProcFixture(procfs);
        // user nice system idle iowait irq softirq steal guest guest_nice
        proc.write("stat", "cpu  1 2 4 1000 2000 8 16 4000 1 2\ncpu0 1 2 4 0 0 0 0 0 0 0\nprocesses 9\n");
        try (MachineLoad load = open(proc)) {
            assertThat(load.busyMicroseconds()).isEqualTo((1 + 2 + 4 + 8 + 16) * 10_000L);
            assertThat(load.onlineCpus()).isEqualTo(1);
            assertThat(load.forks()).isEqualTo(9);
        }
    }

    @Test
    void readsTheMachineAnew(@TempDir Path procfs) throws IOException {
        ProcFixture proc = new ProcFixture(procfs);
        try (MachineLoad load = open(proc)) {
            long before = load.busyMicroseconds();
            long forks = load.forks();
            proc.work(50).cpus(8).process(5, 1);
            load.refresh(SECOND);
            assertThat(load.busyMicroseconds() - before).isEqualTo(500_000);
            assertThat(load.onlineCpus()).isEqualTo(8);
            assertThat(load.forks() - forks).isEqualTo(1);
        }
    }

    @Test
    void busyTimeNeverFallsAndNonsenseKeepsTheLastValues(@TempDir Path procfs) throws IOException {
        ProcFixture proc = new ProcFixture(procfs).work(500);
        try (MachineLoad load = open(proc)) {
            long before = load.busyMicroseconds();
            proc.work(-100);
            load.refresh(SECOND);
            assertThat(load.busyMicroseconds()).isEqualTo(before);
            for (String nonsense : new String[] {"", "nonsense\n", "cpu  x\n", "cpu  1 2\n"}) {
                proc.write("stat", nonsense);
                load.refresh(SECOND);
                assertThat(load.busyMicroseconds()).isEqualTo(before);
                assertThat(load.onlineCpus()).isEqualTo(4);
            }
        }
    }

    @Test
    void memoryInUseIsWhatIsNotAvailableAndReadOnceASecond(@TempDir Path procfs) throws IOException {
        ProcFixture proc = new ProcFixture(procfs).memory(1000, 400);
        try (MachineLoad load = open(proc)) {
            load.refresh(0);
            assertThat(load.installedBytes()).isEqualTo(1000 * 1024);
            assertThat(load.usedBytes()).isEqualTo(600 * 1024);
            proc.memory(1000, 100);
            load.refresh(SECOND / 2);
            assertThat(load.usedBytes()).isEqualTo(600 * 1024);
            load.refresh(SECOND);
            assertThat(load.usedBytes()).isEqualTo(900 * 1024);
            proc.write("meminfo", "MemTotal: 1000 kB\n");
            load.refresh(2 * SECOND);
            assertThat(load.usedBytes()).isEqualTo(1000 * 1024);
        }
    }

    @Test
    void whatIsNotInTheKernelsFormatIsRefused(@TempDir Path procfs) {
        ProcFixture proc = new ProcFixture(procfs).write("stat", "nonsense\n");
        assertThatThrownBy(() -> open(proc)).isInstanceOf(IOException.class);
        proc.cpus(1).write("meminfo", "MemTotal: 0 kB\n");
        assertThatThrownBy(() -> open(proc)).isInstanceOf(IOException.class);
    }

    @Test
    void withoutProcfsTheMachineIsAskedAnotherWay(@TempDir Path empty) {
        KernelRoots roots = new KernelRoots(empty, empty, empty);
        try (MachineLoad load = Machine.load(roots, new KernelConstants(4096, 100))) {
            load.refresh(0);
            assertThat(load).isInstanceOf(OshiMachineLoad.class);
            assertThat(load.busyMicroseconds()).isPositive();
            assertThat(load.onlineCpus()).isPositive();
            assertThat(load.usedBytes()).isBetween(1L, load.installedBytes());
        }
    }

    @Test
    void onThisMachineBothWaysAgree() throws IOException {
        try (MachineLoad proc = ProcMachineLoad.open(Path.of("/proc"), KernelConstants.ofThisMachine());
                MachineLoad oshi = new OshiMachineLoad()) {
            proc.refresh(0);
            assertThat(proc.installedBytes()).isEqualTo(oshi.installedBytes());
            assertThat(proc.onlineCpus()).isEqualTo(oshi.onlineCpus());
            assertThat((double) proc.busyMicroseconds() / oshi.busyMicroseconds())
                    .isBetween(0.95, 1.05);
        }
    }
}
