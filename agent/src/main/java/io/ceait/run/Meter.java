package io.ceait.run;

import io.ceait.device.Device;
import io.ceait.emission.EmissionLedger;
import io.ceait.emission.IntensityOrigin;
import io.ceait.energy.DeviceInterval;
import io.ceait.energy.Ledger;
import io.ceait.prediction.ProgressLedger;
import io.ceait.progress.Mark;
import io.ceait.sampling.Sample;
import io.ceait.units.CarbonIntensity;
import org.jspecify.annotations.Nullable;

/**
 * From a sample to energy and emissions: the same few lines live and in a replay, so that what is written at the end is
 * what was shown on the way.
 */
final class Meter implements Booked {

    private final Ledger ledger;
    private final EmissionLedger emissions;
    private boolean begun;
    private long firstWallMillis;
    private long lastWallMillis;
    private final RunDescription run;

    /** Of a job that says how far it is; from its first mark on. */
    private @Nullable ProgressLedger progress;

    /** Said since the last sample, to be booked with the next one. */
    private @Nullable Mark mark;

    private long markNanos;
    private long markIgnored;
    private @Nullable CarbonIntensity markForecast;

    Meter(RunDescription run) {
        this.run = run;
        ledger = new Ledger(run.channels(), run.uses());
        emissions = new EmissionLedger(run.factors(), run.headline(), ledger.deviceCount());
    }

    /** From an instant on another intensity holds; said before the sample whose interval it touches. */
    void intensityFrom(long epochMillis, CarbonIntensity intensity, IntensityOrigin origin) {
        emissions.intensityFrom(epochMillis, intensity, origin);
    }

    /** How far the job is; said before the sample whose interval holds the moment. */
    void progress(long elapsedNanos, Mark newest, long ignoredLines, @Nullable CarbonIntensity forecast) {
        mark = newest;
        markNanos = elapsedNanos;
        markIgnored = ignoredLines;
        markForecast = forecast;
    }

    void accept(Sample sample) {
        Mark said = mark;
        long nanosBefore = ledger.elapsedNanos();
        double joulesBefore = said == null ? 0 : ledger.jobJoules(run.headline());
        double kilogramsBefore = said == null ? 0 : emissions.totalKilograms();
        if (!begun) {
            begun = true;
            // Where the first sample is lost, this one tells when it was.
            firstWallMillis = sample.wallMillis() - sample.elapsedNanos() / 1_000_000;
        }
        lastWallMillis = sample.wallMillis();
        ledger.accept(sample);
        emissions.accept(ledger, sample.wallMillis(), sample.isFirst() ? 0 : sample.intervalNanos());
        if (said != null) {
            mark = null;
            book(said, nanosBefore, joulesBefore, kilogramsBefore);
        }
    }

    /** Within an interval energy is taken to be used evenly. */
    private void book(Mark said, long nanosBefore, double joulesBefore, double kilogramsBefore) {
        double span = ledger.elapsedNanos() - nanosBefore;
        double part = span > 0 ? Math.min(1, Math.max(0, (markNanos - nanosBefore) / span)) : 1;
        CarbonIntensity forecast = markForecast;
        ProgressLedger books = progress;
        if (books == null) {
            books = new ProgressLedger(run.factors().pue(), emissions.intensityNow());
            progress = books;
        }
        books.book(
                said,
                markNanos,
                joulesBefore + part * (ledger.jobJoules(run.headline()) - joulesBefore),
                kilogramsBefore + part * (emissions.totalKilograms() - kilogramsBefore),
                forecast == null ? emissions.intensityNow() : forecast,
                forecast != null,
                markIgnored);
    }

    /** How far the job is and was, as it told; null for one that says nothing. */
    @Nullable
    ProgressLedger progress() {
        return progress;
    }

    Ledger ledger() {
        return ledger;
    }

    EmissionLedger emissions() {
        return emissions;
    }

    @Override
    public long elapsedNanos() {
        return ledger.elapsedNanos();
    }

    @Override
    public int deviceCount() {
        return ledger.deviceCount();
    }

    @Override
    public Device device(int index) {
        return ledger.device(index);
    }

    @Override
    public DeviceInterval interval(int index) {
        return ledger.interval(index);
    }

    long firstWallMillis() {
        return firstWallMillis;
    }

    long lastWallMillis() {
        return lastWallMillis;
    }
}
