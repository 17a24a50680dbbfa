package io.ceait.emission;

import java.util.List;
import java.util.OptionalInt;

/**
 * Where an intensity that changes during the run comes from; its values are in the journal.
 *
 * @param zone of the grid as the source names it; empty where it does not
 * @param kind what it counts: average, direct CO2 or life-cycle CO2e
 * @param vintage year of the data; empty where they are of the run's own time
 * @param origin a file or a provider
 * @param source file and format, or the provider
 * @param notes what a reader must know of it, each a sentence
 */
public record VaryingIntensity(
        String zone, String kind, OptionalInt vintage, IntensityOrigin origin, String source, List<String> notes) {

    public VaryingIntensity {
        notes = List.copyOf(notes);
    }
}
