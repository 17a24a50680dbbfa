package io.ceait.emission;

import io.ceait.units.CarbonIntensity;
import io.ceait.units.Energy;
import io.ceait.units.Mass;
import io.ceait.units.Pue;
import java.time.Duration;
import java.util.Optional;

/**
 * The intensity that a run was booked with, at one instant.
 *
 * @param now what holds at the last sample
 * @param mean weighted with the job's energy under the headline policy, so that energy × PUE × mean is the sum over the
 *     intervals; with time while there is no energy
 * @param energy of the job so far
 * @param substitutedTime how much of the run a constant factor stood in for a series or a provider
 * @param substitutedEnergy of the job in that time
 * @param substitutedEmissions of it, PUE included
 */
public record IntensityBooks(
        CarbonIntensity now,
        CarbonIntensity mean,
        Energy energy,
        Duration substitutedTime,
        Energy substitutedEnergy,
        Mass substitutedEmissions) {

    private static final double LESSER_PART = 0.01;

    private static final double LEAST_PART = 1e-6;

    /** Of a run with one constant factor. */
    static IntensityBooks constant(CarbonIntensity intensity) {
        return new IntensityBooks(intensity, intensity, Energy.ZERO, Duration.ZERO, Energy.ZERO, Mass.ZERO);
    }

    /**
     * Whether the constant factor entered the result. The first moments until a provider has answered, less than a
     * hundredth of the energy, are counted and make no other result of it.
     */
    public boolean isSubstitutedInPart() {
        return substitutedEnergy.joules() > LESSER_PART * energy.joules();
    }

    /** Whether all of the energy was booked with the constant factor: what should have told the intensity never did. */
    public boolean isSubstitutedWholly() {
        return energy.joules() > 0 && substitutedEnergy.joules() >= energy.joules();
    }

    /**
     * The mean of what the series or the provider said, without what the constant factor stood in for.
     *
     * @return empty where it said nothing of any energy, or of so little that a difference of sums would not tell
     */
    Optional<CarbonIntensity> meanWithoutStandIn(Pue pue) {
        double followed = energy.joules() - substitutedEnergy.joules();
        if (energy.joules() == 0) {
            return substitutedTime.isZero() ? Optional.of(mean) : Optional.empty();
        }
        if (followed <= LEAST_PART * energy.joules()) {
            return Optional.empty();
        }
        double kilograms = mean.of(pue.of(energy)).kilograms() - substitutedEmissions.kilograms();
        double kilowattHours = pue.of(Energy.ofJoules(followed)).kilowattHours();
        return Optional.of(CarbonIntensity.ofKilogramsPerKilowattHour(Math.max(0, kilograms / kilowattHours)));
    }
}
