package io.ceait.whatif;

import io.ceait.emission.Formulas;
import io.ceait.emission.IntensityFactor;
import io.ceait.recorded.RecordedSummary;
import io.ceait.units.Energy;
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
 */
public record Place(Optional<IntensityFactor> zone, Pue pue, Mass emissions) {

    /** The run as it was assessed, then each zone with each PUE; where one of them is not asked for, with the run's own. */
    public static List<Place> all(RecordedSummary run, List<IntensityFactor> zones, List<Pue> pues) {
        Energy energy = run.jobEnergy();
        List<Place> places = new ArrayList<>();
        places.add(new Place(Optional.empty(), run.pue(), Formulas.emissions(energy, run.pue(), run.intensity())));
        List<Pue> each = pues.isEmpty() ? List.of(run.pue()) : pues;
        if (zones.isEmpty() && !pues.isEmpty()) {
            each.forEach(pue ->
                    places.add(new Place(Optional.empty(), pue, Formulas.emissions(energy, pue, run.intensity()))));
        }
        for (IntensityFactor zone : zones) {
            for (Pue pue : each) {
                places.add(new Place(Optional.of(zone), pue, Formulas.emissions(energy, pue, zone.intensity())));
            }
        }
        return List.copyOf(places);
    }
}
