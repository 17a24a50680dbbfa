package io.ceait.emission;

import io.ceait.attribution.Policy;
import io.ceait.energy.DeviceInterval;
import io.ceait.energy.Ledger;
import io.ceait.units.CarbonIntensity;
import io.ceait.units.Energy;
import io.ceait.units.Mass;

/**
 * Emissions of the job under the headline policy, interval by interval: {@code Σ_k (Σ_i e_ik) × PUE × IC}, which is
 * formula (1) for an intensity that stays as it is.
 */
public final class EmissionLedger {

    private final Policy headline;
    private final CarbonIntensity intensity;
    private final double kilogramsPerJoule;
    private final double[] kilograms;

    public EmissionLedger(EmissionFactors factors, Policy headline, int devices) {
        this.headline = headline;
        this.intensity = factors.intensity().intensity();
        this.kilogramsPerJoule =
                factors.emissions(Energy.ofKilowattHours(1)).kilograms() / Energy.JOULES_PER_KILOWATT_HOUR;
        this.kilograms = new double[devices];
    }

    /** Adds what the last sample booked. */
    public void accept(Ledger ledger) {
        for (int i = 0; i < kilograms.length; i++) {
            DeviceInterval interval = ledger.interval(i);
            if (interval.isBooked()) {
                kilograms[i] += kilogramsOf(interval);
            }
        }
    }

    /** Emissions of one interval, kgCO2e, PUE included. */
    public double kilogramsOf(DeviceInterval interval) {
        return interval.jobJoules(headline) * kilogramsPerJoule;
    }

    /** Emissions by one device so far. */
    public Mass emissions(int device) {
        return Mass.ofKilograms(kilograms[device]);
    }

    /** The intensity that holds now. */
    public CarbonIntensity intensity() {
        return intensity;
    }
}
