package io.ceait.whatif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedJobTest {

    @TempDir
    Path dir;

    private RecordedJob job(Duration step, String... rows) throws IOException {
        Files.writeString(
                dir.resolve("samples.csv"),
                "time_utc,elapsed_s,interval_s,job_energy_j\n" + String.join("\n", rows) + "\n");
        return RecordedJob.read(dir, step);
    }

    @Test
    void anIntervalIsDividedOverItsStepsByTime() throws IOException {
        RecordedJob job = job(
                Duration.ofSeconds(10),
                "2026-03-01T00:00:05Z,5,5,50",
                "2026-03-01T00:00:25Z,25,20,200",
                "2026-03-01T00:00:25Z,25,25,25");
        assertThat(job.start()).isEqualTo(Instant.parse("2026-03-01T00:00:00Z"));
        assertThat(job.duration()).isEqualTo(Duration.ofSeconds(25));
        assertThat(job.steps().size()).isEqualTo(3);
        assertThat(job.steps().energy(0).joules()).isCloseTo(50 + 50 + 10, within(1e-9));
        assertThat(job.steps().energy(1).joules()).isCloseTo(100 + 10, within(1e-9));
        assertThat(job.steps().energy(2).joules()).isCloseTo(50 + 5, within(1e-9));
        assertThat(job.steps().total().joules()).isCloseTo(275, within(1e-9));
    }

    @Test
    void aRunThatEndsWithAStepHasNoFurtherOne() throws IOException {
        RecordedJob job = job(Duration.ofSeconds(10), "2026-03-01T00:00:20.000000001Z,20.000000001,20,1");
        assertThat(job.steps().size()).isEqualTo(2);
        assertThat(job.steps().total().joules()).isCloseTo(1, within(1e-9));
    }

    @Test
    void anUnknownEnergyIsCountedAndNotInvented() throws IOException {
        RecordedJob job = job(Duration.ofMinutes(5), "2026-03-01T00:00:05Z,5,5,50", "2026-03-01T00:00:10Z,10,5,");
        assertThat(job.unknown()).isEqualTo(1);
        assertThat(job.steps().total().joules()).isEqualTo(50);
    }
}
