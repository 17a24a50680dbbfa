package io.ceait.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ceait.attribution.Policy;
import io.ceait.device.Device;
import io.ceait.device.DeviceType;
import io.ceait.device.Quality;
import io.ceait.emission.EmissionFactors;
import io.ceait.emission.EmissionFactors.StatedPue;
import io.ceait.emission.IntensityCatalog;
import io.ceait.emission.IntensityFeed;
import io.ceait.emission.IntensityOrigin;
import io.ceait.emission.VaryingIntensity;
import io.ceait.energy.DeviceInterval;
import io.ceait.run.FinishedRun;
import io.ceait.run.RunSink;
import io.ceait.run.RunWriter;
import io.ceait.run.SimulatedRun;
import io.ceait.run.SimulatedRun.Use;
import io.ceait.source.Channel;
import io.ceait.source.UseChannel;
import io.ceait.text.Notice;
import io.ceait.time.MockClock;
import io.ceait.units.CarbonIntensity;
import io.ceait.units.Power;
import io.ceait.units.Pue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recommendations and the timeline they rest on: each number is the run's own. */
class RecommendationsTest {

    @TempDir
    private Path out;

    private final SimulatedRun simulated = new SimulatedRun();
    private final List<Timeline> timelines = new ArrayList<>();

    private Assessment assess(int seconds) {
        simulated.sinks.add(new RunSink() {
            @Override
            public String name() {
                return "timeline";
            }

            @Override
            public Optional<RunWriter> writer(FinishedRun run) {
                Timeline timeline = new Timeline(run.snapshot());
                timelines.add(timeline);
                return Optional.of(new Seeing(timeline));
            }
        });
        simulated.clock.at(Duration.ofSeconds(seconds), simulated::endJob);
        return Assessment.of(simulated.execute(out).snapshot());
    }

    private record Seeing(Timeline timeline) implements RunWriter {

        @Override
        public void interval(
                long wallMillis,
                long elapsedNanos,
                Device device,
                DeviceInterval interval,
                CarbonIntensity intensity,
                double kilograms) {
            timeline.interval(elapsedNanos, device, interval, intensity, kilograms);
        }

        @Override
        public void finish() {}
    }

    private List<String> recommendations(int seconds) {
        Assessment assessment = assess(seconds);
        return Recommendations.of(assessment, timelines.get(0)).stream()
                .map(Notice::toString)
                .toList();
    }

    private static Channel gpu(String id, double watts) {
        return new Channel(
                "nvml-energy:" + id,
                new Device(id, DeviceType.GPU, "model", "GPU-" + id),
                "nvml-energy",
                Quality.MEASURED,
                Channel.Role.PRIMARY,
                Channel.NEVER_WRAPS,
                Optional.of(Power.ofWatts(2 * watts)));
    }

    @Test
    void aGpuThatTheJobDoesNotUseIsNamedWithItsTimeAndEnergy() {
        gpus(new Use(0.5, 0.5, 1), new Use(0, 0, 1));
        assertThat(recommendations(60))
                // 60 W for a minute are a thousandth of a kilowatt-hour.
                .anyMatch(line ->
                        line.startsWith("Idle GPUs") && line.contains("gpu1 100 %") && line.contains("0.001 kWh"))
                .noneMatch(line -> line.contains("gpu0"))
                // One at a half, one at none.
                .anyMatch(line -> line.startsWith("The job's GPUs were occupied to 25 %"));
    }

    @Test
    void aGpuThatOthersUseIsNeitherIdleNorTheJobsToFillUp() {
        gpus(new Use(0.5, 0.5, 1), new Use(0, 1, 0), new Use(0, 0.8, 0));
        assertThat(recommendations(60))
                .noneMatch(line -> line.startsWith("Idle GPUs"))
                .noneMatch(line -> line.contains("gpu1") || line.contains("gpu2"))
                // 300 W for a minute, of gpu0 alone.
                .anyMatch(line -> line.startsWith("The job's GPUs were occupied to 50 % on average: of 0.005 kWh"));
    }

    @Test
    void aGpuThatNobodyUsesIsNotSaidToBeHeldByTheJob() {
        gpus(new Use(0.9, 0.9, 1), new Use(0, 0, 0));
        assertThat(recommendations(60))
                .noneMatch(line -> line.startsWith("Idle GPUs"))
                .anyMatch(line -> line.startsWith("GPUs that the job did not hold and nobody worked on: gpu1 100 %")
                        && line.contains("0.001 kWh"))
                .noneMatch(line -> line.contains("GPUs were occupied"));
    }

    @Test
    void aPauseOfOthersDoesNotMakeTheirGpuNobodys() {
        gpus(new Use(0.9, 0.9, 1), new Use(0, 0, 0));
        simulated.clock.at(Duration.ofSeconds(30), () -> simulated.use.put(1, new Use(0, 0.5, 0)));
        assertThat(recommendations(60)).noneMatch(line -> line.contains("gpu1"));
    }

    @Test
    void aGpuThatTheJobSharesWithOthersIsNotToBeFilledUp() {
        gpus(new Use(0.3, 1, 0.5), new Use(0.2, 0.2, 1));
        assertThat(recommendations(60))
                .anyMatch(line ->
                        line.startsWith("While nobody else worked on them, the job's GPUs were occupied to 20 %"))
                .noneMatch(line -> line.startsWith("The job's GPUs"));
    }

