package io.ceait.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ceait.kernel.KernelRoots;
import io.ceait.kernel.ProcFixture;
import io.ceait.machine.Machine;
import io.ceait.machine.MachineLoad;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Control groups of both versions on trees as the kernel shows them. */
class ControlGroupTest {

    private static final long SECOND = 1_000_000_000L;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path dir;

    private Path root = Path.of("");
    private ProcFixture proc = new ProcFixture(Path.of(System.getProperty("java.io.tmpdir")));
    private long now;

    @BeforeEach
    void mount() throws IOException {
        root = Files.createDirectories(dir.resolve("cgroup"));
        proc = new ProcFixture(Files.createDirectories(dir.resolve("proc")));
    }

    private void write(String file, String text) {
        try {
            Path path = root.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void versionTwo(String group, long usage, String pids) {
        write("cgroup.procs", "1\n");
        write(group + "/cgroup.procs", pids);
        write(group + "/cpu.stat", "usage_usec " + usage + "\nuser_usec 1\nsystem_usec 2\n");
    }

    private ControlGroup attach(String stated) {
        KernelRoots roots = new KernelRoots(proc.procfs(), Path.of("/none"), root);
        try (MachineLoad load = Machine.load(roots, ProcFixture.CONSTANTS)) {
            return ControlGroup.attach(roots, stated, load, ProcFixture.CONSTANTS);
        }
    }

    private void refresh(ControlGroup group) {
        now += SECOND;
        group.refresh(now);
    }

    @Test
    void versionTwoCountsFromTheAttachOn() {
        versionTwo("system.slice/train.service", 5_000_000, "41\n42\n");
        write("system.slice/train.service/memory.stat", "anon 1000\nfile 99999\nkernel 7\nfile_mapped 234\n");
        try (ControlGroup group = attach("/system.slice/train.service")) {
            refresh(group);
            assertThat(group.cpuMicroseconds()).isZero();
            assertThat(group.memoryBytes()).isEqualTo(1234);
            assertThat(group.processes()).isEqualTo(2);
            assertThat(group.account().cpu().label()).isEqualTo("cgroup");
            versionTwo("system.slice/train.service", 6_500_001, "42\n43\n");
            refresh(group);
            assertThat(group.cpuMicroseconds()).isEqualTo(1_500_001);
            assertThat(group.processes()).isEqualTo(2);
            assertThat(group.processesSeen()).isEqualTo(3);
            assertThat(group.awaitedPids()).containsExactly(42);
            List<Integer> running = new ArrayList<>();
            group.forEachProcess(running::add);
            assertThat(running).containsExactly(42, 43);
            // 41 has just ended: what a driver says of it is still the job's.
            assertThat(group.containsProcess(41)).isTrue();
            assertThat(group.containsProcess(44)).isFalse();
            refresh(group);
            assertThat(group.containsProcess(41)).isFalse();
        }
    }

    @Test
    void versionOneHasADirectoryPerController() {
        for (String controller : List.of("cpuacct", "memory", "pids")) {
            write(controller + "/cgroup.procs", "1\n");
            write(controller + "/slurm/job_7/cgroup.procs", "41\n");
        }
        write("cpuacct/slurm/job_7/cpuacct.usage", "2000000999\n");
        write("memory/slurm/job_7/memory.stat", "rss 1\nmapped_file 2\ntotal_rss 3000\ntotal_mapped_file 500\n");
        Path directory = root.resolve("cpuacct/slurm/job_7");
        for (String stated : List.of("/slurm/job_7", "slurm/job_7", directory.toString())) {
            write("cpuacct/slurm/job_7/cpuacct.usage", "2000000999\n");
            try (ControlGroup group = attach(stated)) {
                refresh(group);
                write("cpuacct/slurm/job_7/cpuacct.usage", "2250000999\n");
                refresh(group);
                assertThat(group.cpuMicroseconds()).isEqualTo(250_000);
                assertThat(group.memoryBytes()).isEqualTo(3500);
            }
        }
    }

    @Test
    void groupsBelowBelongToItAndMayComeLater() {
        versionTwo("pod", 0, "");
        versionTwo("pod/one", 0, "50\n");
        try (ControlGroup group = attach("pod")) {
            refresh(group);
            assertThat(group.processes()).isEqualTo(1);
            versionTwo("pod/two", 0, "51\n52\n");
            refresh(group);
            assertThat(group.processes()).isEqualTo(1);
            refresh(group);
            assertThat(group.alive()).isTrue();
        }
        try (ControlGroup group = attach("pod")) {
            refresh(group);
            assertThat(group.processes()).isEqualTo(3);
        }
    }

    @Test
    void itEndsWhenItIsEmptyAndKeepsItsLastFigures() throws IOException {
        versionTwo("job", 1_000_000, "41\n");
        try (ControlGroup group = attach("job")) {
            refresh(group);
            assertThat(group.alive()).isTrue();
            versionTwo("job", 3_000_000, "");
            refresh(group);
            assertThat(group.alive()).isFalse();
            assertThat(group.cpuMicroseconds()).isEqualTo(2_000_000);
            Files.delete(root.resolve("job/cpu.stat"));
            refresh(group);
            assertThat(group.cpuMicroseconds()).isEqualTo(2_000_000);
        }
    }

    @Test
    void processesOfAnotherPidNamespaceHaveNoNumberHere() {
        versionTwo("pod", 0, "0\n0\n");
        try (ControlGroup group = attach("pod")) {
            refresh(group);
            assertThat(group.alive()).isTrue();
            assertThat(group.processes()).isZero();
            assertThat(group.awaitedPids()).isEmpty();
        }
    }

    @Test
    void withoutAMemoryControllerTheProcessesAreAsked() throws IOException {
        versionTwo("job", 0, "41\n42\n");
        // Pages: size, resident, shared.
        Files.createDirectories(proc.procfs().resolve("41"));
        Files.writeString(proc.procfs().resolve("41/statm"), "999 100 40 1 0 1 0\n");
        Files.createDirectories(proc.procfs().resolve("42"));
        Files.writeString(proc.procfs().resolve("42/statm"), "999 50 30 1 0 1 0\n");
        try (ControlGroup group = attach("job")) {
            refresh(group);
            assertThat(group.memoryBytes()).isEqualTo((60 + 20 + 40) * 4096L);
        }
    }

    @Test
    void aListLongerThanAPageIsReadToItsEnd() {
        StringBuilder pids = new StringBuilder();
        for (int pid = 100_000; pid < 102_000; pid++) {
            pids.append(pid).append('\n');
        }
        versionTwo("job", 0, pids.toString());
        try (ControlGroup group = attach("job")) {
            refresh(group);
            assertThat(group.processes()).isEqualTo(2000);
            assertThat(group.containsProcess(101_999)).isTrue();
        }
    }

    @Test
    void whatCannotBeMeteredIsRefusedWithASentence() {
        versionTwo("job", 0, "");
        write("uncounted/cgroup.procs", "41\n");
        refused("job", "the control group job has no processes");
        refused("jbo", "there is no control group jbo below " + root);
        refused(root.toString(), "is the root of all control groups: use --machine");
        refused("/", "is the root of all control groups: use --machine");
        refused(root.resolve("uncounted").toString(), "counts no CPU time: it has neither cpu.stat");
        root = Path.of("/no/such/mount");
        refused("job", "/no/such/mount cannot be listed: say with --path.cgroupfs where control groups are mounted");
    }

    private void refused(String stated, String sentence) {
        assertThatThrownBy(() -> attach(stated).close())
                .isInstanceOf(TargetException.class)
                .hasMessageContaining(sentence);
    }
}
