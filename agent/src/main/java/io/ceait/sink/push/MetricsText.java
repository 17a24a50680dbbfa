package io.ceait.sink.push;

import java.io.IOException;
import java.time.Duration;

/** Writes the metrics of the run as a scraper would read them at this moment, as Prometheus text without timestamps. */
@FunctionalInterface
public interface MetricsText {

    /** As often as the scrape configuration of this project would ask. */
    Duration INTERVAL = Duration.ofSeconds(15);

    byte[] write() throws IOException;
}
