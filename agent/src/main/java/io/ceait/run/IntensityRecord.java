package io.ceait.run;

import io.ceait.emission.IntensityListener;
import io.ceait.emission.IntensityOrigin;
import io.ceait.units.CarbonIntensity;
import org.jspecify.annotations.Nullable;

/** Takes each change of the carbon intensity into the journal and the books, once. */
final class IntensityRecord implements IntensityListener {

    private final Journal journal;
    private final RunState state;
    private long lastFrom;
    private @Nullable CarbonIntensity last;
    private @Nullable IntensityOrigin lastOrigin;

    IntensityRecord(Journal journal, RunState state) {
        this.journal = journal;
        this.state = state;
    }

    @Override
    public void from(long epochMillis, CarbonIntensity intensity, IntensityOrigin origin) {
        if (epochMillis == lastFrom && origin == lastOrigin && intensity.equals(last)) {
            return;
        }
        lastFrom = epochMillis;
        last = intensity;
        lastOrigin = origin;
        journal.intensityFrom(epochMillis, intensity, origin);
        state.intensityFrom(epochMillis, intensity, origin);
    }
}
