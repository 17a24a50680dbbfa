package io.ceait.sink.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.run.PlannedProgress;
import io.ceait.run.SimulatedRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three of eight epochs of 96.9 J are done. */
class PredictedSeriesTest {

    @TempDir
    private Path out;

    private final SimulatedRun simulated = new SimulatedRun();
    private final MetricsPage page = new MetricsPage();

    private List<String> scraped() throws IOException {
        return new String(page.scrape("").orElseThrow().body(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("predicted") || line.contains("progress"))
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    @Test
    void aScrapeAndTheBackfillTellTheSame() throws IOException {
        simulated.sinks.add(page);
        simulated.sinks.add(new EmissionsOm());
        simulated.duration = Optional.of(Duration.ofSeconds(9));
        PlannedProgress.eightEpochs(simulated);
        SimulatedRun.Result result = simulated.execute(out);
        List<String> scraped = scraped();
        assertThat(scraped)
                .contains("ceait_job_progress_ratio{node=\"node-1\",run_id=\"run-1\",unit=\"epoch\"} 0.375")
                // Three bounds of ours and the middle of Carbontracker's, for energy, emissions and end.
                .hasSize(1 + 3 * 4);
        assertThat(scraped)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("ceait_predicted_energy_joules{bound=\"low\",method=\"stable-window\",")
                        .matches(".* 794\\.37\\d*"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("ceait_predicted_end_timestamp_seconds{bound=\"middle\",method=\"stable-window\",")
                        .endsWith(" 1.7487360205E9"));
        List<String> backfilled = Files.readAllLines(result.file(EmissionsOm.FILE));
        assertThat(backfilled)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("ceait_predicted_energy_joules{run_id=\"run-1\",node=\"node-1\","
                                + "method=\"stable-window\",bound=\"high\"} 794.37"));
        assertThat(backfilled.stream().filter(line -> line.startsWith("ceait_job_progress_ratio{")))
                .as("nothing before the first mark, at 0.5 s")
                .hasSize(9);
    }

    @Test
    void aJobThatSaysNothingHasNone() throws IOException {
        simulated.sinks.add(page);
        simulated.clock.at(Duration.ofSeconds(3), simulated::endJob);
        simulated.execute(out);
        assertThat(scraped()).isEmpty();
    }
}
