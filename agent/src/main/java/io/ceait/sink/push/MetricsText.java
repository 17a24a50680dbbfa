package io.ceait.sink.push;

import java.io.IOException;
import java.time.Duration;

/** Writes the metrics of the run as Prometheus text without timestamps. */
@FunctionalInterface
public interface MetricsText {

    /** As often as the scrape configuration of this project would ask. */
    Duration INTERVAL = Duration.ofSeconds(15);

    /**
     * As a scraper would read them at this moment.
     *
     * @param last whether the run is over: then without what says something of a moment alone, for whoever keeps it
     */
    byte[] write(boolean last) throws IOException;
}
