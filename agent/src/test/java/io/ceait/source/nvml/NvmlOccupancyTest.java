package io.ceait.source.nvml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ceait.source.JobProcesses;
import io.ceait.source.UseMeans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who uses a GPU, against the simulator's closed form, and what is said where a driver does not tell. */
class NvmlOccupancyTest {

    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration FROM = Duration.ofSeconds(30);
    private static final Duration UNTIL = Duration.ofSeconds(90);
    private static final double SPAN = 60.1;
    private static final int JOB = 3_100_001;
    private static final int OTHER = 3_100_002;

    private static final String SHARED = """
            gpu name="NVIDIA H100 80GB HBM3" preset=hopper
                power const 300
                process 3100001 memory_mib=3000
                    sm sine mean=40 amplitude=30 period_s=7
                process 3100002 memory_mib=1000
                    sm square low=0 high=40 period_s=5
            """;

    @TempDir
    Path dir;

    private MeteredGpus run(String generation, String scenario, Duration tick, JobProcesses job, Path procfs)
            throws IOException {
        NvmlSimulator simulator = NvmlSimulator.create(dir, generation, scenario);
        simulator.setNow(FROM);
        MeteredGpus gpus = MeteredGpus.of(simulator, tick, job, procfs);
        gpus.begin();
        long[] last = new long[2];
        gpus.observe(number -> {
            assertThat(gpus.readings().useJobMicroseconds(0)).isGreaterThanOrEqualTo(last[0]);
            assertThat(gpus.readings().useBusyMicroseconds(0)).isGreaterThanOrEqualTo(last[1]);
            assertThat(gpus.readings().useJobMicroseconds(0))
                    .isLessThanOrEqualTo(gpus.readings().useBusyMicroseconds(0));
            last[0] = gpus.readings().useJobMicroseconds(0);
            last[1] = gpus.readings().useBusyMicroseconds(0);
        });
        gpus.runUntil(UNTIL, tick);
        gpus.end(TICK);
        gpus.close();
        return gpus;
    }

    private MeteredGpus run(String scenario) throws IOException {
        return run("r550", scenario, TICK, MeteredGpus.job(JOB), Path.of("/proc"));
    }

    private static double truth(MeteredGpus gpus, int pid) {
        return gpus.simulator.truthSmSeconds(0, pid, FROM, gpus.simulator.now());
    }