    @Test
    void ofAGpuWhoseUseNothingTellsNothingIsSaid() {
        gpus(new Use(0.9, 0.9, 1), new Use(0, 0, 1));
        simulated.uses = simulated.uses.subList(0, 1);
        assertThat(recommendations(60)).noneMatch(line -> line.contains("GPU"));
    }

    /** {@code gpu0} of 300 W, the others of 60 W. */
    private void gpus(Use... uses) {
        List<Channel> channels = new ArrayList<>(List.of(SimulatedRun.CPU0));
        List<UseChannel> told = new ArrayList<>();
        for (int i = 0; i < uses.length; i++) {
            Channel gpu = gpu("gpu" + i, i == 0 ? 300 : 60);
            channels.add(gpu);
            told.add(new UseChannel(gpu.device(), "nvml"));
            simulated.use.put(i, uses[i]);
        }
        simulated.channels = channels;
        simulated.uses = told;
    }

    @Test
    void cpusThatTheJobHardlyUsesAreNamed() {
        // 150 W for a minute; one CPU of four is the job's.
        assertThat(recommendations(60))
                .anyMatch(line -> line.contains("CPUs")
                        && line.contains("25 %")
                        && line.contains("0.0025 kWh")
                        && line.contains("0.000625 kWh"));
    }

    @Test
    void cpusThatOthersFillAreNotSaidToBeWasted() {
        simulated.busyCpus = 4;
        assertThat(recommendations(60)).noneMatch(line -> line.contains("CPUs were occupied"));
    }

    @Test
    void theWholeMachineHasNoLowOccupancyToNameButThatOfThePlan() {
        simulated.headline = Policy.MACHINE;
        assertThat(recommendations(10)).noneMatch(line -> line.contains("CPUs"));
    }

    @Test
    void anotherRegionIsNamedOnlyWhereTheSameKindOfFactorIsLower() {
        simulated.factors = EmissionFactors.of(
                new StatedPue(Pue.of(1.1), "stated"), IntensityCatalog.bundled().find("CN-HE"));
        String zone = recommendations(10).stream()
                .filter(line -> line.startsWith("In CN-"))
                .findFirst()
                .orElseThrow();
        CarbonIntensity here = IntensityCatalog.bundled().find("CN-HE").intensity();
        assertThat(zone)
                .contains("in CN-HE")
                .contains(" against " + here.toString().split(" ")[0]);
    }

    @Test
    void nothingIsSaidOfRegionsWhereNothingCompares() {
        assertThat(recommendations(10)).noneMatch(line -> line.startsWith("In "));
    }

    @Test
    void dirtyHoursAreNamedWithWhatTheyCost() {
        simulated.factors = simulated.factors.with(new VaryingIntensity(
                "DE", "average", OptionalInt.empty(), IntensityOrigin.SERIES, "series", List.of()));
        simulated.intensity = Optional.of(steps(100, 200, 300, 400));
        String hours = recommendations(40).stream()
                .filter(line -> line.startsWith("In the quarter"))
                .findFirst()
                .orElseThrow();
        // A quarter of the time at each: what was emitted at 0.4 would have been a quarter of it at 0.1.
        assertThat(hours).contains("(mean 0.4 kgCO2e/kWh)").contains("(0.1 kgCO2e/kWh)");
    }

    @Test
    void aConstantIntensityHasNoBetterHours() {
        assertThat(recommendations(40)).noneMatch(line -> line.startsWith("In the quarter"));
    }

    private static IntensityFeed steps(double... gramsEachTenSeconds) {
        return (from, to, listener) -> {
            long start = MockClock.START_MILLIS;
            for (int i = 0; i < gramsEachTenSeconds.length; i++) {
                long at = start + i * 10_000L;
                if (at <= to) {
                    listener.from(
                            at, CarbonIntensity.ofGramsPerKilowattHour(gramsEachTenSeconds[i]), IntensityOrigin.SERIES);
                }
            }
        };
    }

    @Test
    void theTimelineHoldsTheEmissionsOfTheRun() {
        Assessment assessment = assess(40);
        double kilograms = timelines.get(0).moments().stream()
                .mapToDouble(moment -> moment.emissions().kilograms())
                .sum();
        double joules = timelines.get(0).moments().stream()
                .mapToDouble(moment -> moment.jobEnergy().joules())
                .sum();
        assertThat(kilograms).isCloseTo(assessment.emissions().kilograms(), within(1e-12));
        assertThat(joules).isCloseTo(assessment.energy().joules(), within(1e-6));
        assertThat(timelines.get(0).moments()).hasSizeLessThanOrEqualTo(Buckets.MOST);
    }

    @Test
    void aSubstitutedPueIsToBeStatedAndAHighOneNamed() {
        simulated.factors = EmissionFactors.of(null, null);
        assertThat(recommendations(10)).anyMatch(line -> line.startsWith("State the data centre's PUE"));
    }

    @Test
    void aHighStatedPueIsNamedWithItsPart() {
        // 1 − 1 / 1.5
        assertThat(recommendations(10)).anyMatch(line -> line.startsWith("A PUE of 1.5 makes 33.33 %"));
    }

    @Test
    void aRunWithoutEnergyGivesNoReasonForAny() {
        simulated.endJob();
        assertThat(recommendations(1)).isEmpty();
    }
}
