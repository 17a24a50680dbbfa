package io.ceait.run;

import io.ceait.energy.DeviceInterval;
import io.ceait.energy.Ledger;
import io.ceait.sampling.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** Meters a journal again: the same books from the same samples, with what its last line says of the end. */
final class Replay {

    private Replay() {}

    /**
     * Shows every interval to {@code visitor}.
     *
     * @param run says what the figures of the journal are, and by which factors they are assessed
     * @return the state at the end of the journal
     */
    static RunState through(Path journal, RunDescription run, IntervalVisitor visitor) throws IOException {
        RunState state = new RunState(run, Optional::empty);
        Meter meter = state.meter();
        Ledger ledger = meter.ledger();
        Supplier<Snapshot> snapshots = state::snapshot;
        try (JournalReader reader =
                new JournalReader(journal, run.channels().size(), run.uses().size())) {
            for (Sample sample = reader.next(); sample != null; sample = reader.next()) {
                state.accept(sample, 0);
                for (int i = 0; i < ledger.deviceCount(); i++) {
                    DeviceInterval interval = ledger.interval(i);
                    if (interval.isBooked()) {
                        visitor.interval(
                                sample.wallMillis(),
                                sample.elapsedNanos(),
                                ledger.device(i),
                                interval,
                                meter.emissions().intensity(),
                                meter.emissions().kilogramsOf(interval));
                    }
                }
                visitor.sampled(sample.elapsedNanos(), snapshots);
            }
            state.end(reader.end().orElseGet(() -> RunEnd.unknown(reader.missingSamples())));
        }
        return state;
    }
}
