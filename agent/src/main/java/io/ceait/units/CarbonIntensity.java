package io.ceait.units;

/** Emissions per unit of electricity. Never negative, never NaN; the unit is kgCO2e per kilowatt-hour. */
public record CarbonIntensity(double kilogramsPerKilowattHour) implements Comparable<CarbonIntensity> {

    /** A thousand times what burning anything emits; what is larger may be too large to compute with. */
    private static final double MOST = 1e6;

    public CarbonIntensity {
        Checks.nonNegative("carbon intensity", kilogramsPerKilowattHour, "kg/kWh");
        if (kilogramsPerKilowattHour > MOST) {
            throw new IllegalArgumentException("a carbon intensity of " + kilogramsPerKilowattHour
                    + " kg/kWh is impossible: coal's is about 1 kg/kWh");
        }
    }

    public static CarbonIntensity ofKilogramsPerKilowattHour(double value) {
        return new CarbonIntensity(value);
    }

    public static CarbonIntensity ofGramsPerKilowattHour(double value) {
        return new CarbonIntensity(value / 1e3);
    }

    public double gramsPerKilowattHour() {
        return kilogramsPerKilowattHour * 1e3;
    }

    /** What an amount of electricity of this intensity emits. */
    public Mass of(Energy energy) {
        return new Mass(energy.kilowattHours() * kilogramsPerKilowattHour);
    }

    @Override
    public int compareTo(CarbonIntensity other) {
        return Double.compare(kilogramsPerKilowattHour, other.kilogramsPerKilowattHour);
    }

    @Override
    public String toString() {
        return Text.significant(kilogramsPerKilowattHour) + " kgCO2e/kWh";
    }
}
