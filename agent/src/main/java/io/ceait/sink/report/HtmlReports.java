package io.ceait.sink.report;

import io.ceait.assessment.Assessment;
import io.ceait.assessment.Timeline;
import io.ceait.device.Device;
import io.ceait.energy.DeviceInterval;
import io.ceait.run.FinishedRun;
import io.ceait.run.RunSink;
import io.ceait.run.RunWriter;
import io.ceait.text.Language;
import io.ceait.units.CarbonIntensity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

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
    public List<String> files() {
        return Arrays.stream(Language.values()).map(Assessment::reportFile).toList();
    }

    @Override
    public Optional<RunWriter> writer(FinishedRun run) {
        return Optional.of(new Writer(run, new Timeline(run.snapshot()), new PowerRecorder(run.snapshot())));
    }

    private record Writer(FinishedRun run, Timeline timeline, PowerRecorder power) implements RunWriter {

        @Override
        public void interval(
                long wallMillis,
                long elapsedNanos,
                Device device,
                DeviceInterval interval,
                CarbonIntensity intensity,
                double kilograms) {
            timeline.interval(elapsedNanos, device, interval, intensity, kilograms);
            power.interval(elapsedNanos, device, interval);
        }

        @Override
        public void finish() throws IOException {
            Assessment assessment = Assessment.of(run.snapshot());
            List<PowerSeries> series = power.series();
            for (Language language : Language.values()) {
                String page = Document.of(new Page(new Html(), language, assessment, series, timeline));
                run.directory()
                        .write(
                                Assessment.reportFile(language),
                                out -> out.write(page.getBytes(StandardCharsets.UTF_8)));
            }
        }
    }
}
