package io.ceait.source.nvml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.ceait.energy.DeviceBooks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a driver does, the books hold the right energy or a declared gap, and never a spike. */
class NvmlFaultsTest {

    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration FROM = Duration.ofSeconds(1);
    private static final Duration UNTIL = Duration.ofSeconds(100);
    private static final double WATTS = 300;

    private static final String ONE_GPU = """
            gpu name="NVIDIA A100-SXM4-40GB" preset=ga100 limit_w=400
                power const 300
                energy start_mj=50000000
            """;

    private static final String ENERGY = "nvmlDeviceGetTotalEnergyConsumption";
    private static final String POWER = "nvmlDeviceGetPowerUsage";

    @TempDir
    Path dir;

    private interface Faults {
        void in(NvmlSimulator simulator);
    }

    private MeteredGpus run(String scenario, Faults faults) throws IOException {
        NvmlSimulator simulator = NvmlSimulator.create(dir, "r550", scenario);
        simulator.setNow(FROM);
        MeteredGpus gpus = MeteredGpus.of(simulator, TICK, MeteredGpus.job());
        faults.in(simulator);
        gpus.begin();
        double[] last = new double[1];
        gpus.observe(tick -> {
            double now = gpus.device("gpu0").energy().joules();
            // Twice the limit over the whole run so far is far above anything that was there.
            assertThat(now).isGreaterThanOrEqualTo(last[0]);
            assertThat(now).isLessThanOrEqualTo(2 * WATTS * (tick + 2) * TICK.toMillis() / 1e3);
            last[0] = now;
        });
        gpus.runUntil(UNTIL, TICK);
        gpus.end(TICK);
        gpus.close();
        return gpus;
    }

    /** All energy is booked, but for that of declared gaps and of what stood still. */
    private static void assertBooked(MeteredGpus gpus, double gapSeconds) {
        DeviceBooks books = gpus.device("gpu0");
        double span = gpus.simulator.now().minus(FROM).toMillis() / 1e3;
        assertThat(books.gapTime().toMillis() / 1e3).as("gap").isCloseTo(gapSeconds, within(0.5));
        double known = span - books.gapTime().toMillis() / 1e3;
        assertThat(books.energy().joules()).isCloseTo(WATTS * known, withinPercentage(1.0));
    }

    @Test
    void nothingWrong() throws IOException {
        MeteredGpus gpus = run(ONE_GPU, simulator -> {});
        assertBooked(gpus, 0);
        assertThat(gpus.failures()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 999, 20, 27})
    void aReadingThatFailsOnceIsBridged(int code) throws IOException {
        MeteredGpus gpus = run(ONE_GPU, simulator -> {
            simulator.fault(0, NvmlFault.returning(code).on(ENERGY).calls(100, 1));
            simulator.fault(1, NvmlFault.returning(code).on(POWER).calls(200, 1));
        });
        assertBooked(gpus, 0);
        assertThat(gpus.failures())
                .hasSize(2)
                .allSatisfy(failure -> assertThat(failure).contains("FAILED", "answered " + code));
        assertThat(gpus.device("gpu0").secondSensor().orElseThrow().other().joules())
                .isCloseTo(gpus.device("gpu0").energy().joules(), withinPercentage(1.0));
    }

    @Test
    void aZeroAfterASuccessIsNoReading() throws IOException {
        MeteredGpus gpus = run(ONE_GPU, simulator -> {
            simulator.fault(0, NvmlFault.value(0).on(ENERGY).calls(100, 2));
            simulator.fault(1, NvmlFault.value(0).on(POWER).calls(200, 2));
        });
        assertBooked(gpus, 0);
        assertThat(gpus.failures()).hasSize(4);
    }

    @Test
    void aNumberThatCannotBeIsNoReading() throws IOException {
        MeteredGpus gpus = run(ONE_GPU, simulator -> {
            simulator.fault(
                    0, NvmlFault.value(4_991_201_436_214_789_335L).on(ENERGY).calls(100, 1));
            simulator.fault(1, NvmlFault.value(4_294_967_295L).on(POWER).calls(200, 1));
        });
        assertBooked(gpus, 0);
        assertThat(gpus.failures()).hasSize(2);
    }

    @Test
    void aDriverThatIsLoadedAnewCostsAGapAndNoSpike() throws IOException {
        MeteredGpus gpus = run(ONE_GPU, simulator -> simulator.fault(0, NvmlFault.reload(Duration.ofSeconds(40))));
        assertThat(gpus.failures()).hasSize(2).allMatch(failure -> failure.contains("RESTARTED"));
        assertBooked(gpus, 0.1);
    }

    @Test
    void aLostGpuIsFoundAgainByItsUuid() throws IOException {
        MeteredGpus gpus = run(
                ONE_GPU,
                simulator -> simulator.fault(
                        0,
                        NvmlFault.returning(15)
                                .everyGpu()
                                .from(Duration.ofSeconds(30))
                                .until(Duration.ofSeconds(33))));
        assertThat(gpus.failures()).filteredOn(f -> f.contains("RESTARTED")).hasSize(2);
        assertThat(gpus.failures()).filteredOn(f -> f.contains("GPU is lost")).isNotEmpty();
        assertBooked(gpus, 5);
    }

    @Test
    void aLostGpuIsNotAskedOverAndOver() throws IOException {
        MeteredGpus gpus = run(
                ONE_GPU,
                simulator ->
                        simulator.fault(0, NvmlFault.returning(15).everyGpu().from(Duration.ofSeconds(10))));
        assertBooked(gpus, 90);
        // After 5 s and 30 s; the next time would be 60 s later.
        assertThat(gpus.simulator.calls(0, "nvmlDeviceGetHandleByUUID")).isEqualTo(2);
        assertThat(gpus.simulator.calls(0, POWER)).isLessThan(100);
    }

