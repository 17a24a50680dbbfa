package io.ceait.sink.report;

import io.ceait.sink.report.PowerSeries.Bucket;
import io.ceait.units.Power;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * One series as inline SVG. The plot alone is stretched to the width of the page; its labels are HTML beside it, so that
 * they are as large on a phone as the text around them.
 */
final class PowerChart {

    private static final double HEIGHT = 100;
    /** A gap of one bucket in a long run would be thinner than a line. */
    private static final double THINNEST_GAP = 3;

    private final Html html;
    private final PowerSeries series;
    private final double top;

    PowerChart(Html html, PowerSeries series) {
        this.html = html;
        this.series = series;
        this.top = niceAbove(series.highest().map(Power::watts).orElse(0.0));
    }

    void write() {
        html.element(
                "div",
                () -> {
                    html.element("div", this::scale, "class", "scale");
                    html.element(
                            "svg",
                            this::plot,
                            "class",
                            "plot",
                            "viewBox",
                            "0 0 " + series.buckets().size() + " 100",
                            "preserveAspectRatio",
                            "none",
                            "role",
                            "img",
                            "aria-label",
                            description());
                    html.element("div", this::times, "class", "times");
                },
                "class",
                "chart " + series.type().label());
    }

    /** The chart in words. */
    String description() {
        String type = series.type().name() + " power over " + Figures.duration(series.length());
        return series.lowest()
                        .flatMap(low -> series.highest().map(high -> type + ": between " + low + " and " + high))
                        .orElse(type + ": nothing is known")
                + (series.isEstimated() ? ", estimated by a model" : "")
                + (series.hasGaps() ? ", with gaps" : "");
    }

    private void scale() {
        html.element("span", Power.ofWatts(top).toString());
        html.element("span", Power.ofWatts(top / 2).toString());
        html.element("span", "0 W");
    }

    private void times() {
        html.element("span", "0 s");
        html.element("span", Figures.duration(series.length().dividedBy(2)));
        html.element("span", Figures.duration(series.length()));
    }

    private void plot() {
        shape("grid", "M0 50H" + series.buckets().size());
        runs(Bucket::gap, this::gap);
        runs(b -> b.power().isPresent(), this::band);
        // The line is broken where something is missing, and changes its form where a model begins.
        runs(b -> isSampled(b) && !b.estimated(), (from, to) -> shape("mean", line(from, to)));
        runs(b -> isSampled(b) && b.estimated(), (from, to) -> shape("mean estimated", line(from, to)));
    }

    private static boolean isSampled(Bucket bucket) {
        return bucket.power().isPresent() && !bucket.gap();
    }

    @FunctionalInterface
    private interface Stretch {
        void of(int from, int to);
    }

    private void runs(Predicate<Bucket> wanted, Stretch stretch) {
        List<Bucket> buckets = series.buckets();
        int from = 0;
        while (from < buckets.size()) {
            int to = from;
            while (to < buckets.size() && wanted.test(buckets.get(to))) {
                to++;
            }
            if (to > from) {
                stretch.of(from, to);
            }
            from = to + 1;
        }
    }

    private void gap(int from, int to) {
        double extra = Math.max(0, THINNEST_GAP - (to - from)) / 2;
        shape("gap", "M" + number(from - extra) + " 0H" + number(to + extra) + "V100H" + number(from - extra) + "Z");
    }

    private void band(int from, int to) {
        StringBuilder path =
                new StringBuilder("M" + from + " " + y(from, r -> r.most().watts()));
        steps(path, from, to, r -> r.most().watts());
        path.append("V").append(y(to - 1, r -> r.least().watts()));
        for (int i = to - 1; i >= from; i--) {
            path.append('V').append(y(i, r -> r.least().watts())).append('H').append(i);
        }
        shape("band", path.append('Z').toString());
    }

    private String line(int from, int to) {
        StringBuilder path =
                new StringBuilder("M" + from + " " + y(from, r -> r.mean().watts()));
        steps(path, from, to, r -> r.mean().watts());
        return path.toString();
    }

    private void steps(StringBuilder path, int from, int to, ToDoubleFunction<PowerSeries.Range> value) {
        String before = y(from, value);
        for (int i = from; i < to; i++) {
            String now = y(i, value);
            if (!now.equals(before)) {
                path.append('H').append(i).append('V').append(now);
                before = now;
            }
        }
        path.append('H').append(to);
    }

    private String y(int bucket, ToDoubleFunction<PowerSeries.Range> value) {
        double watts = value.applyAsDouble(series.buckets().get(bucket).power().orElseThrow());
        return number(HEIGHT * (1 - watts / top));
    }

    private void shape(String style, String path) {
        // Stretching the plot must not stretch its lines.
        html.element("path", "", "class", style, "vector-effect", "non-scaling-stroke", "d", path);
    }

    private static String number(double value) {
        return BigDecimal.valueOf(value)
                .setScale(2, RoundingMode.HALF_EVEN)
                .stripTrailingZeros()
                .toPlainString();
    }

    /** The next round number, so that half of it is round too. */
    static double niceAbove(double watts) {
        if (watts <= 0) {
            return 1;
        }
        double decade = Math.pow(10, Math.floor(Math.log10(watts)));
        for (double step : new double[] {1, 1.2, 1.6, 2, 3, 4, 5, 6, 8}) {
            if (watts <= step * decade) {
                return step * decade;
            }
        }
        return 10 * decade;
    }
}
