package io.ceait.sink.push;

import io.ceait.run.Snapshot;
import java.time.Duration;
import java.util.function.Supplier;

/** Somebody to whom the figures of a run are handed. Called from one thread, never that of the ticks. */
public interface Receiver {

    /** In messages: {@code the Pushgateway at http://127.0.0.1:9091}. */
    String name();

    /** Between two pushes, nominally. */
    Duration interval();

    /** The first sample is taken. */
    default void started(Supplier<Snapshot> snapshots) {}

    /**
     * Hands over the figures as they are. Totals are since the beginning of the run, so that a push that fails loses
     * nothing: the next one has all of it.
     *
     * @param last whether the run is over
     * @throws PushException when they did not arrive
     */
    void push(boolean last) throws PushException;
}
