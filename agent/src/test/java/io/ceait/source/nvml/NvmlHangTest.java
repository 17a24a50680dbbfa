package io.ceait.source.nvml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.ceait.source.Readings;
import io.ceait.source.Unavailable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A driver that does not come back holds up nobody: not the start, not a tick, not the end. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NvmlHangTest {

    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofSeconds(30);

    private static final String TWO_GPUS = """
            gpu name="NVIDIA H100 80GB HBM3" preset=hopper
                power const 300
                process self memory_mib=1000
                    sm const 50
            gpu name="NVIDIA H100 80GB HBM3" preset=hopper
                power const 100
            """;

    @TempDir
    Path dir;

    @AfterEach
    void theThreadEndsOnceTheDriverAnswers() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals(Session.THREAD_NAME)) {
                thread.join(LONG.toMillis());
                assertThat(thread.isAlive()).isFalse();
            }
        }
    }

    private NvmlSimulator simulator() throws IOException {
        NvmlSimulator simulator = NvmlSimulator.create(dir, "r550", TWO_GPUS);
        simulator.setNow(Duration.ofSeconds(1));
        return simulator;
    }

    private static NvmlSource discover(NvmlSimulator simulator, Duration discovery, Duration reading) {
        NvmlOptions options = MeteredGpus.options(
                simulator.library(), TICK, new NvmlOptions.Deadlines(discovery, Duration.ZERO, reading, reading));
        return NvmlSource.discover(options, () -> simulator.now().toNanos());
    }

    private static void awaitHung(NvmlSimulator simulator) {
        while (simulator.hung() == 0) {
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nvmlInit_v2",
                "nvmlSystemGetDriverVersion",
                "nvmlDeviceGetCount_v2",
                "nvmlDeviceGetHandleByIndex_v2",
                "nvmlDeviceGetUUID",
                "nvmlDeviceGetName",
                "nvmlDeviceGetPciInfo_v3",
                "nvmlDeviceGetCudaComputeCapability",
                "nvmlDeviceGetEnforcedPowerLimit",
                "nvmlDeviceGetTotalEnergyConsumption",
                "nvmlDeviceGetPowerUsage",
                "nvmlDeviceGetUtilizationRates",
                "nvmlDeviceGetProcessUtilization",
                "nvmlDeviceGetComputeRunningProcesses_v3",
                "nvmlDeviceGetMigMode"
            })
    void aHangAtTheStartIsAFinding(String call) throws IOException {
        NvmlSimulator simulator = simulator();
        simulator.fault(0, NvmlFault.hang().on(call));
        try (NvmlSource source = discover(simulator, Duration.ofMillis(300), SHORT)) {
            assertThat(source.channels()).isEmpty();
            assertThat(source.uses()).isEmpty();
            assertThat(source.findings()).singleElement().satisfies(finding -> {
                assertThat(finding.status().reason()).isEqualTo(Unavailable.Reason.FAILED);
                assertThat(finding.status().detail()).contains("did not answer within", call);
                assertThat(finding.unmetered()).isTrue();
            });
            source.read(simulator.now().toNanos(), true, new Readings(0, 0).slots(0, 0));
            // A second one does not get in the way of the first.
            assertThat(discover(simulator, Duration.ofMillis(300), SHORT).findings())
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.status().detail()).contains("already"));
        } finally {
            simulator.clearFault(0);
            simulator.release();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nvmlDeviceGetTotalEnergyConsumption",
                "nvmlDeviceGetPowerUsage",
                "nvmlDeviceGetProcessUtilization",
                "nvmlDeviceGetComputeRunningProcesses_v3"
            })
    void aHangAtTheFirstReadingIsSaidOnceItHasLasted(String call) throws Exception {
        NvmlSimulator simulator = simulator();
        try (NvmlSource source = discover(simulator, LONG, SHORT)) {
            simulator.fault(0, NvmlFault.hang().on(call).gpu(0));
            Readings readings =
                    new Readings(source.channels().size(), source.uses().size());
            for (int tick = 0; tick < 30; tick++) {
                source.read(simulator.now().toNanos(), tick == 0, readings.slots(0, 0));
                simulator.advance(TICK);
            }
            awaitHung(simulator);
            assertThat(readings.available(0)).isFalse();
            assertThat(Objects.requireNonNull(readings.unavailable(0)).detail())
                    .contains("has not answered", call + " of gpu0 has not come back");
        } finally {
            simulator.clearFault(0);
            simulator.release();
        }
    }

    @Test
    void theLastReadingsAreRepeatedForASecondAndTheEnergyOfAHangIsKnownAfterIt() throws Exception {
        NvmlSimulator simulator = simulator();
        try (NvmlSource source = discover(simulator, LONG, LONG)) {
            Readings readings =
                    new Readings(source.channels().size(), source.uses().size());
            source.read(simulator.now().toNanos(), true, readings.slots(0, 0));
            long first = readings.microjoules(0);
            simulator.advance(TICK);
            source.read(simulator.now().toNanos(), false, readings.slots(0, 0));
            assertThat(source.awaitSettled(LONG.toMillis())).isTrue();
            long before = readings.microjoules(0);
            simulator.fault(
                    0,
                    NvmlFault.hang()
                            .on("nvmlDeviceGetTotalEnergyConsumption")
                            .gpu(0)
                            .holdingLock());
            simulator.advance(TICK);
            Thread tick = new Thread(() -> source.read(simulator.now().toNanos(), false, readings.slots(0, 0)));
            tick.start();
            awaitHung(simulator);
            // Whoever asks meanwhile is not held up at all.
            Readings meanwhile =
                    new Readings(source.channels().size(), source.uses().size());
            source.read(simulator.now().toNanos(), false, meanwhile.slots(0, 0));
            assertThat(meanwhile.microjoules(0)).isEqualTo(before);
            simulator.advance(Duration.ofSeconds(2));
            source.read(simulator.now().toNanos(), false, meanwhile.slots(0, 0));
            assertThat(meanwhile.available(0)).isFalse();
            simulator.clearFault(0);
            simulator.release();
            tick.join(LONG.toMillis());
            source.awaitSettled(LONG.toMillis());
            simulator.advance(TICK);
            source.read(simulator.now().toNanos(), true, meanwhile.slots(0, 0));
            assertThat((double) meanwhile.microjoules(0) - first).isCloseTo(300e6 * 2.3, withinPercentage(5));
        } finally {
            simulator.clearFault(0);
            simulator.release();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nvmlShutdown", "nvmlDeviceGetPowerUsage"})
    void aHangAtTheEndHoldsUpNobody(String call) throws IOException {
        NvmlSimulator simulator = simulator();
        NvmlSource source = discover(simulator, LONG, SHORT);
        simulator.fault(0, NvmlFault.hang().on(call));
        Readings readings = new Readings(source.channels().size(), source.uses().size());
        source.read(simulator.now().toNanos(), true, readings.slots(0, 0));
        source.close();
        awaitHung(simulator);
        long calls = simulator.calls("nvmlShutdown");
        assertThat(calls).as("no shutdown while a call is out").isEqualTo(call.equals("nvmlShutdown") ? 1 : 0);
        simulator.clearFault(0);
        simulator.release();
    }

    @Test
    void aSlowDriverCostsATickNoMoreThanItsDeadline() throws Exception {
        NvmlSimulator simulator = simulator();
        simulator.fault(0, NvmlFault.latency(Duration.ofMillis(200)).on("nvmlDeviceGetComputeRunningProcesses_v3"));
        try (NvmlSource source = discover(simulator, LONG, LONG)) {
            Readings readings =
                    new Readings(source.channels().size(), source.uses().size());
            source.read(simulator.now().toNanos(), true, readings.slots(0, 0));
            simulator.advance(TICK);
            // The list is slow; energy does not wait for it.
            source.read(simulator.now().toNanos(), false, readings.slots(0, 0));
            assertThat(readings.available(0)).isTrue();
            assertThat(source.awaitSettled(TimeUnit.SECONDS.toMillis(30))).isTrue();
        }
    }
}