    @Test
    void aFailureRightAfterAGpuIsFoundAgainHidesNoLoss() throws IOException {
        MeteredGpus gpus = run(ONE_GPU, simulator -> {
            simulator.fault(
                    0,
                    NvmlFault.returning(16)
                            .everyGpu()
                            .from(Duration.ofSeconds(30))
                            .until(Duration.ofSeconds(33)));
            simulator.fault(
                    1,
                    NvmlFault.returning(999)
                            .on(ENERGY)
                            .from(Duration.ofSeconds(34))
                            .until(Duration.ofSeconds(37)));
        });
        assertBooked(gpus, 5);
    }

    @Test
    void aCounterThatIsSetBackOrStartsAgainIsBasedAnew() throws IOException {
        MeteredGpus gpus = run(ONE_GPU, simulator -> {
            // Back by 5 kJ, of the 15 MJ that it began with.
            simulator.fault(0, NvmlFault.energyStep(Duration.ofSeconds(30), -5_000_000));
            simulator.fault(1, NvmlFault.energyReset(Duration.ofSeconds(60)));
        });
        DeviceBooks books = gpus.device("gpu0");
        assertThat(books.implausible()).isEqualTo(2);
        assertBooked(gpus, 0.4);
    }

    @Test
    void aFrozenCounterIsReplacedByThePowerSensor() throws IOException {
        MeteredGpus gpus = run(
                ONE_GPU,
                simulator -> simulator.fault(
                        0, NvmlFault.energyFreeze(Duration.ofSeconds(30)).until(Duration.ofSeconds(60))));
        DeviceBooks books = gpus.device("gpu0");
        assertThat(books.energyBySource()).containsKeys("nvml-energy", "nvml-power");
        assertThat(books.fallbackTime().toMillis() / 1e3).isCloseTo(30, within(5.0));
        assertThat(books.energy().joules()).isCloseTo(WATTS * 99.1, withinPercentage(3.0));
    }

    enum FieldFault {
        WRONG_TYPE(NvmlFault.fieldType(83, 0)),
        RETURN(NvmlFault.fieldReturning(83, 3)),
        UNTOUCHED(NvmlFault.fieldUntouched(83));

        final NvmlFault fault;

        FieldFault(NvmlFault fault) {
            this.fault = fault;
        }
    }

    /** Without the call the counter is a field; a field that is not what it should be is no reading. */
    @ParameterizedTest
    @EnumSource(FieldFault.class)
    void aFieldIsTakenForNoMoreThanItSaysItIs(FieldFault kind) throws IOException {
        NvmlSimulator simulator = NvmlSimulator.create(dir, "r550", ONE_GPU);
        simulator.setNow(FROM);
        simulator.fault(0, NvmlFault.returning(3).on(ENERGY));
        try (MeteredGpus gpus = MeteredGpus.of(simulator, TICK, MeteredGpus.job())) {
            assertThat(gpus.source.bases().get("nvml-energy:gpu0")).contains("field 83");
            gpus.begin();
            gpus.runUntil(Duration.ofSeconds(20), TICK);
            simulator.fault(1, kind.fault.from(Duration.ofSeconds(20)).until(Duration.ofSeconds(21)));
            gpus.runUntil(Duration.ofSeconds(40), TICK);
            assertThat(gpus.failures()).isNotEmpty().allMatch(f -> f.contains("nvml-energy:gpu0 FAILED"));
            assertThat(gpus.device("gpu0").energy().joules()).isCloseTo(WATTS * 39, withinPercentage(1.0));
            assertThat(gpus.device("gpu0").gapTime()).isZero();
        }
    }

    @Test
    void theModelStandsInForAPowerSensorThatFails() throws IOException {
        MeteredGpus gpus = run(
                ONE_GPU.replace("ga100", "pascal").replace("energy start_mj=50000000", "energy absent"),
                simulator -> simulator.fault(
                        0,
                        NvmlFault.returning(999)
                                .on(POWER)
                                .from(Duration.ofSeconds(30))
                                .until(Duration.ofSeconds(36))));
        // Nobody knows what a GPU did for six seconds between two power readings; the model stands in.
        DeviceBooks books = gpus.device("gpu0");
        assertThat(books.energyBySource()).containsKeys("nvml-power", "gpu-model");
        assertThat(Objects.requireNonNull(books.energyBySource().get("nvml-power"))
                        .joules())
                .isCloseTo(WATTS * 93, withinPercentage(2.0));
    }

    @Test
    void afterAReloadAGpuIsKnownByItsUuidAndNotByItsNumber() throws IOException {
        NvmlSimulator simulator = NvmlSimulator.create(dir, "r550", """
                order init=1 gpus=0,1
                order init=2 gpus=1,0
                gpu name=first preset=ga100 limit_w=400
                    power const 300
                gpu name=second preset=ga100 limit_w=400
                    power const 100
                """);
        simulator.setNow(FROM);
        simulator.fault(0, NvmlFault.reload(Duration.ofSeconds(40)));
        try (MeteredGpus gpus = MeteredGpus.of(simulator, TICK, MeteredGpus.job())) {
            gpus.begin();
            gpus.runUntil(UNTIL, TICK);
            gpus.end(TICK);
            double span = simulator.now().minus(FROM).toMillis() / 1e3;
            assertThat(gpus.device("gpu0").device().model()).isEqualTo("first");
            assertThat(gpus.device("gpu0").energy().joules()).isCloseTo(300 * span, withinPercentage(1.0));
            assertThat(gpus.device("gpu1").energy().joules()).isCloseTo(100 * span, withinPercentage(1.0));
        }
    }
}
