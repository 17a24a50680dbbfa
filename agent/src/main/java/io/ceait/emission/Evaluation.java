package io.ceait.emission;

import io.ceait.units.Mass;
import java.util.List;

/** Formulas (1) to (5) on typed-in quantities, as in Appendix A of the standard. */
public record Evaluation(
        List<OfflineItem> offline,
        List<OnlineItem> online,
        Energies energies,
        EmissionFactors factors,
        Mass emissions) {

    public static Evaluation of(List<OfflineItem> offline, List<OnlineItem> online, EmissionFactors factors) {
        Energies energies = Energies.of(offline, online);
        return new Evaluation(
                List.copyOf(offline), List.copyOf(online), energies, factors, factors.emissions(energies.total()));
    }
}
