package io.ceait.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.data.AtomicFile;
import io.ceait.device.Device;
import io.ceait.energy.DeviceInterval;
import io.ceait.units.CarbonIntensity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One pass over the journal for all outputs, none of which can spoil another. */
class OutputsTest {

    /** Where a sink fails. */
    private enum Failing {
        NOWHERE,
        AT_OPENING,
        AT_AN_INTERVAL,
        AT_A_SAMPLE,
        AT_THE_FINISH,
        AT_THE_END
    }

    /** Writes a line for each interval and each sample, and fails where it is told to. */
    private static final class Lines implements RunSink {
        private final String file;
        private final Failing failing;
        int closed;

        Lines(String file, Failing failing) {
            this.file = file;
            this.failing = failing;
        }

        private void reach(Failing place) throws IOException {
            if (place == failing && place != Failing.NOWHERE) {
                throw new IOException("for the test");
            }
        }

        @Override
        public String name() {
            return file;
        }

        @Override
        public Optional<RunWriter> writer(FinishedRun run) throws IOException {
            reach(Failing.AT_OPENING);
            AtomicFile unfinished = run.directory().begin(file);
            return Optional.of(new RunWriter() {
                @Override
                public void interval(
                        long wallMillis,
                        long elapsedNanos,
                        Device device,
                        DeviceInterval interval,
                        CarbonIntensity intensity,
                        double kilograms)
                        throws IOException {
                    line(device.id());
                    reach(elapsedNanos > 2_000_000_000L ? Failing.AT_AN_INTERVAL : Failing.NOWHERE);
                }

                @Override
                public void sampled(long elapsedNanos, Supplier<Snapshot> soFar) throws IOException {
                    line(soFar.get().books().elapsed().toString());
                    reach(elapsedNanos > 2_000_000_000L ? Failing.AT_A_SAMPLE : Failing.NOWHERE);
                }

                private void line(String text) throws IOException {
                    unfinished.out().write((text + "\n").getBytes(StandardCharsets.UTF_8));
                }

                @Override
                public void finish() throws IOException {
                    reach(Failing.AT_THE_FINISH);
                    unfinished.complete();
                }

                @Override
                public void close() throws IOException {
                    closed++;
                    unfinished.close();
                }
            });
        }

        @Override
        public void ended(FinishedRun run) throws IOException {
            reach(Failing.AT_THE_END);
        }
    }

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path out;

    @SuppressWarnings("NullAway.Init")
    private SimulatedRun.Result run;

    @BeforeEach
    void record() {
        SimulatedRun simulated = new SimulatedRun();
        simulated.duration = Optional.of(Duration.ofSeconds(4));
        run = simulated.execute(out);
    }

    private boolean write(Path journal, RunSink... sinks) {
        FinishedRun finished = new FinishedRun(run.snapshot(), run.directory());
        return Outputs.write(finished, new Replay(journal, run.snapshot().run()), List.of(sinks));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(run.directory().path())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void allSeeEverythingInOrder() throws IOException {
        Lines one = new Lines("one", Failing.NOWHERE);
        Lines other = new Lines("other", Failing.NOWHERE);
        assertThat(write(run.file(Journal.FILE), one, other)).isTrue();
        assertThat(Files.readAllLines(run.file("one")))
                .startsWith("PT0S", "cpu0", "cpu1", "ram", "PT1S", "cpu0")
                .endsWith("ram", "PT4S")
                .hasSize(5 + 4 * 3)
                .isEqualTo(Files.readAllLines(run.file("other")));
        assertThat(one.closed).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NOWHERE")
    void oneThatFailsLeavesNothingAndTheOthersWrite(Failing place) throws IOException {
        Lines failing = new Lines("failing", place);
        Lines first = new Lines("first", Failing.NOWHERE);
        Lines last = new Lines("last", Failing.NOWHERE);
        assertThat(write(run.file(Journal.FILE), first, failing, last)).isFalse();
        assertThat(files()).contains("first", "last").noneMatch(name -> name.endsWith(".part"));
        assertThat(files().contains("failing")).isEqualTo(place == Failing.AT_THE_END);
        assertThat(failing.closed).isEqualTo(place == Failing.AT_OPENING ? 0 : 1);
        assertThat(Files.readAllLines(run.file("last"))).hasSize(17);
    }

    @Test
    void withoutAJournalNothingIsWrittenInHalf() throws IOException {
        Lines one = new Lines("one", Failing.NOWHERE);
        List<String> before = files();
        assertThat(write(out.resolve("absent"), one)).isFalse();
        assertThat(files()).isEqualTo(before);
        assertThat(one.closed).isEqualTo(1);
    }
}
