package io.ceait.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ceait.run.SimulatedRun;
import io.ceait.sink.prometheus.MetricsPage;
import io.ceait.sink.summary.SummaryJson;
import io.ceait.sink.web.live.LiveRun;
import io.ceait.time.MockClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Eight hours of a run, by the clock of the test, with everything that a run has: sampler, books, journal, live page,
 * metrics, and all files at its end. {@code scripts/bench/soak.sh} is one hour of the real one.
 */
class SoakTest {

    private static final Duration INTERVAL = Duration.ofMillis(200);
    private static final int HOURS = 8;

    /** A line of three channels has some 270 bytes. */
    private static final long MOST_BYTES_A_TICK = 400;

    /** What lives on the heap of this JVM after a collection. */
    private record Living(long objectsOfOurs, long bytes) {

        static Living now() {
            try {
                String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                        .invoke(
                                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                                "gcClassHistogram",
                                new Object[] {new String[0]},
                                new String[] {String[].class.getName()});
                long objects = 0;
                long bytes = 0;
                for (String line : histogram.lines().toList()) {
                    // "  12:   345   6789  io.ceait.run.Snapshot", with a title above and the sum below.
                    String[] words = line.strip().split("\\s+", -1);
                    if (words.length >= 4 && words[0].endsWith(":")) {
                        objects += isOfTheRun(words[3]) ? Long.parseLong(words[1]) : 0;
                        bytes += Long.parseLong(words[2]);
                    }
                }
                return new Living(objects, bytes);
            } catch (JMException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** What the test itself has planned becomes less and less. */
    private static boolean isOfTheRun(String name) {
        return name.startsWith("io.ceait.")
                && !name.startsWith(MockClock.class.getName())
                && !name.startsWith(SoakTest.class.getName());
    }

    @Test
    void eightHoursAtFiveHertzNeitherGrowNorDrift(@TempDir Path out) throws IOException {
        SimulatedRun simulated = new SimulatedRun();
        simulated.interval = INTERVAL;
        MetricsPage metrics = new MetricsPage();
        LiveRun live = new LiveRun(SummaryJson::write, INTERVAL);
        simulated.sinks.addAll(List.of(metrics, live));
        simulated.sinks.addAll(FileSinks.all());
        List<Living> hourly = new ArrayList<>();
        for (int minute = 1; minute < HOURS * 60; minute++) {
            // The machine is busy: a tick comes late, and the lateness must not add up.
            simulated.clock.at(Duration.ofMinutes(minute), () -> simulated.clock.advance(Duration.ofMillis(80)));
            if (minute % 5 == 0) {
                simulated.clock.at(Duration.ofMinutes(minute).plusMillis(500), () -> look(metrics, live));
            }
            if (minute % 60 == 0) {
                simulated.clock.at(Duration.ofMinutes(minute).plusSeconds(1), () -> hourly.add(Living.now()));
            }
        }
        simulated.clock.at(Duration.ofHours(3), () -> simulated.clock.shiftWall(Duration.ofMinutes(-10)));
        simulated.clock.at(Duration.ofHours(HOURS), simulated::endJob);

        SimulatedRun.Result result = simulated.execute(out);

        assertThat(result.outcome().allWritten()).isTrue();
        long ticks = result.snapshot().books().ticks();
        double seconds = result.snapshot().books().elapsedNanos() / 1e9;
        assertThat(seconds).isCloseTo(HOURS * 3600.0, within(0.5));
        assertThat(ticks * INTERVAL.toMillis() / 1e3 / seconds).isCloseTo(1, within(1e-4));
        assertThat(result.snapshot().books().devices().get(0).energy().joules())
                .isCloseTo(100 * seconds, within(1e-6 * 100 * seconds));
        try (Stream<Path> files = Files.list(result.directory().path())) {
            long journal = files.filter(
                            file -> String.valueOf(file.getFileName()).startsWith("journal"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
            assertThat(journal).isLessThan(ticks * MOST_BYTES_A_TICK);
        }
        assertFlat(hourly);
    }

    private static void look(MetricsPage metrics, LiveRun live) {
        try {
            metrics.scrape("");
            metrics.scrape("application/openmetrics-text");
            live.since("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From the second hour on, when every history of the page is full, to the last. */
    private static void assertFlat(List<Living> hourly) {
        assertThat(hourly).hasSize(HOURS - 1);
        Living first = hourly.get(1);
        assertThat(hourly.subList(2, hourly.size())).allSatisfy(later -> {
            assertThat(later.objectsOfOurs()).as("of %s", hourly).isCloseTo(first.objectsOfOurs(), within(20L));
            assertThat(later.bytes()).as("of %s", hourly).isCloseTo(first.bytes(), within(256L << 10));
        });
    }
}
