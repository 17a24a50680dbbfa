package io.ceait.sink.prometheus;

import io.ceait.run.RunSink;
import io.ceait.run.Snapshot;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The metrics of a run as a scraper reads them. */
public final class MetricsPage implements RunSink {

    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private volatile @Nullable Supplier<Snapshot> run;
    private @Nullable MetricsRegistry registry;

    /**
     * All metrics as of one sample, in one format.
     *
     * @param type the media type
     */
    public record Scrape(
            String type,
            @SuppressWarnings("ArrayRecordComponent") byte[] body) {}

    @Override
    public String name() {
        return "prometheus";
    }

    @Override
    public void started(Supplier<Snapshot> snapshots) {
        run = snapshots;
    }

    /** Whether there are figures to scrape. */
    public boolean isReady() {
        return run != null;
    }

    /**
     * The metrics; empty before the run has begun. Scrapers of the same sample get the same bytes.
     *
     * @param accept what the client would like, as its header says
     */
    public Optional<Scrape> scrape(String accept) throws IOException {
        Supplier<Snapshot> snapshots = run;
        if (snapshots == null) {
            return Optional.empty();
        }
        String type = Accept.of(accept).prefersOpenMetrics() ? OPEN_METRICS : PROMETHEUS_TEXT;
        return Optional.of(new Scrape(type, registry(snapshots).scrape(type)));
    }

    /**
     * What of them says something of a run that is over, for those who keep it: totals, and no power of devices that
     * others use by now. Prometheus text; empty before the run has begun.
     */
    public Optional<Scrape> scrapeForKeeping() throws IOException {
        Supplier<Snapshot> snapshots = run;
        return snapshots == null
                ? Optional.empty()
                : Optional.of(new Scrape(PROMETHEUS_TEXT, registry(snapshots).scrapeForKeeping(PROMETHEUS_TEXT)));
    }

    /** Made for the first who asks: it takes some megabytes and a tenth of a second, which a run without scrapes saves. */
    private synchronized MetricsRegistry registry(Supplier<Snapshot> snapshots) {
        MetricsRegistry made = registry;
        if (made == null) {
            made = new MetricsRegistry(snapshots);
            registry = made;
        }
        return made;
    }
}
