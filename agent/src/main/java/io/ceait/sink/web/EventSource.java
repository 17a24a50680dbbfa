package io.ceait.sink.web;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** What an event stream tells. Called by several streams at a time. */
public interface EventSource {

    /**
     * One event of the stream.
     *
     * @param id what a client that lost the connection will come back with
     * @param data one line
     * @param last whether nothing will follow
     */
    record Event(String id, String name, String data, boolean last) {}

    /** What is new to a client that knows everything up to {@code lastId}, empty for one that knows nothing. */
    Optional<Event> since(String lastId) throws IOException;

    /** Waits for that long, or until the last event is there. */
    void await(Duration longest) throws InterruptedException;
}
