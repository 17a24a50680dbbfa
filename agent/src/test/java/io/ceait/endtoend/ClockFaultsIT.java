package io.ceait.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Time that is not what it seems: clocks that are set, agents that are stopped, machines that sleep. {@code
 * -Dceait.stopped=60} stops them for a minute.
 */
class ClockFaultsIT {

    private static final long STOP_MILLIS =
            Math.round(1000 * Double.parseDouble(System.getProperty("ceait.stopped", "1.5")));

    /** Counters that do not go round in the time that anybody stops an agent for. */
    private static final String WIDE = """
            period_ms 1

            zone package-0 range_uj=262143328850 start_uj=261743328850 limit_w=350 short_w=420 max_w=700
                wave const 60
                wave sine mean=100 amplitude=60 period_s=7

            zone dram parent=package-0 range_uj=65712999613 start_uj=65612999613 limit_w=80 max_w=120
                wave sine mean=28 amplitude=9 period_s=3

            zone package-1 range_uj=262143328850 start_uj=64962999613 limit_w=350 short_w=420 max_w=700
                wave square low=70 high=210 period_s=2 duty=0.5
            """;

    @TempDir
    Path dir;

    private Simulator wide() throws IOException {
        return Simulator.start(Files.writeString(dir.resolve("wide.txt"), WIDE), dir.resolve("sys"));
    }

    private RunOutputs run() {
        return new RunOutputs(dir.resolve("runs/it"));
    }

    private void assertDurationIsMonotonic() throws IOException {
        List<JsonFields> journal = run().journal();
        assertThat(run().summary().number("/duration_s"))
                .isCloseTo(journal.get(journal.size() - 1).number("/elapsed_ns") / 1e9, within(1e-9));
    }

    private void assertWhole() throws IOException {
        assertDurationIsMonotonic();
        Guarantee.assertEnergiesAreTheCounters(run(), run().journal());
        Guarantee.assertKept(run());
    }

    /** What the counters of a device say before the machine was asleep and after that, and not across it. */
    private static double joulesAwake(List<JsonFields> journal, String device) {
        int woken = 2;
        while (journal.get(woken).number("/time_ms") - journal.get(woken - 1).number("/time_ms")
                < journal.get(woken).number("/interval_ns") / 1e6 + 1000) {
            woken++;
        }
        assertThat(journal.get(woken).number("/gap")).isOne();
        List<JsonFields> behind = new ArrayList<>(journal.subList(0, 1));
        behind.addAll(journal.subList(woken, journal.size()));
        return RunOutputs.countedJoules(journal.subList(0, woken)).getOrDefault(device, 0.0)
                + RunOutputs.countedJoules(behind).getOrDefault(device, 0.0);
    }

    /** Whatever is told of the clocks is told again from the journal. */
    private void assertTheJournalTellsTheSame() throws IOException, InterruptedException {
        Path summary = run().directory().resolve("summary.json");
        String told = Files.readString(summary);
        Files.delete(summary);
        try (Agent agent = Agent.launch("recover", "--quiet", run().directory())) {
            agent.await().succeeded();
        }
        assertThat(Files.readString(summary)).isEqualTo(told);
    }

    @Test
    void aWallClockThatIsSetMovesLabelsAndNoFigure() throws Exception {
        try (Simulator server = Simulator.start("two-socket-server", dir.resolve("sys"))) {
            Liar liar = Liar.buildIn(dir, dir.resolve("nothing"));
            try (Agent agent = liar.launch(server.metering(dir.resolve("runs")))) {
                run().awaitMoreLines(6);
                liar.setWallClockBy(Duration.ofHours(1));
                run().awaitMoreLines(6);
                liar.setWallClockBy(Duration.ofHours(-2));
                run().awaitMoreLines(6);
                agent.signal("TERM");
                agent.await().succeeded();
            }
            assertWhole();
            JsonFields summary = run().summary();
            assertThat(summary.list("/data_quality/warnings"))
                    .anyMatch(text -> text.startsWith("the wall clock was set (2 times, 3600 s forward and "))
                    .noneMatch(text -> text.contains("asleep"));
            assertThat(Duration.between(run().startedAt(), run().endedAt())).isNegative();
            double last = -1;
            for (var row : run().samples()) {
                double elapsed = Double.parseDouble(row.get("elapsed_s"));
                assertThat(elapsed).isGreaterThanOrEqualTo(last);
                last = elapsed;
            }
            assertTheJournalTellsTheSame();
        }
    }

    @Test
    void anAgentThatIsStoppedForManyIntervalsLosesNoEnergyAndTellsTheGap() throws Exception {
        try (Simulator server = wide();
                Agent agent = Agent.launch(server.metering(dir.resolve("runs")))) {
            run().awaitMoreLines(6);
            agent.signal("STOP");
            // The fault itself: thirty intervals, or as many as are asked for.
            TimeUnit.MILLISECONDS.sleep(STOP_MILLIS);
            agent.signal("CONT");
            run().awaitMoreLines(6);
            agent.signal("TERM");
            agent.await().succeeded();
            assertWhole();
            JsonFields summary = run().summary();
            assertThat(summary.number("/sampling/gap_s")).isGreaterThan(0.9 * STOP_MILLIS / 1e3);
            assertThat(summary.number("/data_quality/completeness")).isLessThan(1);
            assertThat(summary.list("/data_quality/warnings"))
                    .anyMatch(text -> text.contains("intervals are gaps"))
                    .noneMatch(text -> text.contains("asleep") || text.contains("wall clock was set"));
            assertThat(run().joules("cpu0"))
                    .isCloseTo(
                            server.truth(run().startedAt(), run().endedAt()).get("intel-rapl:0"), withinPercentage(5));
        }
    }

    /** Asleep, the machine's monotonic clock stands still and its wall clock does not. */
    @Test
    void aMachineThatWasAsleepIsAGapOutsideOfTheDuration() throws Exception {
        try (Simulator server = wide()) {
            Liar liar = Liar.buildIn(dir, dir.resolve("nothing"));
            try (Agent agent = liar.launch(server.metering(dir.resolve("runs")))) {
                run().awaitMoreLines(6);
                agent.signal("STOP");
                TimeUnit.MILLISECONDS.sleep(STOP_MILLIS);
                liar.setMonotonicClockBy(Duration.ofMillis(-STOP_MILLIS));
                agent.signal("CONT");
                run().awaitMoreLines(6);
                agent.signal("TERM");
                agent.await().succeeded();
            }
            assertDurationIsMonotonic();
            Guarantee.assertKept(run());
            // This one goes on drawing power asleep: what cannot be of the moment that its clock tells is dropped.
            for (Map.Entry<String, Double> counted :
                    RunOutputs.countedJoules(run().journal()).entrySet()) {
                assertThat(run().joules(counted.getKey()))
                        .as(counted.getKey())
                        .isBetween(
                                0.9999 * joulesAwake(run().journal(), counted.getKey()), 1.0001 * counted.getValue());
            }
            JsonFields summary = run().summary();
            double wall = Duration.between(run().startedAt(), run().endedAt()).toNanos() / 1e9;
            assertThat(wall - summary.number("/duration_s")).isCloseTo(STOP_MILLIS / 1e3, within(0.1));
            assertThat(summary.number("/sampling/gaps")).isPositive();
            assertThat(summary.list("/data_quality/warnings"))
                    .anyMatch(text -> text.startsWith("the machine was asleep (1 times, "))
                    .noneMatch(text -> text.contains("wall clock was set"));
            assertTheJournalTellsTheSame();
        }
    }
}
