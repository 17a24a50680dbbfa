package io.ceait.source.nvml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.ceait.device.Quality;
import io.ceait.source.Channel;
import io.ceait.source.Channel.Role;
import io.ceait.source.SensorTiming;
import io.ceait.source.Unavailable.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of power sensors of each generation, against the energy that was truly used. */
class NvmlSensorTest {

    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration FROM = Duration.ofSeconds(5);
    private static final Duration UNTIL = Duration.ofSeconds(65);

    @TempDir
    Path dir;

    private MeteredGpus run(String generation, String scenario, Duration tick) throws IOException {
        NvmlSimulator simulator = NvmlSimulator.create(dir, generation, scenario);
        simulator.setNow(FROM);
        MeteredGpus gpus = MeteredGpus.of(simulator, tick, MeteredGpus.job());
        gpus.begin();
        gpus.runUntil(UNTIL, tick);
        gpus.end(tick);
        gpus.close();
        return gpus;
    }

    private static String gpu(String preset, String cc) {
        return "gpu name=\"A GPU\" preset=" + preset + " cc=" + cc + " limit_w=400\n"
                + "    energy absent\n"
                + "    power square low=100 high=300 period_s=1 duty=0.5\n";
    }

    /** 1 Hz before every kind of sensor: the stated uncertainty (10 %, part-time 25 %) holds, full-time sensors keep 1 %. */
    @ParameterizedTest
    @CsvSource({
        "pascal,6.0,r470,20,10",
        "volta,7.0,r470,20,10",
        "turing,7.5,r550,100,100",
        "ga100,8.0,r550,100,25",
        "ampere,8.6,r470,100,1000",
        "ampere,8.6,r550,100,100",
        "ada,8.9,r550,100,100",
        "ada,8.9,r525,100,100",
        "hopper,9.0,r525,100,25",
        "hopper,9.0,r550,100,1000"
    })
    void aSquareWaveIsIntegrated(String preset, String cc, String generation, int period, int window)
            throws IOException {
        MeteredGpus gpus = run(generation, gpu(preset, cc), TICK);
        Channel power = gpus.source.channels().get(0);
        assertThat(power.source()).isEqualTo("nvml-power");
        assertThat(power.role()).isEqualTo(Role.PRIMARY);
        assertThat(power.quality()).isEqualTo(Quality.MEASURED);
        SensorTiming timing = power.timing().orElseThrow();
        assertThat(timing.period()).isEqualTo(Duration.ofMillis(period));
        assertThat(timing.window()).isEqualTo(Duration.ofMillis(window));
        // Hopper's average over a second is one of windows that see a quarter of it.
        assertThat(timing.isPartTime()).isEqualTo(preset.equals("ga100") || preset.equals("hopper"));
        double truth = gpus.simulator.truthJoules(0, FROM, gpus.simulator.now());
        double bound = power.timing().orElseThrow().isPartTime() ? 25 : window == 100 ? 1 : 10;
        assertThat(gpus.device("gpu0").energy().joules()).isCloseTo(truth, withinPercentage(bound));
        assertThat(gpus.device("gpu0").gapTime()).isZero();
    }

    @Test
    void aFastSensorIsReadAtItsOwnPaceAndASlowOneNotFaster() throws IOException {
        Duration fast = Duration.ofMillis(10);
        MeteredGpus pascal = run("r470", gpu("pascal", "6.0"), fast);
        double truth = pascal.simulator.truthJoules(0, FROM, pascal.simulator.now());
        assertThat(pascal.device("gpu0").energy().joules()).isCloseTo(truth, withinPercentage(1.0));
        MeteredGpus turing = run("r550", gpu("turing", "7.5"), fast);
        assertThat(pascal.simulator.calls(0, "nvmlDeviceGetPowerUsage")).isBetween(2900L, 3100L);
        assertThat(turing.simulator.calls(0, "nvmlDeviceGetPowerUsage")).isBetween(590L, 680L);
    }

    @ParameterizedTest
    @CsvSource({"1000", "5000"})
    void slowTicksStayWithinTheStatedUncertainty(long millis) throws IOException {
        MeteredGpus gpus = run(
                "r550",
                gpu("turing", "7.5")
                        .replace(
                                "square low=100 high=300 period_s=1 duty=0.5",
                                "sine mean=250 amplitude=100 period_s=37"),
                Duration.ofMillis(millis));
        double truth = gpus.simulator.truthJoules(0, FROM, gpus.simulator.now());
        assertThat(gpus.device("gpu0").energy().joules()).isCloseTo(truth, withinPercentage(10.0));
        assertThat(gpus.device("gpu0").gapTime()).isZero();
    }