    @ParameterizedTest
    @CsvSource({"10,167", "100,167", "100,1000", "100,500", "1000,1000", "2000,167", "5000,1000"})
    void useByProcessIsTheTruthWhateverThePaces(long tickMillis, long periodMillis) throws IOException {
        MeteredGpus gpus = run(
                "r550",
                "utilisation period_ms=" + periodMillis + "\n" + SHARED,
                Duration.ofMillis(tickMillis),
                MeteredGpus.job(JOB),
                Path.of("/proc"));
        assertThat(gpus.readings().useMeans(0)).isEqualTo(UseMeans.PROCESS);
        // Percentages are whole numbers, and what follows the last sample but one is a guess that cannot be taken back.
        double guess = 0.5 * tickMillis / 1e3;
        assertThat(gpus.jobSeconds(0)).isCloseTo(truth(gpus, JOB), within(0.9 + guess));
        assertThat(gpus.busySeconds(0)).isCloseTo(truth(gpus, JOB) + truth(gpus, OTHER), within(1.4 + guess));
        assertThat(gpus.heldSeconds(0)).isCloseTo(0.75 * SPAN, within(0.1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoch", "boottime", "monotonic"})
    void timestampsMayBeOfAnyClock(String clock) throws IOException {
        MeteredGpus gpus = run("utilisation clock=" + clock + "\n" + SHARED);
        assertThat(gpus.jobSeconds(0)).isCloseTo(truth(gpus, JOB), within(0.9));
    }

    @Test
    void rowsOfNonsenseAddNothing() throws IOException {
        MeteredGpus gpus = run("utilisation period_ms=500 garbage=3 over=2 stale=2 dead=2\n" + SHARED);
        assertThat(gpus.jobSeconds(0)).isCloseTo(truth(gpus, JOB), within(0.9));
        assertThat(gpus.busySeconds(0)).isCloseTo(truth(gpus, JOB) + truth(gpus, OTHER), within(1.4));
    }

    @Test
    void samplesThatLieBehindThoseOfOthersAreNotLost() throws IOException {
        MeteredGpus gpus = run(SHARED.replace("memory_mib=3000", "memory_mib=3000 skew_ms=3000"));
        assertThat(gpus.jobSeconds(0)).isCloseTo(truth(gpus, JOB), within(1.5));
    }

    @Test
    void aGpuThatIsIdleForLongIsNotTakenToHaveWorkedMeanwhile() throws IOException {
        for (String mean : new String[] {"window", "active"}) {
            MeteredGpus gpus = run("utilisation mean=" + mean + """

                    gpu name="NVIDIA H100 80GB HBM3" preset=hopper
                        power const 300
                        process 3100001 memory_mib=1000 start=0 stop=35
                            sm const 80
                        process 3100003 memory_mib=1000 start=70 stop=75
                            sm const 80
                    """);
            assertThat(gpus.busySeconds(0)).isCloseTo(0.8 * 10, within(2.5));
        }
    }

    @Test
    void moreThanAllIsAll() throws IOException {
        MeteredGpus gpus = run("""
                gpu name="NVIDIA H100 80GB HBM3" preset=hopper
                    power const 300
                    process 3100001 memory_mib=1000
                        sm const 90
                    process 3100002 memory_mib=1000
                        sm const 60
                """);
        assertThat(gpus.jobSeconds(0)).isCloseTo(0.6 * SPAN, within(0.7));
        assertThat(gpus.busySeconds(0)).isCloseTo(SPAN, within(0.7));
    }

    @Test
    void twoHundredProcessesAreAskedForWithALargerBuffer() throws IOException {
        MeteredGpus gpus = run("""
                utilisation grow=2
                gpu name="NVIDIA H100 80GB HBM3" preset=hopper
                    power const 300
                    process 3100001 repeat=200 memory_mib=10
                        sm const 0.4
                """);
        assertThat(gpus.heldSeconds(0)).isCloseTo(SPAN / 200, within(0.01));
    }

    @ParameterizedTest
    @ValueSource(strings = {"r390", "r470", "r525", "r535.43", "r535.98", "r550"})
    void memoryIsReadFromEntriesOfAnySize(String generation) throws IOException {
        MeteredGpus gpus = run(generation, SHARED, TICK, MeteredGpus.job(OTHER), Path.of("/proc"));
        assertThat(gpus.heldSeconds(0)).isCloseTo(0.25 * SPAN, within(0.01));
    }

    /** One name, entries of three sizes: what the driver has written tells which. */
    @ParameterizedTest
    @ValueSource(ints = {16, 24, 32})
    void theSizeOfAnEntryIsNotToldByTheNameOfTheCall(int bytes) throws IOException {
        String scenario = "utilisation v3_entry_bytes=" + bytes + "\n" + SHARED;
        MeteredGpus gpus = run("r550", scenario, TICK, MeteredGpus.job(OTHER), Path.of("/proc"));
        assertThat(gpus.heldSeconds(0)).isCloseTo(0.25 * SPAN, within(0.01));
    }

    @Test
    void withoutFiguresByProcessMemoryDivides() throws IOException {
        MeteredGpus gpus = run(SHARED.replace("preset=hopper", "preset=hopper process_utilisation=no"));
        assertThat(gpus.readings().useMeans(0)).isEqualTo(UseMeans.MEMORY_SHARE);
        double busy = truth(gpus, JOB) + truth(gpus, OTHER);
        assertThat(gpus.busySeconds(0)).isCloseTo(busy, within(1.5));
        assertThat(gpus.jobSeconds(0)).isCloseTo(0.75 * busy, within(1.5));
    }

    @Test
    void memoryThatIsNotToldCountsByProcesses() throws IOException {
        MeteredGpus gpus = run(SHARED.replace("memory_mib=3000", "memory_mib=na"));
        assertThat(gpus.heldSeconds(0)).isCloseTo(0.5 * SPAN, within(0.01));
    }

    @Test
    void nothingToldIsUnknownAndNoUse() throws IOException {
        MeteredGpus gpus = run(SHARED.replace("preset=hopper", "preset=hopper process_utilisation=no utilisation=no"));
        assertThat(gpus.readings().useMeans(0)).isEqualTo(UseMeans.PRESENCE);
        assertThat(gpus.jobSeconds(0)).isCloseTo(0.75 * SPAN, within(0.2));
    }

    /** The list has the numbers that the job's container knows, the samples those of the machine. */
    @Test
    void samplesWithNumbersOfAnotherNamespaceAreShared() throws IOException {
        MeteredGpus gpus = run("utilisation utilisation_offset=200000\n" + SHARED);
        assertThat(gpus.readings().useMeans(0)).isEqualTo(UseMeans.MEMORY_SHARE);
        double busy = truth(gpus, JOB) + truth(gpus, OTHER);
        assertThat(gpus.jobSeconds(0)).isCloseTo(0.75 * busy, within(2.5));
    }

    @Test
    void fromInsideAContainerAllOfAStrangeGpuIsTakenForTheJobs() throws IOException {
        Path procfs = dir.resolve("proc");
        Files.createDirectories(procfs.resolve("self/ns"));
        Files.createSymbolicLink(procfs.resolve("self/ns/pid"), Path.of("pid:[4026532999]"));
        MeteredGpus gpus = run("r550", SHARED, TICK, MeteredGpus.job(17), procfs);
        assertThat(gpus.readings().useMeans(0)).isEqualTo(UseMeans.DEVICE);
        double busy = truth(gpus, JOB) + truth(gpus, OTHER);
        assertThat(gpus.jobSeconds(0)).isCloseTo(busy, within(2.5));
        assertThat(gpus.busySeconds(0)).as("nothing counts twice").isCloseTo(busy, within(2.5));
        assertThat(gpus.heldSeconds(0)).isCloseTo(SPAN, within(0.2));
    }

    @Test
    void insideAContainerTheJobsOwnNumbersAreKnown() throws IOException {
        Path procfs = dir.resolve("proc");
        Files.createDirectories(procfs.resolve("self/ns"));
        Files.createSymbolicLink(procfs.resolve("self/ns/pid"), Path.of("pid:[4026532999]"));
        MeteredGpus gpus = run("r550", SHARED, TICK, MeteredGpus.job(JOB), procfs);
        assertThat(gpus.readings().useMeans(0)).isEqualTo(UseMeans.PROCESS);
        assertThat(gpus.jobSeconds(0)).isCloseTo(truth(gpus, JOB), within(0.9));
    }

    @Test
    void theWholeMachineHoldsEveryGpu() throws IOException {
        JobProcesses machine = new JobProcesses() {
            @Override
            public boolean containsProcess(int pid) {
                return true;
            }

            @Override
            public boolean isWholeMachine() {
                return true;
            }

            @Override
            public void forEachProcess(IntConsumer action) {}
        };
        MeteredGpus gpus = run("r550", SHARED, TICK, machine, Path.of("/proc"));
        assertThat(gpus.jobSeconds(0)).isEqualTo(gpus.busySeconds(0));
        assertThat(gpus.busySeconds(0)).isCloseTo(truth(gpus, JOB) + truth(gpus, OTHER), within(1.4));
        assertThat(gpus.heldSeconds(0)).isCloseTo(SPAN, within(1e-3));
    }

    @Test
    void aProcessThatComesLaterIsSeenAtOnce() throws IOException {
        MeteredGpus gpus = run(SHARED.replace("memory_mib=3000", "memory_mib=3000 start=60 stop=80"));
        assertThat(gpus.jobSeconds(0)).isCloseTo(truth(gpus, JOB), within(1.5));
        // The list is asked for when a strange process turns up in the samples, not five seconds later.
        assertThat(gpus.heldSeconds(0)).isCloseTo(0.75 * 20, within(4.5));
    }

    @Test
    void anInstanceIsTheJobsWhileTheJobIsOnIt() throws IOException {
        MeteredGpus gpus =
                run("r550", NvmlSimulator.scenario("a100-mig"), TICK, MeteredGpus.job(JOB), Path.of("/proc"));
        assertThat(gpus.source.uses())
                .extracting(use -> use.device().id())
                .containsExactly("gpu0-mig0", "gpu0-mig1", "gpu0-mig2", "gpu1");
        assertThat(gpus.readings().useMeans(1)).isEqualTo(UseMeans.PRESENCE);
        assertThat(gpus.jobSeconds(0)).as("another's").isZero();
        assertThat(gpus.busySeconds(0)).isCloseTo(SPAN, within(0.1));
        assertThat(gpus.jobSeconds(1)).as("ours").isCloseTo(SPAN, within(0.1));
        assertThat(gpus.heldSeconds(1)).isCloseTo(SPAN, within(0.1));
        assertThat(gpus.busySeconds(2)).as("nobody's").isZero();
    }

    @Test
    void anInstanceIsFoundAgainAfterTheDriverWasLoadedAnew() throws IOException {
        MeteredGpus gpus = run(
                "r550",
                "fault reload at=50\n"
                        + NvmlSimulator.scenario("a100-mig").replace("process 3100001", "process 3100001 start=60"),
                TICK,
                MeteredGpus.job(JOB),
                Path.of("/proc"));
        assertThat(gpus.jobSeconds(1)).isCloseTo(30, within(5.0));
    }
}
