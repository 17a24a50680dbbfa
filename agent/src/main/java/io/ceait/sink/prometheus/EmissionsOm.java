package io.ceait.sink.prometheus;

import io.ceait.run.FinishedRun;
import io.ceait.run.RunSink;
import io.ceait.run.RunWriter;
import java.util.List;
import java.util.Optional;

/**
 * {@code emissions.om}: the metrics of the run with timestamps, as OpenMetrics text that Prometheus and VictoriaMetrics
 * take in afterwards. Each point is what a scrape at that moment would have read.
 */
public final class EmissionsOm implements RunSink {

    public static final String FILE = "emissions.om";

    @Override
    public String name() {
        return FILE;
    }

    @Override
    public List<String> files() {
        return List.of(FILE);
    }

    @Override
    public Optional<RunWriter> writer(FinishedRun run) {
        return Optional.of(new Backfill(run));
    }
}
