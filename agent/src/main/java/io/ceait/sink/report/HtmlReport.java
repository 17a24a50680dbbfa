package io.ceait.sink.report;

import io.ceait.assessment.Assessment;
import io.ceait.energy.DeviceBooks;
import io.ceait.run.FinishedRun;
import io.ceait.run.RunSink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * {@code report.en.html}: the assessment report for people, one file that needs nothing else: no script, no request to
 * anywhere.
 */
public final class HtmlReport implements RunSink {

    public static final String FILE = "report.en.html";

    private static final String STYLE_SHEET = "report.css";

    @Override
    public String name() {
        return FILE;
    }

    @Override
    public void ended(FinishedRun run) throws IOException {
        PowerRecorder recorder = new PowerRecorder(
                run.snapshot().books().devices().stream()
                        .map(DeviceBooks::device)
                        .toList(),
                run.snapshot().books().elapsed(),
                run.snapshot().run().interval());
        run.replay(recorder);
        String page = page(Assessment.of(run.snapshot()), recorder.series(), styleSheet());
        run.directory().write(FILE, out -> out.write(page.getBytes(StandardCharsets.UTF_8)));
    }

    private static String page(Assessment assessment, List<PowerSeries> series, String css) {
        Html html = new Html();
        String title = "Carbon emission of run "
                + assessment.snapshot().run().identity().runId();
        html.element(
                "html",
                () -> {
                    html.element("head", () -> head(html, title, css));
                    html.element("body", () -> html.element("main", () -> body(html, assessment, series)));
                },
                "lang",
                "en");
        return html.toString();
    }

    private static void head(Html html, String title, String css) {
        html.empty("meta", "charset", "utf-8");
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.empty("meta", "name", "color-scheme", "content", "light dark");
        // Even a text that slipped through the escaping could load and run nothing.
        html.empty(
                "meta",
                "http-equiv",
                "Content-Security-Policy",
                "content",
                "default-src 'none'; style-src 'unsafe-inline'");
        html.element("title", title);
        html.style(css);
    }

    private static void body(Html html, Assessment assessment, List<PowerSeries> series) {
        ResultSection.write(html, assessment);
        FormulaSection.write(html, assessment);
        TableA1Section.write(html, assessment);
        AttributionSection.write(html, assessment);
        DevicesSection.write(html, assessment);
        PowerSection.write(html, series);
        DataQualitySection.write(html, assessment);
        FactorsSection.write(html, assessment);
        ConfigurationSection.write(html, assessment.snapshot().run());
    }

    private static String styleSheet() throws IOException {
        try (InputStream in = HtmlReport.class.getResourceAsStream(STYLE_SHEET)) {
            if (in == null) {
                throw new IllegalStateException(STYLE_SHEET + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
