package io.ceait.emission;

import io.ceait.units.CarbonIntensity;
import io.ceait.units.Energy;
import io.ceait.units.Mass;
import io.ceait.units.Pue;

/**
 * The formulas of T/CCF 0003-2024, clause 6. Energies are joules inside, so the standard's divisors 1000 and 3600 stand
 * nowhere here: {@link Energy#kilowattHours} is the one conversion.
 */
public final class Formulas {

    private Formulas() {}

    /** (1) {@code CEAIT = (E_offline + E_online) × PUE × IC}, in kgCO2e. */
    public static Mass emissions(Energy training, Pue pue, CarbonIntensity intensity) {
        return intensity.of(pue.of(training));
    }

    /** (2) {@code E_training = E_offline + E_online}. */
    public static Energy training(Energy offline, Energy online) {
        return offline.plus(online);
    }

    /** (3) {@code E_offline = E_CPU + E_GPU + E_RAM}. */
    public static Energy offline(Energy cpu, Energy gpu, Energy ram) {
        return cpu.plus(gpu).plus(ram);
    }

    /** (4) One term of {@code Σ n × p × w × t}. */
    public static Energy offline(OfflineItem item) {
        return item.power().times(item.n()).during(item.time()).times(item.occupancy());
    }

    /** (5) {@code w × t × r}. */
    public static Energy online(OnlineItem item) {
        return item.power().during(item.time()).times(item.share());
    }
}
