package io.ceait.whatif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ceait.data.Vectors;
import io.ceait.data.Vectors.Row;
import io.ceait.units.Pue;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The what-if results of an independent reference, to the digits that it prints. */
class ShiftingVectorsTest {

    private static final GridSignal CAISO = Signals.caiso();

    static Stream<Row> cases() {
        return Vectors.rows("carbon-shift.csv").stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void flexibleStartAndPauseAndResume(Row row) {
        Shifting shifting = shifting(row, Pausing.FREE);
        Schedule baseline = shifting.baseline();
        Schedule flexible = shifting.flexibleStart();
        Schedule paused = shifting.pauseAndResume();
        assertGrams(baseline, row, "baseline_g");
        assertGrams(flexible, row, "fs_g");
        assertGrams(paused, row, "pr_g");
        assertThat(flexible.first()).isEqualTo((int) row.number("fs_offset"));
        assertThat(flexible.savingPercent(baseline).orElseThrow())
                .isCloseTo(row.number("fs_saving_pct"), within(5.01e-5));
        assertThat(paused.savingPercent(baseline).orElseThrow())
                .isCloseTo(row.number("pr_saving_pct"), within(5.01e-5));
        assertThat(paused.pauses()).isEqualTo((int) row.number("pr_pauses"));
        assertThat(paused.first()).isEqualTo((int) row.number("pr_first"));
        assertThat(paused.last()).isEqualTo((int) row.number("pr_last"));
    }

    /** For constant power nothing beats the paper's rule; for varying power the search does at least as well as both. */
    @ParameterizedTest
    @MethodSource("cases")
    void theBestScheduleIsNoWorse(Row row) {
        Shifting shifting = shifting(row, Pausing.FREE);
        double best = shifting.best().orElseThrow().emissions().kilograms();
        double paused = shifting.pauseAndResume().emissions().kilograms();
        if (row.text("power").equals("constant")) {
            assertThat(best).isCloseTo(paused, within(1e-9 * paused));
        } else {
            assertThat(best).isLessThanOrEqualTo(paused);
        }
        assertThat(best)
                .isLessThanOrEqualTo(shifting.flexibleStart().emissions().kilograms() * (1 + 1e-12));
    }

    private static Shifting shifting(Row row, Pausing pausing) {
        int steps = (int) row.number("job_steps");
        boolean recorded = row.text("series").startsWith("series/");
        GridSignal signal = recorded
                ? CAISO
                : Signals.of(
                        Duration.ofHours(1),
                        Stream.of(row.text("series").split(" ", -1))
                                .mapToDouble(Double::parseDouble)
                                .toArray());
        JobSteps job = row.text("power").startsWith("e = ")
                ? Signals.job(List.of(3.0, 1.0))
                : Signals.constant(steps, recorded ? 1.0 / 12 : 1);
        assertThat(job.size()).isEqualTo(steps);
        return new Shifting(
                job, signal, (int) row.number("start"), (int) row.number("slack_steps"), Pue.of(1), pausing);
    }

    /** Eight significant digits are printed. */
    private static void assertGrams(Schedule schedule, Row row, String column) {
        double expected = row.number(column);
        assertThat(schedule.emissions().grams()).isCloseTo(expected, within(5.1e-8 * Math.max(1, expected)));
    }
}
