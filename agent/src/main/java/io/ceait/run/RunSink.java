package io.ceait.run;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Something that shows a run or writes it down. A sink that fails is told about once and harms nobody else. */
public interface RunSink {

    /** The name in messages: {@code prometheus}, {@code samples.csv}. */
    String name();

    /** The files that it writes into the run's directory when the run is over. */
    default List<String> files() {
        return List.of();
    }

    /**
     * The first sample is taken.
     *
     * @param snapshots answers the run as it is at that moment; callable from any thread
     */
    default void started(Supplier<Snapshot> snapshots) throws IOException {}

    /** A sample was taken; on the sampling thread, so that it must cost nothing worth naming and allocate nothing. */
    default void ticked(Booked booked) {}

    /**
     * The last sample is taken. Who writes files answers with what writes them; it sees the whole run once more, beside the
     * writers of other sinks.
     */
    default Optional<RunWriter> writer(FinishedRun run) throws IOException {
        return Optional.empty();
    }

    /** The last sample is taken, and all writers are done. */
    default void ended(FinishedRun run) throws IOException {}
}
