package io.ceait.sink.report;

import io.ceait.device.DeviceType;
import io.ceait.sink.report.PowerSeries.Bucket;
import io.ceait.sink.report.PowerSeries.Range;
import io.ceait.text.Notice;
import io.ceait.units.Power;
import java.util.List;

/** Power over time, one small chart per device; the devices of a type share a scale, so that they compare. */
final class PowerChart {

    private final Page page;
    private final PowerSeries series;
    private final double highest;

    private PowerChart(Page page, PowerSeries series, double highest) {
        this.page = page;
        this.series = series;
        this.highest = highest;
    }

    static void writeAll(Page page) {
        page.html()
                .element(
                        "div",
                        () -> {
                            for (PowerSeries series : page.power()) {
                                double highest =
                                        highest(page.power(), series.device().type());
                                page.html().element("figure", () -> new PowerChart(page, series, highest).write());
                            }
                        },
                        "class",
                        page.power().size() > 2 ? "charts many" : "charts");
        page.note(Words.POWER_NOTE);
    }

    private static double highest(List<PowerSeries> all, DeviceType type) {
        return all.stream()
                .filter(series -> series.device().type() == type)
                .flatMap(series -> series.highest().stream())
                .mapToDouble(Power::watts)
                .max()
                .orElse(0);
    }

    private void write() {
        String description = description();
        page.html().element("figcaption", description);
        if (!series.buckets().isEmpty()) {
            Plot plot = new Plot(page.html(), series.buckets().size(), highest);
            plot.write(
                    series.device().type().label(),
                    description,
                    series.length(),
                    watts -> Power.ofWatts(watts).toString(),
                    () -> draw(plot));
        }
    }

    /** The chart in words. */
    private String description() {
        String id = series.device().id();
        Notice notice = series.lowest()
                .flatMap(low -> series.highest().map(high -> Notice.of(Words.POWER_BETWEEN, id, low, high)))
                .orElseGet(() -> Notice.of(Words.POWER_UNKNOWN, id));
        if (series.isEstimated()) {
            notice = Notice.of(Words.POWER_ESTIMATED, notice);
        }
        if (series.hasGaps()) {
            notice = Notice.of(Words.POWER_GAPS, notice);
        }
        return notice.in(page.language());
    }

    private void draw(Plot plot) {
        plot.runs(i -> bucket(i).gap(), plot::gap);
        plot.runs(
                i -> bucket(i).power().isPresent(),
                (from, to) -> plot.band(
                        from,
                        to,
                        i -> range(i).least().watts(),
                        i -> range(i).most().watts()));
        // The line is broken where something is missing, and changes its form where a model begins.
        plot.runs(i -> isSampled(i) && !bucket(i).estimated(), (from, to) -> mean(plot, "mean", from, to));
        plot.runs(i -> isSampled(i) && bucket(i).estimated(), (from, to) -> mean(plot, "mean estimated", from, to));
    }

    private void mean(Plot plot, String style, int from, int to) {
        plot.steps(style, from, to, i -> range(i).mean().watts());
    }

    private boolean isSampled(int i) {
        return bucket(i).power().isPresent() && !bucket(i).gap();
    }

    private Bucket bucket(int i) {
        return series.buckets().get(i);
    }

    private Range range(int i) {
        return bucket(i).power().orElseThrow();
    }
}
