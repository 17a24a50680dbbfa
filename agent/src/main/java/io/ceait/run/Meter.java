package io.ceait.run;

import io.ceait.device.Device;
import io.ceait.emission.EmissionLedger;
import io.ceait.emission.IntensityOrigin;
import io.ceait.energy.DeviceInterval;
import io.ceait.energy.Ledger;
import io.ceait.sampling.Sample;
import io.ceait.units.CarbonIntensity;

/**
 * From a sample to energy and emissions: the same few lines live and in a replay, so that what is written at the end is
 * what was shown on the way.
 */
final class Meter implements Booked {

    private final Ledger ledger;
    private final EmissionLedger emissions;
    private long firstWallMillis;
    private long lastWallMillis;

    Meter(RunDescription run) {
        ledger = new Ledger(run.channels(), run.uses());
        emissions = new EmissionLedger(run.factors(), run.headline(), ledger.deviceCount());
    }

    /** From an instant on another intensity holds; said before the sample whose interval it touches. */
    void intensityFrom(long epochMillis, CarbonIntensity intensity, IntensityOrigin origin) {
        emissions.intensityFrom(epochMillis, intensity, origin);
    }

    void accept(Sample sample) {
        if (sample.isFirst()) {
            firstWallMillis = sample.wallMillis();
        }
        lastWallMillis = sample.wallMillis();
        ledger.accept(sample);
        emissions.accept(ledger, sample.wallMillis(), sample.isFirst() ? 0 : sample.intervalNanos());
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
