package io.ceait.intensity;

import java.util.List;

/**
 * What a series says of itself.
 *
 * @param signal average or marginal
 * @param zone as the file names it; empty where it does not
 * @param kind what is counted, for people
 * @param source file and format
 * @param statedStepMillis for how long a single value holds
 * @param notes what a reader must know, each a sentence
 */
record SeriesFacts(Signal signal, String zone, String kind, String source, long statedStepMillis, List<String> notes) {

    /** An hour: the distance of values that most of those who publish have. */
    static final long HOUR = 3_600_000;

    SeriesFacts {
        notes = List.copyOf(notes);
    }
}
