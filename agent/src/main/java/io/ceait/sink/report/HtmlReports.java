package io.ceait.sink.report;

import io.ceait.assessment.Assessment;
import io.ceait.assessment.Timeline;
import io.ceait.run.FinishedRun;
import io.ceait.run.RunSink;
import io.ceait.text.Language;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * {@code report.en.html} and {@code report.zh.html}: the assessment report for people in both languages, from one pass over
 * the run. Each is one file that needs nothing else: no script, no request to anywhere.
 */
public final class HtmlReports implements RunSink {

    @Override
    public String name() {
        return "report";
    }

    @Override
    public void ended(FinishedRun run) throws IOException {
        Timeline timeline = new Timeline(run.snapshot());
        PowerRecorder power = new PowerRecorder(run.snapshot());
        run.replay((wallMillis, elapsedNanos, device, interval, intensity, kilograms) -> {
            timeline.interval(elapsedNanos, device, interval, intensity, kilograms);
            power.interval(elapsedNanos, device, interval);
        });
        Assessment assessment = Assessment.of(run.snapshot());
        List<PowerSeries> series = power.series();
        for (Language language : Language.values()) {
            String page = Document.of(new Page(new Html(), language, assessment, series, timeline));
            run.directory()
                    .write(Assessment.reportFile(language), out -> out.write(page.getBytes(StandardCharsets.UTF_8)));
        }
    }
}
