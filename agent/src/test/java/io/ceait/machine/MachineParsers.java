package io.ceait.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.fuzz.Inputs;
import io.ceait.kernel.KernelConstants;
import io.ceait.kernel.ZeroEnded;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Fuzz harnesses of this package. */
public final class MachineParsers {

    private static final byte[] STAT =
            "cpu  1 2 3 4 5 6 7 0 0 0\ncpu0 1 2 3 4 5 6 7 0 0 0\nprocesses 5\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MEMINFO =
            "MemTotal: 1000 kB\nMemAvailable: 500 kB\n".getBytes(StandardCharsets.US_ASCII);

    private MachineParsers() {}

    public static void cpuInfo(byte[] input) {
        CpuInfo.parse(Inputs.text(input)).ifPresent(topology -> {
            assertThat(topology.packages()).isNotEmpty();
            assertThat(topology.logicalCpus()).isPositive();
        });
    }

    public static void stat(byte[] input) {
        Inputs.file("machine/meminfo", MEMINFO);
        load(Inputs.file("machine/stat", input).resolveSibling("."));
    }

    public static void meminfo(byte[] input) {
        Inputs.file("machine/stat", STAT);
        load(Inputs.file("machine/meminfo", input).resolveSibling("."));
    }

    private static void load(Path procfs) {
        try (MachineLoad load = ProcMachineLoad.open(procfs, new KernelConstants(4096, 100))) {
            check(load);
            long busy = load.busyMicroseconds();
            load.refresh(1);
            assertThat(load.busyMicroseconds()).isEqualTo(busy);
            // What is torn at a later tick changes nothing but by a value.
            Inputs.file("machine/stat", "cpu ".getBytes(StandardCharsets.US_ASCII));
            load.refresh(2_000_000_000);
            check(load);
            assertThat(load.busyMicroseconds()).isGreaterThanOrEqualTo(busy);
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("not in the kernel's format");
        }
    }

    private static void check(MachineLoad load) {
        assertThat(load.busyMicroseconds()).isNotNegative();
        assertThat(load.onlineCpus()).isPositive();
        assertThat(load.installedBytes()).isPositive();
        assertThat(load.usedBytes()).isBetween(0L, load.installedBytes());
    }

    /** The command line of this JVM, by which it becomes another: all of its words stay, in their order. */
    public static void ownCommandLine(byte[] input) {
        List<byte[]> words = ZeroEnded.words(input);
        if (OwnJvm.isPlain(words, Map.of())) {
            List<byte[]> small = OwnJvm.withFlags(words);
            int added = small.size() - words.size();
            assertThat(small.get(0)).isEqualTo(words.get(0));
            for (int i = 1; i < words.size(); i++) {
                assertThat(small.get(i + added)).isEqualTo(words.get(i));
            }
        }
    }
}
