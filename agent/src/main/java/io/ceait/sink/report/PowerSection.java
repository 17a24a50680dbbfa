package io.ceait.sink.report;

import java.util.List;

/** Power over time, one plot per device type. */
final class PowerSection {

    private PowerSection() {}

    static void write(Html html, List<PowerSeries> all) {
        html.element("section", () -> {
            html.element("h2", "Power over time");
            for (PowerSeries series : all) {
                html.element("figure", () -> figure(html, series));
            }
            html.element(
                    "p",
                    "Power of all devices of a type together, job or not. Line: mean; band: least and most of any interval;"
                            + " dashed line: estimated by a model; shaded and without a line: gap, no reading or too long an interval.",
                    "class",
                    "note");
        });
    }

    private static void figure(Html html, PowerSeries series) {
        PowerChart chart = new PowerChart(html, series);
        html.element("figcaption", chart.description());
        if (!series.buckets().isEmpty()) {
            chart.write();
        }
    }
}
