package io.ceait.emission;

import io.ceait.units.CarbonIntensity;
import io.ceait.units.Energy;
import io.ceait.units.Mass;

/**
 * The market-based figure: only electricity that no contract and no certificate covers emits.
 *
 * @param facility energy of the run, PUE included
 * @param covered the part of it that is claimed as free of emissions
 * @param intensity of the rest
 * @param emissions of the rest
 */
public record MarketBased(
        MarketInstruments instruments, Energy facility, Energy covered, CarbonIntensity intensity, Mass emissions) {

    /** @param location the location-based mean, for the rest where no residual intensity is stated */
    public static MarketBased of(MarketInstruments instruments, Energy facility, CarbonIntensity location) {
        double claimed = facility.times(instruments.greenShare()).joules()
                + instruments.certificates().joules();
        Energy covered = Energy.ofJoules(Math.min(facility.joules(), claimed));
        CarbonIntensity rest = instruments.residual().orElse(location);
        Energy uncovered = Energy.ofJoules(facility.joules() - covered.joules());
        return new MarketBased(instruments, facility, covered, rest, rest.of(uncovered));
    }

    /** Whether the location's intensity stands in for one of the rest that nobody stated. */
    public boolean isRestSubstituted() {
        return instruments.residual().isEmpty();
    }
}
