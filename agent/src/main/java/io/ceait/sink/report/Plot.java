package io.ceait.sink.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.function.DoubleFunction;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;

/**
 * The frame of a chart over the time of the run, as inline SVG. The plot alone is stretched to the width of the page; its
 * labels are HTML beside it, so that they are as large on a phone as the text around them.
 */
final class Plot {

    private static final double HEIGHT = 100;
    /** A gap of one bucket in a long run would be thinner than a line. */
    private static final double THINNEST_GAP = 3;

    private final Html html;
    private final int buckets;
    private final double top;

    /**
     * @param buckets width, in stretches of the run
     * @param highest what is to be shown; the scale ends at the next round number
     */
    Plot(Html html, int buckets, double highest) {
        this.html = html;
        this.buckets = buckets;
        this.top = niceAbove(highest);
    }

    /** The number at which the scale ends. */
    double top() {
        return top;
    }

    /** Writes the frame, and in it what {@code shapes} draws. */
    void write(String style, String description, Duration length, DoubleFunction<String> label, Runnable shapes) {
        html.element(
                "div",
                () -> {
                    html.element("div", () -> scale(label), "class", "scale");
                    html.element(
                            "svg",
                            () -> {
                                shape("grid", "M0 50H" + buckets);
                                shapes.run();
                            },
                            "class",
                            "plot",
                            "viewBox",
                            "0 0 " + buckets + " 100",
                            "preserveAspectRatio",
                            "none",
                            "role",
                            "img",
                            "aria-label",
                            description);
                    html.element("div", () -> times(length), "class", "times");
                },
                "class",
                "chart " + style);
    }

    private void scale(DoubleFunction<String> label) {
        html.element("span", label.apply(top));
        html.element("span", label.apply(top / 2));
        html.element("span", "0");
    }

    private void times(Duration length) {
        html.element("span", "0 s");
        html.element("span", Figures.duration(length.dividedBy(2)));
        html.element("span", Figures.duration(length));
    }

    /** What is drawn of a stretch of buckets. */
    @FunctionalInterface
    interface Stretch {
        void of(int from, int to);
    }

    /** Each longest stretch of buckets that are wanted. */
    void runs(IntPredicate wanted, Stretch stretch) {
        int from = 0;
        while (from < buckets) {
            int to = from;
            while (to < buckets && wanted.test(to)) {
                to++;
            }
            if (to > from) {
                stretch.of(from, to);
            }
            from = to + 1;
        }
    }

    void gap(int from, int to) {
        double extra = Math.max(0, THINNEST_GAP - (to - from)) / 2;
        shape("gap", "M" + number(from - extra) + " 0H" + number(to + extra) + "V100H" + number(from - extra) + "Z");
    }

    /** The area between two lines of steps. */
    void band(int from, int to, IntToDoubleFunction low, IntToDoubleFunction high) {
        StringBuilder path = new StringBuilder("M" + from + " " + y(high.applyAsDouble(from)));
        steps(path, from, to, high);
        path.append('V').append(y(low.applyAsDouble(to - 1)));
        for (int i = to - 1; i >= from; i--) {
            path.append('V').append(y(low.applyAsDouble(i))).append('H').append(i);
        }
        shape("band", path.append('Z').toString());
    }

    /** A value that holds through each bucket. */
    void steps(String style, int from, int to, IntToDoubleFunction value) {
        StringBuilder path = new StringBuilder("M" + from + " " + y(value.applyAsDouble(from)));
        steps(path, from, to, value);
        shape(style, path.toString());
    }

    private void steps(StringBuilder path, int from, int to, IntToDoubleFunction value) {
        String before = y(value.applyAsDouble(from));
        for (int i = from; i < to; i++) {
            String now = y(value.applyAsDouble(i));
            if (!now.equals(before)) {
                path.append('H').append(i).append('V').append(now);
                before = now;
            }
        }
        path.append('H').append(to);
    }

    /** A value that grows from 0 to what it is at the end of each bucket. */
    void slope(String style, double[] atEnds) {
        StringBuilder path = new StringBuilder("M0 100");
        for (int i = 0; i < atEnds.length; i++) {
            path.append('L').append(i + 1).append(' ').append(y(atEnds[i]));
        }
        shape(style, path.toString());
    }

    private String y(double value) {
        return number(HEIGHT * (1 - value / top));
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
    static double niceAbove(double value) {
        if (value <= 0) {
            return 1;
        }
        double decade = Math.pow(10, Math.floor(Math.log10(value)));
        for (double step : new double[] {1, 1.2, 1.6, 2, 3, 4, 5, 6, 8}) {
            if (value <= step * decade) {
                return step * decade;
            }
        }
        return 10 * decade;
    }
}
