package io.ceait.sink.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ceait.assessment.Buckets;
import io.ceait.device.DeviceType;
import io.ceait.run.RunDirectory;
import io.ceait.sink.report.PowerSeries.Bucket;
import io.ceait.units.Power;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PowerSeriesTest {

    @TempDir
    private Path out;

    private List<PowerSeries> series(double... cpuWatts) throws IOException {
        MeteredRun run = new MeteredRun(RunDirectory.create(out, "run"), "text", cpuWatts);
        PowerRecorder recorder = new PowerRecorder(run.snapshot());
        run.replay((wall, elapsed, device, interval, intensity, kilograms) ->
                recorder.interval(elapsed, device, interval));
        return recorder.series();
    }

    private PowerSeries cpu(double... watts) throws IOException {
        PowerSeries cpu = series(watts).get(0);
        assertThat(cpu.device().type()).isEqualTo(DeviceType.CPU);
        return cpu;
    }

    private static double mean(Bucket bucket) {
        return bucket.power().orElseThrow().mean().watts();
    }

    @Test
    void aLongRunHasNoMoreBucketsThanAShortOne() throws IOException {
        assertThat(cpu(MeteredRun.steady(86_400)).buckets()).hasSizeLessThanOrEqualTo(Buckets.MOST);
    }

    @Test
    void oneSecondOfPeakInADayIsNotAveragedAway() throws IOException {
        double[] watts = MeteredRun.steady(86_400);
        watts[50_000] = 700;
        watts[60_000] = 3;
        PowerSeries cpu = cpu(watts);
        assertThat(cpu.highest()).contains(Power.ofWatts(700));
        assertThat(cpu.lowest()).contains(Power.ofWatts(3));
        Bucket peak = cpu.buckets().get(50_000 / 144);
        assertThat(mean(peak)).isCloseTo(100 + 600 / 144.0, within(1e-6));
    }

    @Test
    void aMissingReadingIsAGapAndNotAZero() throws IOException {
        double[] watts = MeteredRun.steady(60);
        watts[30] = MeteredRun.missing();
        PowerSeries cpu = cpu(watts);
        Bucket hole = cpu.buckets().get(305);
        assertThat(hole.gap()).isTrue();
        assertThat(hole.power()).isEmpty();
        assertThat(cpu.lowest()).contains(Power.ofWatts(100));
        assertThat(cpu.buckets().get(295).gap()).isFalse();
        assertThat(cpu.buckets().get(325).gap()).isFalse();
    }

    @Test
    void aShortGapInALongRunIsStillAGap() throws IOException {
        double[] watts = MeteredRun.steady(86_400);
        watts[40_000] = MeteredRun.missing();
        PowerSeries cpu = cpu(watts);
        assertThat(cpu.hasGaps()).isTrue();
        // The rest of the bucket is known and stays.
        assertThat(mean(cpu.buckets().get(40_000 / 144))).isCloseTo(100, within(1e-9));
    }

    @Test
    void theMeansHoldTheEnergyOfTheBooks() throws IOException {
        double[] watts = new double[1000];
        for (int i = 0; i < watts.length; i++) {
            watts[i] = 50 + i % 97;
        }
        MeteredRun run = new MeteredRun(RunDirectory.create(out, "energy"), "text", watts);
        PowerSeries cpu = cpu(watts);
        double seconds = cpu.length().toNanos() / 1e9 / cpu.buckets().size();
        double joules =
                cpu.buckets().stream().mapToDouble(b -> mean(b) * seconds).sum();
        assertThat(joules)
                .isCloseTo(run.snapshot().books().devices().get(0).energy().joules(), within(joules * 2e-3));
    }

    @Test
    void aModelIsMarked() throws IOException {
        List<PowerSeries> all = series(MeteredRun.steady(10));
        assertThat(all).extracting(PowerSeries::isEstimated).containsExactly(false, true);
    }

    @Test
    void aRunWithoutAnIntervalHasNoBuckets() throws IOException {
        assertThat(cpu().buckets()).isEmpty();
    }

    @Test
    void theScaleEndsAtARoundNumber() {
        assertThat(Plot.niceAbove(548)).isEqualTo(600);
        assertThat(Plot.niceAbove(600)).isEqualTo(600);
        assertThat(Plot.niceAbove(0)).isEqualTo(1);
        assertThat(Plot.niceAbove(9.1)).isEqualTo(10);
    }
}
