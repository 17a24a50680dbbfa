package io.ceait.whatif;

import io.ceait.emission.Formulas;
import io.ceait.emission.IntensityFactor;
import io.ceait.recorded.RecordedSummary;
import io.ceait.units.CarbonIntensity;
import io.ceait.units.Mass;
import io.ceait.units.Pue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A finished run in another zone, or with another PUE, by a constant average intensity: an inventory's figure, which does not
 * compare with one by a marginal signal.
 *
 * @param zone empty for the run's own intensity
 * @param kind what the intensity counts
 * @param changePercent against the run as it was assessed, 0 for that itself; empty where that has emitted nothing
 */
public record Place(
        Optional<String> zone,
        String kind,
        CarbonIntensity intensity,
        Pue pue,
        Mass emissions,
        Optional<Double> changePercent) {

    /** The run as it was assessed, then each zone with each PUE; where one of them is not asked for, with the run's own. */
    public static List<Place> all(RecordedSummary run, List<IntensityFactor> zones, List<Pue> pues) {
        Mass assessed = Formulas.emissions(run.jobEnergy(), run.pue(), run.intensity());
        List<Place> places = new ArrayList<>();
        places.add(new Place(
                Optional.empty(),
                run.intensityKind(),
                run.intensity(),
                run.pue(),
                assessed,
                change(assessed, assessed)));
        List<Pue> each = pues.isEmpty() ? List.of(run.pue()) : pues;
        if (zones.isEmpty() && !pues.isEmpty()) {
            each.forEach(
                    pue -> places.add(at(run, assessed, Optional.empty(), run.intensityKind(), run.intensity(), pue)));
        }
        for (IntensityFactor zone : zones) {
            for (Pue pue : each) {
                places.add(at(run, assessed, Optional.of(zone.zone()), zone.kind(), zone.intensity(), pue));
            }
        }
        return List.copyOf(places);
    }

    private static Place at(
            RecordedSummary run,
            Mass assessed,
            Optional<String> zone,
            String kind,
            CarbonIntensity intensity,
            Pue pue) {
        Mass emissions = Formulas.emissions(run.jobEnergy(), pue, intensity);
        return new Place(zone, kind, intensity, pue, emissions, change(assessed, emissions));
    }

    private static Optional<Double> change(Mass assessed, Mass emissions) {
        double before = assessed.kilograms();
        return before == 0 ? Optional.empty() : Optional.of((emissions.kilograms() / before - 1) * 100);
    }
}
