package io.ceait.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ceait.emission.IntensityFeed;
import io.ceait.intensity.IntensitySeries;
import io.ceait.intensity.SeriesFeed;
import io.ceait.prediction.Comparison;
import io.ceait.prediction.ProgressBooks;
import io.ceait.prediction.Rule;
import io.ceait.run.SimulatedRun.Result;
import io.ceait.time.MockClock;
import io.ceait.units.CarbonIntensity;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job that tells its progress: 150 W of which it has a quarter, 10 W of which it has an eighth, 38.75 W in all. */
class ProgressTest {

    private static final double WATTS = 150 / 4.0 + 10 / 8.0;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path out;

    private final SimulatedRun simulated = new SimulatedRun();
    private @Nullable PlannedProgress told;

    private Result execute() {
        told = PlannedProgress.eightEpochs(simulated);
        return simulated.execute(out);
    }

    private ProgressBooks replayed(Result result, RunDescription as, Optional<IntensityFeed> instead)
            throws IOException {
        return new Replay(JournalSource.sealed(result.file(Journal.FILE)), as, instead)
                .through((wall, elapsed, device, interval, intensity, kilograms) -> {})
                .snapshot()
                .progress()
                .orElseThrow();
    }

    @Test
    void theEnergyAtAMarkIsThatOfItsMoment() {
        ProgressBooks books = execute().snapshot().progress().orElseThrow();
        assertThat(Objects.requireNonNull(told).calls).containsExactly("start", "finish");
        assertThat(books.now().isComplete()).isTrue();
        assertThat(books.now().elapsed()).isEqualTo(Duration.ofMillis(20_500));
        assertThat(books.now().energy().joules()).isCloseTo(20.5 * WATTS, within(1e-6));
        assertThat(books.now().emissions().kilograms()).isCloseTo(20.5 * WATTS * 1.5 / 3.6e6 * 0.4, within(1e-12));
        assertThat(books.ignoredLines()).isEqualTo(1);
        assertThat(books.now().course())
                .hasSize(9)
                .allSatisfy(point -> assertThat(point.energy().joules())
                        .isCloseTo(point.elapsed().toMillis() / 1e3 * WATTS, within(1e-6)));
    }

    @Test
    void aSteadyJobIsPredictedExactly() {
        assertThat(Comparison.of(execute().snapshot().progress().orElseThrow()))
                .hasSize(6)
                .filteredOn(one -> one.prediction().rule() == Rule.STABLE_WINDOW)
                .allSatisfy(one -> {
                    assertThat(one.against().orElseThrow().energy().error().orElseThrow())
                            .isCloseTo(0, within(1e-9));
                    assertThat(one.against().orElseThrow().duration().error().orElseThrow())
                            .isCloseTo(0, within(1e-9));
                });
    }

    @Test
    void theJournalTellsTheSame() throws IOException {
        Result result = execute();
        List<String> marks = Files.readAllLines(result.file(Journal.FILE)).stream()
                .filter(line -> line.startsWith("{\"progress_at_ns\":"))
                .toList();
        assertThat(marks).hasSize(9);
        assertThat(marks.get(1))
                .startsWith("{\"progress_at_ns\":3000000000,\"unit\":\"epoch\",\"done\":1.000000,"
                        + "\"total\":8.000000,\"ignored_lines\":1");
        assertThat(replayed(result, simulated.description(), Optional.empty()))
                .isEqualTo(result.snapshot().progress().orElseThrow());
    }

    @Test
    void aLineOfALaterKindIsPassedOver() throws IOException {
        Result result = execute();
        Path journal = result.file(Journal.FILE);
        List<String> lines = new ArrayList<>(Files.readAllLines(journal));
        String later = "{\"weather\":\"fine\",\"degrees\":[1,2]}";
        lines.add(3, new String(new JournalSeal().line(later), StandardCharsets.UTF_8).strip());
        Files.writeString(journal, String.join("\n", lines) + "\n");
        assertThat(replayed(result, simulated.description(), Optional.empty()))
                .isEqualTo(result.snapshot().progress().orElseThrow());
    }

    /** 100 g/kWh for ten seconds, then 900 g/kWh. */
    private static IntensitySeries series() throws IOException {
        StringBuilder csv = new StringBuilder("time_utc,gco2_per_kwh\n");
        for (int i = 0; i < 6; i++) {
            csv.append(Instant.ofEpochMilli(MockClock.START_MILLIS + 10_000L * i))
                    .append(',')
                    .append(i == 0 ? 100 : 900)
                    .append('\n');
        }
        return IntensitySeries.parse("series", new StringReader(csv.toString()));
    }

    @Test
    void whatIsToComeIsAtTheForecastOfASeries() throws IOException {
        CarbonIntensity standIn = simulated.factors.intensity().intensity();
        simulated.factors = simulated.factors.with(SeriesFeed.provenance(series()));
        simulated.intensity = Optional.of(new SeriesFeed(series(), standIn));
        Result result = execute();
        ProgressBooks books = result.snapshot().progress().orElseThrow();
        // At a quarter, after 5.5 s, there are 15 s to come: by the clock at the sample, 4 of them before the change.
        assertThat(books.milestones().get(1).standing().isForecast()).isTrue();
        assertThat(books.milestones().get(1).standing().rest().kilogramsPerKilowattHour())
                .isCloseTo((4 * 0.1 + 11 * 0.9) / 15, within(1e-9));
        assertThat(replayed(result, simulated.description(), Optional.empty())).isEqualTo(books);
        assertThat(replayed(result, simulated.description(), Optional.of(new SeriesFeed(series(), standIn))))
                .as("by a series that says the same")
                .isEqualTo(books);
        RunDescription constant = new SimulatedRun().description();
        assertThat(replayed(result, constant, Optional.empty())
                        .milestones()
                        .get(1)
                        .standing()
                        .rest())
                .isEqualTo(constant.factors().intensity().intensity());
    }

    @Test
    void aJobThatSaysNothingHasNoProgress() {
        told = new PlannedProgress(simulated);
        simulated.clock.at(Duration.ofMillis(2500), simulated::endJob);
        assertThat(simulated.execute(out).snapshot().progress()).isEmpty();
    }

    /** A disk may be full for days: what was said meanwhile is not all kept, but the newest of it. */
    @Test
    void ofWhatWasSaidWhileNothingCouldBeWrittenTheNewestIsKept() throws IOException {
        told = PlannedProgress.eightEpochs(simulated);
        Disk disk = new Disk();
        simulated.clock.at(Duration.ofMillis(3_500), () -> disk.fullWrites = 10);
        RunDirectory directory = RunDirectory.create(out, "full");
        Run run = simulated.in(directory);
        run.begin(Journal.create(directory, "{}", JournalPolicy.DEFAULT, disk));
        assertThat(run.execute(() -> {}).snapshot().journalErrors()).isEqualTo(10);
        List<String> marks = java.nio.file.Files.readAllLines(directory.file(Journal.FILE)).stream()
                .filter(line -> line.startsWith("{\"progress_at_ns\""))
                .map(line -> line.replaceAll(".*\"done\":([0-9]*).*", "$1"))
                .toList();
        assertThat(marks).containsExactly("0", "1", "5", "6", "7", "8");
    }
}
