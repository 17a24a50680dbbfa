package io.ceait.run;

import io.ceait.emission.IntensityFeed;
import io.ceait.emission.IntensityListener;
import io.ceait.energy.DeviceInterval;
import io.ceait.energy.Ledger;
import io.ceait.sampling.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Meters a journal again: the same books from the same samples, with what its last line says of the end.
 *
 * @param run says what the figures of the journal are, and by which factors they are assessed
 * @param instead tells the carbon intensity in place of the journal
 */
record Replay(Path journal, RunDescription run, Optional<IntensityFeed> instead) {

    /** By the intensity that the journal tells. */
    Replay(Path journal, RunDescription run) {
        this(journal, run, Optional.empty());
    }

    /**
     * Shows everything to {@code visitor}.
     *
     * @return the state at the end of the journal
     */
    RunState through(IntervalVisitor visitor) throws IOException {
        RunState state = new RunState(run, Optional::empty);
        Meter meter = state.meter();
        Supplier<Snapshot> snapshots = state::snapshot;
        IntensitySpans spans = instead.map(IntensitySpans::new).orElse(null);
        ReplayedProgress progress = new ReplayedProgress(state, run, instead);
        try (JournalReader reader =
                new JournalReader(journal, run.channels().size(), run.uses().size(), recorded(meter), progress)) {
            for (Sample sample = reader.next(); sample != null; sample = reader.next()) {
                if (spans != null) {
                    spans.tell(sample, meter::intensityFrom);
                }
                progress.before(sample);
                state.accept(sample, 0);
                show(sample, meter, visitor);
                visitor.sampled(sample.elapsedNanos(), snapshots);
            }
            state.end(reader.end().orElseGet(() -> RunEnd.unknown(reader.missingSamples())));
        }
        return state;
    }

    private static void show(Sample sample, Meter meter, IntervalVisitor visitor) throws IOException {
        Ledger ledger = meter.ledger();
        for (int i = 0; i < ledger.deviceCount(); i++) {
            DeviceInterval interval = ledger.interval(i);
            if (interval.isBooked()) {
                visitor.interval(
                        sample.wallMillis(),
                        sample.elapsedNanos(),
                        ledger.device(i),
                        interval,
                        meter.emissions().lastIntensity(i),
                        meter.emissions().lastKilograms(i));
            }
        }
    }

    /** What the journal says of the intensity counts unless the run is assessed by another. */
    private IntensityListener recorded(Meter meter) {
        boolean counts = instead.isEmpty() && run.factors().varying().isPresent();
        return counts ? meter::intensityFrom : (millis, intensity, origin) -> {};
    }
}
