package io.ceait.source.nvml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.ceait.source.Channel;
import io.ceait.source.Channel.Role;
import io.ceait.source.Readings;
import io.ceait.source.UseMeans;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the source owes its caller, whatever the generation of the driver, and with a library of the caller's choice. */
class NvmlContractTest {

    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration FROM = Duration.ofSeconds(10);
    private static final Duration UNTIL = Duration.ofSeconds(70);
    private static final int OURS = Math.toIntExact(ProcessHandle.current().pid());

    /** What may be missing at the end: one sampling period of a busy GPU. */
    private static final double USE_SECONDS = 0.6;

    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"r390", "r418", "r470", "r525", "r535.43", "r535.98", "r550", "r610"})
    void energyAndUseOfEightGpusAreTheTruth(String generation) throws IOException {
        try (MeteredGpus gpus =
                MeteredGpus.of(dir, generation, NvmlSimulator.scenario("eight-gpus"), TICK, MeteredGpus.job(OURS))) {
            gpus.simulator.setNow(FROM);
            gpus.begin();
            gpus.runUntil(UNTIL, TICK);
            gpus.end(TICK);
            assertThat(gpus.source.findings()).isEmpty();
            assertThat(gpus.failures()).isEmpty();
            Duration to = gpus.simulator.now();
            for (int gpu = 0; gpu < 8; gpu++) {
                assertThat(gpus.device("gpu" + gpu).energy().joules())
                        .as("energy of gpu%d", gpu)
                        .isCloseTo(gpus.simulator.truthJoules(gpu, FROM, to), withinPercentage(0.5));
                assertThat(gpus.jobSeconds(gpu))
                        .as("use of gpu%d", gpu)
                        .isCloseTo(gpus.simulator.truthSmSeconds(gpu, OURS, FROM, to), within(USE_SECONDS));
                assertThat(gpus.readings().useMeans(gpu)).isEqualTo(UseMeans.PROCESS);
            }
            double span = to.minus(FROM).toMillis() / 1e3;
            assertThat(gpus.heldSeconds(0)).as("nobody else is on it").isCloseTo(span, within(1e-3));
            assertThat(gpus.heldSeconds(4)).as("others have it").isZero();
            assertThat(gpus.heldSeconds(6)).as("a third of the memory").isCloseTo(span / 3, within(1e-3));
            assertThat(gpus.heldSeconds(7)).as("nobody is on it").isZero();
            assertThat(gpus.busySeconds(6)).isCloseTo(0.6 * span, within(USE_SECONDS));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"r390", "r550"})
    void bothSensorsSpeakForAGpuWithACounter(String generation) throws IOException {
        try (MeteredGpus gpus =
                MeteredGpus.of(dir, generation, NvmlSimulator.scenario("eight-gpus"), TICK, MeteredGpus.job(OURS))) {
            List<Channel> ofFirst = gpus.source.channels().subList(0, 2);
            assertThat(ofFirst).extracting(Channel::source).containsExactly("nvml-energy", "nvml-power");
            assertThat(ofFirst).extracting(Channel::role).containsExactly(Role.PRIMARY, Role.FALLBACK);
            assertThat(ofFirst).allSatisfy(channel -> {
                assertThat(channel.device().id()).isEqualTo("gpu0");
                assertThat(channel.device().uuid()).startsWith("GPU-");
                assertThat(channel.limit().orElseThrow().watts()).isEqualTo(700);
                assertThat(channel.neverWraps()).isTrue();
                assertThat(gpus.source.bases().get(channel.id()))
                        .contains(channel.device().uuid());
            });
            assertThat(gpus.source.report()).hasSize(8);
            GpuReport report = gpus.source.report().get(0);
            assertThat(report.architecture()).isEqualTo("Hopper");
            assertThat(report.library()).isEqualTo(gpus.simulator.library().toString());
            assertThat(report.capabilities())
                    .filteredOn(GpuReport.CapabilityReport::works)
                    .extracting(GpuReport.CapabilityReport::call)
                    .contains("nvmlDeviceGetTotalEnergyConsumption", "nvmlDeviceGetComputeRunningProcesses");
        }
    }

    /** Invariants alone: what a library of which nothing is known must give. */
    @Test
    @EnabledIfSystemProperty(
            named = "nvml.library",
            matches = ".+",
            disabledReason = "no library is named with -Dnvml.library=/path/libnvidia-ml.so.1")
    void aForeignLibraryGivesCountersThatDoNotFallAndUseWithinTime() throws InterruptedException {
        Path library = Path.of(System.getProperty("nvml.library"));
        try (NvmlSource source = NvmlSource.discover(
                MeteredGpus.options(library, TICK, NvmlOptions.Deadlines.of(TICK)), System::nanoTime)) {
            source.findings().forEach(finding -> System.out.println(finding));
            source.report().forEach(report -> System.out.println(report));
            assertThat(source.channels().isEmpty())
                    .isEqualTo(source.report().stream()
                            .noneMatch(report ->
                                    report.capabilities().stream().anyMatch(GpuReport.CapabilityReport::works)));
            Readings readings =
                    new Readings(source.channels().size(), source.uses().size());
            long[] before = new long[source.channels().size()];
            long start = System.nanoTime();
            source.attach(MeteredGpus.job(OURS));
            for (int tick = 0; tick <= 10; tick++) {
                long now = System.nanoTime();
                source.read(now, tick == 0 || tick == 10, readings.slots(0, 0));
                source.awaitSettled(1000);
                for (int i = 0; i < before.length; i++) {
                    if (readings.available(i)) {
                        assertThat(readings.microjoules(i)).isGreaterThanOrEqualTo(before[i]);
                        before[i] = readings.microjoules(i);
                    }
                }
                for (int i = 0; i < source.uses().size(); i++) {
                    long micros = (now - start) / 1000 + 1000;
                    assertThat(readings.useJobMicroseconds(i)).isBetween(0L, readings.useBusyMicroseconds(i));
                    assertThat(readings.useHeldMicroseconds(i)).isBetween(0L, micros);
                }
            }
        }
    }
}
