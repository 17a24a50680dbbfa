package io.ceait.emission;

import io.ceait.attribution.Policy;
import io.ceait.energy.DeviceInterval;
import io.ceait.energy.Ledger;
import io.ceait.units.CarbonIntensity;
import io.ceait.units.Energy;
import io.ceait.units.Mass;
import java.time.Duration;
import java.util.Arrays;

/**
 * Emissions of the job under the headline policy, interval by interval: {@code Σ_k (Σ_i e_ik) × PUE × IC(t_k)}, which is
 * formula (1) for an intensity that stays as it is. An interval in which the intensity changes is split in proportion to
 * time.
 *
 * <p>Deterministic: it sees the ledger and what {@link #intensityFrom} told it. A tick allocates nothing.
 */
public final class EmissionLedger {

    private final Policy headline;
    private final boolean varying;
    private final CarbonIntensity constant;
    private final IntensityHistory history;
    private final double facilityKilowattHoursPerJoule;
    private final double[] kilograms;
    private final double[] lastKilograms;
    private final CarbonIntensity[] lastIntensity;

    private double jobJoules;
    private double weightedJoules;
    private double seconds;
    private double weightedSeconds;
    private double standInNanos;
    private double standInJoules;
    private double standInKilograms;

    public EmissionLedger(EmissionFactors factors, Policy headline, int devices) {
        this.headline = headline;
        this.varying = factors.varying().isPresent();
        this.constant = factors.intensity().intensity();
        this.history = new IntensityHistory(constant, varying);
        this.facilityKilowattHoursPerJoule = factors.pue().value() / Energy.JOULES_PER_KILOWATT_HOUR;
        this.kilograms = new double[devices];
        this.lastKilograms = new double[devices];
        this.lastIntensity = new CarbonIntensity[devices];
        Arrays.fill(lastIntensity, constant);
    }

    /** From an instant on another intensity holds. To be said before the sample whose interval it touches. */
    public void intensityFrom(long epochMillis, CarbonIntensity intensity, IntensityOrigin origin) {
        history.add(epochMillis, intensity, origin == IntensityOrigin.STAND_IN);
    }

    /**
     * Adds what the last sample booked.
     *
     * @param wallMillis when it was taken
     * @param intervalNanos since the one before
     */
    public void accept(Ledger ledger, long wallMillis, long intervalNanos) {
        history.over(wallMillis, intervalNanos);
        seconds += intervalNanos / 1e9;
        weightedSeconds += history.meanKilogramsPerKilowattHour() * (intervalNanos / 1e9);
        standInNanos += history.standInShare() * intervalNanos;
        for (int i = 0; i < kilograms.length; i++) {
            DeviceInterval interval = ledger.interval(i);
            if (interval.isBooked()) {
                book(i, interval, wallMillis);
            }
        }
    }

    private void book(int device, DeviceInterval interval, long wallMillis) {
        history.over(wallMillis, interval.spanNanos());
        double mean = history.meanKilogramsPerKilowattHour();
        double joules = interval.jobJoules(headline);
        double emitted = joules * facilityKilowattHoursPerJoule * mean;
        kilograms[device] += emitted;
        lastKilograms[device] = emitted;
        if (lastIntensity[device].kilogramsPerKilowattHour() != mean) {
            lastIntensity[device] = CarbonIntensity.ofKilogramsPerKilowattHour(mean);
        }
        jobJoules += joules;
        weightedJoules += joules * mean;
        standInJoules += joules * history.standInShare();
        standInKilograms += emitted * history.standInShare();
    }

    /** Emissions of the interval that was booked last for a device, kgCO2e, PUE included. */
    public double lastKilograms(int device) {
        return lastKilograms[device];
    }

    /** The mean intensity over the interval that was booked last for a device. */
    public CarbonIntensity lastIntensity(int device) {
        return lastIntensity[device];
    }

    /** Emissions by one device so far. */
    public Mass emissions(int device) {
        return Mass.ofKilograms(kilograms[device]);
    }

    /** What the intensity was so far. */
    public IntensityBooks intensity() {
        if (!varying) {
            return IntensityBooks.constant(constant);
        }
        return new IntensityBooks(
                history.now(),
                mean(),
                Duration.ofNanos(Math.round(standInNanos)),
                Energy.ofJoules(standInJoules),
                Mass.ofKilograms(standInKilograms));
    }

    private CarbonIntensity mean() {
        if (jobJoules > 0) {
            return CarbonIntensity.ofKilogramsPerKilowattHour(weightedJoules / jobJoules);
        }
        return seconds > 0 ? CarbonIntensity.ofKilogramsPerKilowattHour(weightedSeconds / seconds) : history.now();
    }
}
