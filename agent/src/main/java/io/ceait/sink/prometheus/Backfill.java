package io.ceait.sink.prometheus;

import io.ceait.metrics.Metric;
import io.ceait.metrics.SnapshotSeries;
import io.ceait.run.FinishedRun;
import io.ceait.run.RunWriter;
import io.ceait.run.Snapshot;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Keeps points of all series while the run passes by, and writes them series by series, as the format asks for. The
 * distance of points grows with the run, so that neither memory nor the file does; the last point is the end of the run,
 * whose totals are exact.
 */
final class Backfill implements RunWriter {

    /** Points of all series together: some sixty megabytes of text. */
    private static final int MOST_POINTS = 400_000;

    private static final int MOST_POINTS_OF_A_SERIES = 10_000;

    /** From a second up to a day; those that divide an hour, or are whole ones. */
    private static final int[] STEPS = {
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400
    };

    private final FinishedRun run;
    private final long stepNanos;
    private final long startMillis;
    private final Map<Metric, Map<String, Points>> families = new EnumMap<>(Metric.class);
    private final LabelText labels;
    private long nextNanos;

    Backfill(FinishedRun run) {
        this.run = run;
        Snapshot snapshot = run.snapshot();
        labels = new LabelText(snapshot.run().identity());
        startMillis = snapshot.firstSample().toEpochMilli();
        int[] series = new int[1];
        SnapshotSeries.recorded(snapshot, (metric, values, value) -> series[0]++);
        stepNanos = step(snapshot.books().elapsed(), series[0]).toNanos();
    }

    /** The distance of points of a run of that length with so many series. */
    static Duration step(Duration length, int series) {
        long points = Math.min(MOST_POINTS_OF_A_SERIES, MOST_POINTS / Math.max(1, series));
        for (int seconds : STEPS) {
            if (length.toSeconds() / seconds < points) {
                return Duration.ofSeconds(seconds);
            }
        }
        return Duration.ofSeconds(length.toSeconds() / points + 1);
    }

    @Override
    public void sampled(long elapsedNanos, Supplier<Snapshot> soFar) {
        if (elapsedNanos >= nextNanos) {
            nextNanos = (elapsedNanos / stepNanos + 1) * stepNanos;
            add(elapsedNanos, soFar.get());
        }
    }

    /**
     * By the distance from the first sample, not by the wall clock, which may have been set back: time never does that
     * within a series.
     */
    private void add(long elapsedNanos, Snapshot snapshot) {
        long millis = startMillis + elapsedNanos / 1_000_000;
        SnapshotSeries.recorded(
                snapshot,
                (metric, values, value) -> families.computeIfAbsent(metric, key -> new LinkedHashMap<>())
                        .computeIfAbsent(
                                labels.of(metric, values), key -> new Points(metric.kind() == Metric.Kind.COUNTER))
                        .add(millis, value));
    }

    @Override
    public void finish() throws IOException {
        add(run.snapshot().books().elapsedNanos(), run.snapshot());
        run.directory().write(EmissionsOm.FILE, this::write);
    }

    private void write(OutputStream out) throws IOException {
        Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
        for (Map.Entry<Metric, Map<String, Points>> family : families.entrySet()) {
            Metric metric = family.getKey();
            String name = metric.base();
            text.write("# TYPE " + name + " " + (metric.kind() == Metric.Kind.COUNTER ? "counter" : "gauge") + "\n");
            if (!metric.unit().suffix().isEmpty()) {
                text.write("# UNIT " + name + " " + metric.unit().suffix() + "\n");
            }
            text.write("# HELP " + name + " " + metric.help() + "\n");
            for (Map.Entry<String, Points> series : family.getValue().entrySet()) {
                series.getValue().write(text, metric.family() + series.getKey() + " ");
            }
        }
        text.write("# EOF\n");
        text.flush();
    }
}