    /** At 1 Hz a reading per second would see the same half of the wave each time: half as much again, or half as little. */
    @ParameterizedTest
    @CsvSource({
        "turing,7.5,r550,1000,0,",
        "turing,7.5,r550,1000,0.3,",
        "turing,7.5,r550,1000,0.5,",
        "turing,7.5,r550,5000,0.5,",
        "volta,7.0,r470,1000,0.5,",
        "pascal,6.0,r470,1000,0.5,",
        "ampere,8.6,r470,1000,0.5,",
        "turing,7.5,r550,1000,0.5,counter"
    })
    void aLoadThatSwingsInThePaceOfTheTicksIsSeenBetweenThem(
            String preset, String cc, String generation, long millis, double phase, String counter) throws IOException {
        String scenario = gpu(preset, cc).replace("duty=0.5", "duty=0.5 phase=" + phase);
        NvmlSimulator simulator = NvmlSimulator.create(
                dir, generation, counter == null ? scenario : scenario.replace("    energy absent\n", ""));
        simulator.setNow(FROM);
        Duration tick = Duration.ofMillis(millis);
        try (MeteredGpus gpus = MeteredGpus.of(simulator, tick, MeteredGpus.job())) {
            gpus.begin();
            gpus.runInTimeUntil(UNTIL, tick);
            double truth = simulator.truthJoules(0, FROM, simulator.now());
            assertThat(gpus.device("gpu0").energy().joules()).isCloseTo(truth, withinPercentage(2.0));
            // Beside a counter it is no other: a difference would be told.
            gpus.device("gpu0")
                    .secondSensor()
                    .ifPresent(both -> assertThat(both.other().joules()).isCloseTo(truth, withinPercentage(2.0)));
            assertThat(gpus.device("gpu0").secondSensor().isPresent()).isEqualTo(counter != null);
            double seconds = simulator.now().minus(FROM).toMillis() / 1e3;
            assertThat((double) simulator.calls(0, "nvmlDeviceGetPowerUsage"))
                    .as("ten a second, and what finding the GPU took")
                    .isBetween(9.5 * seconds, 10.5 * seconds);
        }
    }

    @Test
    void withoutSensorTheModelSpeaks() throws IOException {
        String scenario = """
                gpu name="Tesla T4" preset=turing limit_w=no enforced_w=no default_w=no
                    sensor absent
                    energy absent
                    power const 50
                    util const 60
                """;
        MeteredGpus gpus = run("r550", scenario, TICK);
        Channel model = gpus.source.channels().get(0);
        assertThat(model.source()).isEqualTo("gpu-model");
        assertThat(model.role()).isEqualTo(Role.PRIMARY);
        assertThat(model.quality()).isEqualTo(Quality.ESTIMATED);
        assertThat(gpus.source.bases().get("gpu-model:gpu0")).contains("8 W idle and 70 W rated");
        assertThat(gpus.device("gpu0").energy().joules()).isCloseTo((8 + 0.6 * 62) * 60, withinPercentage(1.0));
    }

    @Test
    void aGpuWithoutAnythingIsSaidToBeMissing() throws IOException {
        String scenario = NvmlSimulator.scenario("counterless");
        NvmlSimulator simulator = NvmlSimulator.create(dir, "r390", scenario);
        try (MeteredGpus gpus = MeteredGpus.of(simulator, TICK, MeteredGpus.job())) {
            assertThat(gpus.source.channels()).extracting(Channel::source).containsExactly("nvml-power", "gpu-model");
            assertThat(gpus.source.findings()).singleElement().satisfies(finding -> {
                assertThat(finding.sensor()).isEqualTo("gpu1 (NVIDIA GeForce GTX 1050)");
                assertThat(finding.status().reason()).isEqualTo(Reason.ABSENT);
                assertThat(finding.unmetered()).isTrue();
            });
            assertThat(gpus.source.report())
                    .hasSize(2)
                    .allSatisfy(report -> assertThat(report.capabilities())
                            .extracting(GpuReport.CapabilityReport::call)
                            .contains("nvmlDeviceGetUtilizationRates")
                            .doesNotHaveDuplicates());
        }
    }

    @Test
    void theInstancesOfAGpuAddUpToIt() throws IOException {
        MeteredGpus gpus = run("r550", NvmlSimulator.scenario("a100-mig"), TICK);
        assertThat(gpus.source.channels())
                .extracting(channel -> channel.device().id())
                .containsOnly("gpu0-mig0", "gpu0-mig1", "gpu0-mig2", "gpu0-rest", "gpu1");
        double truth = gpus.simulator.truthJoules(0, FROM, gpus.simulator.now());
        double sum = 0;
        for (String id : new String[] {"gpu0-mig0", "gpu0-mig1", "gpu0-mig2", "gpu0-rest"}) {
            sum += gpus.device(id).energy().joules();
        }
        assertThat(sum).isCloseTo(truth, withinPercentage(0.5));
        assertThat(gpus.device("gpu0-mig0").energy().joules()).isCloseTo(sum * 3 / 7, withinPercentage(0.01));
        assertThat(gpus.device("gpu0-mig1").energy().joules()).isCloseTo(sum * 2 / 7, withinPercentage(0.01));
        assertThat(gpus.device("gpu0-rest").energy().joules()).isCloseTo(sum / 7, withinPercentage(0.01));
        assertThat(gpus.device("gpu0-mig0").quality()).isEqualTo(Quality.DERIVED);
        assertThat(gpus.device("gpu0-mig0").device().uuid()).startsWith("MIG-");
        assertThat(gpus.source.bases().get("nvml-energy:gpu0-mig0")).contains("3 of 7 slices of gpu0");
    }
}
