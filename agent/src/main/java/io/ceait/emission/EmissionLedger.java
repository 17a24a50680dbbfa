package io.ceait.emission;

import io.ceait.attribution.Policy;
import io.ceait.energy.DeviceInterval;
import io.ceait.energy.Ledger;
import io.ceait.units.CarbonIntensity;
import io.ceait.units.Mass;
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
    private final EmissionIntegral integral;
    private final double[] kilograms;
    private final double[] lastKilograms;
    private final CarbonIntensity[] lastIntensity;

    public EmissionLedger(EmissionFactors factors, Policy headline, int devices) {
        this.headline = headline;
        this.integral = new EmissionIntegral(factors);
        this.kilograms = new double[devices];
        this.lastKilograms = new double[devices];
        this.lastIntensity = new CarbonIntensity[devices];
        Arrays.fill(lastIntensity, factors.intensity().intensity());
    }

    /** From an instant on another intensity holds. To be said before the sample whose interval it touches. */
    public void intensityFrom(long epochMillis, CarbonIntensity intensity, IntensityOrigin origin) {
        integral.from(epochMillis, intensity, origin);
    }

    /**
     * Adds what the last sample booked.
     *
     * @param wallMillis when it was taken
     * @param intervalNanos since the one before
     */
    public void accept(Ledger ledger, long wallMillis, long intervalNanos) {
        integral.passed(wallMillis, intervalNanos);
        for (int i = 0; i < kilograms.length; i++) {
            DeviceInterval interval = ledger.interval(i);
            if (interval.isBooked()) {
                book(i, interval, wallMillis);
            }
        }
    }

    private void book(int device, DeviceInterval interval, long wallMillis) {
        double emitted = integral.add(wallMillis, interval.spanNanos(), interval.jobJoules(headline));
        kilograms[device] += emitted;
        lastKilograms[device] = emitted;
        if (lastIntensity[device].kilogramsPerKilowattHour() != integral.lastMean()) {
            lastIntensity[device] = CarbonIntensity.ofKilogramsPerKilowattHour(integral.lastMean());
        }
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

    /** Emissions by all devices so far, kgCO2e; allocates nothing. */
    public double totalKilograms() {
        double total = 0;
        for (double ofDevice : kilograms) {
            total += ofDevice;
        }
        return total;
    }

    /** The intensity that is in force. */
    public CarbonIntensity intensityNow() {
        return integral.now();
    }

    /** What the intensity was so far. */
    public IntensityBooks intensity() {
        return integral.books();
    }
}
