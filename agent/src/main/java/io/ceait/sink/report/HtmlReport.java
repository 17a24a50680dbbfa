package io.ceait.sink.report;

import io.ceait.assessment.Assessment;
import io.ceait.device.Device;
import io.ceait.energy.DeviceBooks;
import io.ceait.energy.DeviceInterval;
import io.ceait.run.FinishedRun;
import io.ceait.run.RunSink;
import io.ceait.run.RunWriter;
import io.ceait.units.CarbonIntensity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

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
    public List<String> files() {
        return List.of(FILE);
    }

    @Override
    public Optional<RunWriter> writer(FinishedRun run) {
        PowerRecorder recorder = new PowerRecorder(
                run.snapshot().books().devices().stream()
                        .map(DeviceBooks::device)
                        .toList(),
                run.snapshot().books().elapsed(),
                run.snapshot().run().interval());
        return Optional.of(new Writer(run, recorder));
    }

    private record Writer(FinishedRun run, PowerRecorder recorder) implements RunWriter {

        @Override
        public void interval(
                long wallMillis,
                long elapsedNanos,
                Device device,
                DeviceInterval interval,
                CarbonIntensity intensity,
                double kilograms) {
            recorder.interval(wallMillis, elapsedNanos, device, interval, intensity, kilograms);
        }

        @Override
        public void finish() throws IOException {
            String page = page(Assessment.of(run.snapshot()), recorder.series(), styleSheet());
            run.directory().write(FILE, out -> out.write(page.getBytes(StandardCharsets.UTF_8)));
        }
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
