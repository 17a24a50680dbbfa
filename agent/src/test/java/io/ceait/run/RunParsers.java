package io.ceait.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.data.AsciiLine;
import io.ceait.device.Device;
import io.ceait.energy.DeviceInterval;
import io.ceait.fuzz.Inputs;
import io.ceait.source.Channel;
import io.ceait.units.CarbonIntensity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Fuzz harnesses of this package: a journal that somebody else, or a failing disk, may have written. */
public final class RunParsers {

    private static final String NAME = "journal";

    private RunParsers() {}

    /** Lines behind a good header of two processors and memory: as version 0.1.0 left them, and each with its checksum. */
    public static void journal(byte[] input) throws IOException {
        read(together(Headers.GOOD, input));
        read(sealed(together(Headers.GOOD, input)));
    }

    private static byte[] sealed(byte[] journal) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        // Bytes as characters, and back.
        String text = new String(journal, StandardCharsets.ISO_8859_1)
                .replace(RunDescription.JOURNAL_SCHEMA_BEFORE, RunDescription.JOURNAL_SCHEMA);
        for (String line : text.split("\n", -1)) {
            String closed = line.endsWith("}") ? Seals.line(line) : line + "\n";
            out.writeBytes(closed.getBytes(StandardCharsets.ISO_8859_1));
        }
        return out.toByteArray();
    }

    /** A header with good samples behind it. */
    public static void header(byte[] input) throws IOException {
        byte[] journal = together(input, Headers.SAMPLES);
        try {
            read(journal);
        } finally {
            read(sealed(journal));
        }
    }

    /** A compressed part in front of a journal that goes on. */
    public static void part(byte[] input) throws IOException {
        Path part = Inputs.file(NAME + "/journal-000001.ndjson.gz", input);
        try {
            read(sealed(together(Headers.GOOD, Headers.SAMPLES_OF_THREE)));
        } finally {
            Files.delete(part);
        }
    }

    private static byte[] together(byte[] header, byte[] lines) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(header);
        out.write('\n');
        out.writeBytes(lines);
        return out.toByteArray();
    }

    private static void read(byte[] journal) throws IOException {
        Path directory = Inputs.file(NAME + "/" + Journal.FILE, journal)
                .resolveSibling(".")
                .normalize();
        RecordedRun run = RecordedRun.open(directory);
        RunState state;
        Check check = new Check();
        try {
            state = new Replay(run.journal(), run.description()).through(check);
        } catch (IOException e) {
            assertThat(e).hasMessageContaining(NAME);
            return;
        }
        if (!state.isEmpty()) {
            check.totals(state.snapshot());
        }
    }

    /** No figure that cannot be, and no total that falls: what is read of a journal is never more than what follows. */
    private static final class Check implements IntervalVisitor {

        /** The snapshots of the first samples are looked at, each of which costs more than all else. */
        private static final int SNAPSHOTS = 20;

        private int samples;
        private double joules;
        private double kilograms;

        @Override
        public void interval(
                long wallMillis,
                long elapsedNanos,
                Device device,
                DeviceInterval interval,
                CarbonIntensity intensity,
                double emitted) {
            assertThat(emitted).isNotNegative().isFinite();
            kilograms += emitted;
        }

        @Override
        public void sampled(long elapsedNanos, Supplier<Snapshot> soFar) {
            if (samples++ < SNAPSHOTS) {
                totals(soFar.get());
            }
        }

        void totals(Snapshot snapshot) {
            double total = 0;
            for (var device : snapshot.books().devices()) {
                double measured = device.energy().joules();
                assertThat(measured).isNotNegative().isFinite();
                device.jobEnergy()
                        .values()
                        .forEach(job -> assertThat(job.joules()).isBetween(0.0, measured * (1 + 1e-9)));
                total += measured;
            }
            assertThat(total).isGreaterThanOrEqualTo(joules);
            joules = total;
        }
    }

    /** What is read is written, and read again as the same. */
    public static void end(byte[] input) {
        RunEnd end = RunEnd.read("the-input", Inputs.text(input));
        assertThat(RunEnd.read("again", end.line())).isEqualTo(end);
    }

    /** A line of progress: what is understood is written, and read again as the same. */
    public static void progress(byte[] input) {
        ProgressFormat.read(Inputs.text(input), (elapsed, mark, ignored, forecast) -> {
            AsciiLine line = new AsciiLine();
            ProgressFormat.write(line, elapsed, mark, ignored, forecast);
            List<Object> again = new ArrayList<>();
            assertThat(ProgressFormat.read(
                            line.letter('}').toString(), (e, m, i, f) -> again.addAll(Arrays.asList(e, m, i, f))))
                    .isTrue();
            assertThat(again).containsExactly(elapsed, mark, ignored, forecast);
        });
    }

    /** Of runs that the simulation writes once in the life of this JVM. */
    private static final class Headers {

        /** Two processors and memory. */
        static final byte[] GOOD;

        /** Of a processor and memory. */
        static final byte[] SAMPLES;

        static final byte[] SAMPLES_OF_THREE;

        static {
            try {
                List<Channel> three = List.of(SimulatedRun.CPU0, SimulatedRun.CPU1, SimulatedRun.RAM);
                GOOD = part(three, true);
                SAMPLES_OF_THREE = part(three, false);
                SAMPLES = part(List.of(SimulatedRun.CPU0, SimulatedRun.RAM), false);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static byte[] part(List<Channel> channels, boolean header) throws IOException {
            SimulatedRun simulated = new SimulatedRun();
            simulated.channels = channels;
            simulated.identity = new RunIdentity("run-" + channels.size() + header, "node-1");
            simulated.duration = Optional.of(Duration.ofSeconds(3));
            Path journal = simulated.execute(Inputs.directory("runs")).file(Journal.FILE);
            String text = Seals.removed(Files.readString(journal));
            int end = text.indexOf('\n');
            return (header ? text.substring(0, end) : text.substring(end + 1)).getBytes(StandardCharsets.UTF_8);
        }
    }
}
