package io.ceait.emission;

import io.ceait.units.CarbonIntensity;
import io.ceait.units.Energy;
import io.ceait.units.Mass;
import java.time.Duration;
import java.util.List;

/**
 * Energy over spans of time turned into emissions: {@code Σ e × PUE × IC}, where the intensity of a span is its mean over
 * that time. Keeps what the mean intensity was. Adding allocates nothing.
 */
public final class EmissionIntegral implements IntensityListener {

    private final boolean varying;
    private final CarbonIntensity constant;
    private final IntensityHistory history;
    private final double facilityKilowattHoursPerJoule;

    private double kilograms;
    private double joules;
    private double weightedJoules;
    private double seconds;
    private double weightedSeconds;
    private double standInNanos;
    private double standInJoules;
    private double standInKilograms;

    public EmissionIntegral(EmissionFactors factors) {
        varying = factors.varying().isPresent();
        constant = factors.intensity().intensity();
        history = new IntensityHistory(constant, varying);
        facilityKilowattHoursPerJoule = factors.pue().value() / Energy.JOULES_PER_KILOWATT_HOUR;
    }

    @Override
    public void from(long epochMillis, CarbonIntensity intensity, IntensityOrigin origin) {
        history.add(epochMillis, intensity, origin == IntensityOrigin.STAND_IN);
    }

    /** Time goes by; {@code spanNanos} of it end at that instant. */
    public void passed(long endMillis, long spanNanos) {
        history.over(endMillis, spanNanos);
        seconds += spanNanos / 1e9;
        weightedSeconds += history.meanKilogramsPerKilowattHour() * (spanNanos / 1e9);
        standInNanos += history.standInShare() * spanNanos;
    }

    /**
     * Adds energy that was used evenly over a span.
     *
     * @param endMillis the span's end on the wall clock
     * @param used joules, PUE not included
     * @return its emissions, kgCO2e, PUE included
     */
    public double add(long endMillis, long spanNanos, double used) {
        history.over(endMillis, spanNanos);
        double mean = history.meanKilogramsPerKilowattHour();
        double emitted = used * facilityKilowattHoursPerJoule * mean;
        kilograms += emitted;
        joules += used;
        weightedJoules += used * mean;
        standInJoules += used * history.standInShare();
        standInKilograms += used * facilityKilowattHoursPerJoule * history.standInPart();
        return emitted;
    }

    /** The intensity that was said last. */
    CarbonIntensity now() {
        return history.now();
    }

    /** The mean intensity over the span that was looked at last, kg/kWh. */
    double lastMean() {
        return history.meanKilogramsPerKilowattHour();
    }

    public Mass emissions() {
        return Mass.ofKilograms(kilograms);
    }

    /** What the intensity was so far. */
    public IntensityBooks books() {
        return together(List.of(this));
    }

    /** What the intensity was over several integrals by the same factors, of devices that ran side by side. */
    public static IntensityBooks together(List<EmissionIntegral> parts) {
        EmissionIntegral first = parts.get(0);
        if (!first.varying) {
            return IntensityBooks.constant(first.constant);
        }
        double energy = 0;
        double weighted = 0;
        double standInTime = 0;
        double standInEnergy = 0;
        double standInMass = 0;
        for (EmissionIntegral part : parts) {
            energy += part.joules;
            weighted += part.weightedJoules;
            standInTime = Math.max(standInTime, part.standInNanos);
            standInEnergy += part.standInJoules;
            standInMass += part.standInKilograms;
        }
        return new IntensityBooks(
                first.history.now(),
                energy > 0 ? CarbonIntensity.ofKilogramsPerKilowattHour(weighted / energy) : first.meanOverTime(),
                Energy.ofJoules(energy),
                Duration.ofNanos(Math.round(standInTime)),
                Energy.ofJoules(standInEnergy),
                Mass.ofKilograms(standInMass));
    }

    private CarbonIntensity meanOverTime() {
        return seconds > 0 ? CarbonIntensity.ofKilogramsPerKilowattHour(weightedSeconds / seconds) : history.now();
    }
}
