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
record Replay(JournalSource journal, RunDescription run, Optional<IntensityFeed> instead) {

    /** By the intensity that the journal tells. */
    Replay(JournalSource journal, RunDescription run) {
        this(journal, run, Optional.empty());
    }

    /** Of a journal that this version has written. */
    Replay(Path journal, RunDescription run) {
        this(JournalSource.sealed(journal), run);
    }

    /**
     * Shows everything to {@code visitor}.
     *
     * @return the state at the end of the journal
     */
    RunState through(IntervalVisitor visitor) throws IOException {
        Read read = read(visitor);
        read.state.end(
                read.end.map(end -> end.withMissing(read.missing)).orElseGet(() -> RunEnd.unknown(read.missing)));
        return read.state;
    }

    /**
     * A journal that was read.
     *
     * @param state the books, as if the run went on
     * @param last the last sample
     * @param end what the last line says; empty when the agent was killed
     * @param missing samples that were taken and are not there
     */
    record Read(RunState state, Sample last, Optional<RunEnd> end, long missing) {}

    /** As {@link #through}, and leaves open whether the run is over. */
    Read read(IntervalVisitor visitor) throws IOException {
        RunState state = new RunState(run);
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
            return new Read(state, reader.last(), reader.end(), reader.missingSamples());
        }
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
