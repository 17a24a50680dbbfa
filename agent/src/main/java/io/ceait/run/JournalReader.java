package io.ceait.run;

import io.ceait.data.InputException;
import io.ceait.emission.IntensityListener;
import io.ceait.emission.IntensityOrigin;
import io.ceait.kernel.Cursor;
import io.ceait.sampling.Sample;
import io.ceait.source.Readings;
import io.ceait.source.Unavailable;
import io.ceait.source.UseMeans;
import io.ceait.target.JobAccount;
import io.ceait.target.JobAccount.CpuMeans;
import io.ceait.target.JobAccount.Loss;
import io.ceait.target.JobAccount.MemoryMeans;
import io.ceait.units.CarbonIntensity;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the samples of a journal and the intensities between them, one after the other, in memory that does not grow with
 * the run, and what the last line says of its end. A line that is torn or damaged is passed over, as a sample that was never
 * taken; those behind it have seals of their own. In a journal without seals, of an early version, it ends the reading:
 * nothing behind it could be trusted.
 */
final class JournalReader implements Closeable {

    private static final Map<String, Unavailable> REASONS = new HashMap<>();

    static {
        for (Unavailable.Reason reason : Unavailable.Reason.values()) {
            REASONS.put(reason.label(), new Unavailable(reason, "as the journal says", ""));
        }
    }

    private static final UseMeans[] MEANS = UseMeans.values();
    private static final CpuMeans[] CPU_MEANS = CpuMeans.values();
    private static final MemoryMeans[] MEMORY_MEANS = MemoryMeans.values();
    private static final Loss[] LOSSES = Loss.values();

    private static final String RESUMED = ",\"resumed\":1";
    private static final byte[] END = RunEnd.KEY.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] INTENSITY_FROM = "{\"intensity_from_ms\":".getBytes(StandardCharsets.US_ASCII);
    private static final String KILOGRAMS = ",\"kg_per_kwh\":";
    private static final String ORIGIN = ",\"origin\":\"";

    private final JournalLines lines;
    private final IntensityListener intensities;
    private final ProgressListener progress;
    private final Sample sample;
    private final String name;
    private boolean started;
    private long missing;
    private Optional<RunEnd> end = Optional.empty();
    private final Cursor cursor = new Cursor();

    /**
     * @param file the part that grows, or grew; those before it are beside it
     * @param intensities hears the intensities that stand in front of a sample before {@link #next} gives it
     */
    JournalReader(Path file, int channels, int uses, IntensityListener intensities) throws IOException {
        this(file, channels, uses, intensities, (elapsed, mark, ignored, forecast) -> {});
    }

    /** @param progress hears the marks, too */
    JournalReader(Path file, int channels, int uses, IntensityListener intensities, ProgressListener progress)
            throws IOException {
        this.intensities = intensities;
        this.progress = progress;
        lines = new JournalLines(file);
        name = file.toString();
        sample = new Sample(channels, uses);
    }

    /** The next sample, in an object that the next call refills; null at the end. */
    @Nullable
    Sample next() throws IOException {
        boolean sealed = lines.isSealed();
        while (end.isEmpty() && lines.next()) {
            if (lines.startsWith(INTENSITY_FROM)) {
                if (!parseIntensity() && !sealed) {
                    return null;
                }
            } else if (lines.startsWith(END)) {
                end = readEnd();
                return null;
            } else if (lines.startsWith(ProgressFormat.KEY)) {
                if (!ProgressFormat.read(lines.text(StandardCharsets.US_ASCII), progress) && !sealed) {
                    return null;
                }
            } else if (parse()) {
                return sample;
            } else if (!sealed) {
                return null;
            }
            // Whole, and of a kind that a later version writes, or the first line of a part.
        }
        return null;
    }

    private Optional<RunEnd> readEnd() {
        try {
            return Optional.of(RunEnd.read(name + ":" + lines.number(), lines.text(StandardCharsets.UTF_8)));
        } catch (InputException e) {
            // Written by something else: the samples before it stand.
            return Optional.empty();
        }
    }

    /** What the last line says of the end of the run; empty before it was read, and when the agent was killed. */
    Optional<RunEnd> end() {
        return end;
    }

    /** How many samples were taken, by their numbers, and are not in the journal as far as it was read, or not whole. */
    long missingSamples() {
        return missing;
    }

    /** Whether its lines have checksums; those of version 0.1.0 have none. */
    boolean isSealed() {
        return lines.isSealed();
    }

    /** The last sample that was read; of no meaning before the first. */
    Sample last() {
        return sample;
    }

    /** Rare, so that it may make garbage. */
    private boolean parseIntensity() {
        String text = lines.text(StandardCharsets.US_ASCII);
        int kilograms = text.indexOf(KILOGRAMS);
        int origin = text.indexOf(ORIGIN);
        if (kilograms < 0 || origin < kilograms || !text.endsWith("\"}")) {
            return false;
        }
        String label = text.substring(origin + ORIGIN.length(), text.length() - 2);
        try {
            long from = Long.parseLong(text.substring(INTENSITY_FROM.length, kilograms));
            CarbonIntensity intensity = CarbonIntensity.ofKilogramsPerKilowattHour(
                    Double.parseDouble(text.substring(kilograms + KILOGRAMS.length(), origin)));
            for (IntensityOrigin known : IntensityOrigin.values()) {
                if (known.label().equals(label)) {
                    intensities.from(from, intensity, known);
                    return true;
                }
            }
            return false;
        } catch (IllegalArgumentException e) {
            // No number, or none that is an intensity.
            return false;
        }
    }

    private boolean parse() {
        cursor.over(lines.bytes(), lines.length());
        long tick = field("{\"tick\":");
        long wall = field(",\"time_ms\":");
        long elapsed = field(",\"elapsed_ns\":");
        long interval = field(",\"interval_ns\":");
        long late = field(",\"late\":");
        long gap = field(",\"gap\":");
        long last = field(",\"last\":");
        boolean resumed = cursor.skip(RESUMED);
        long busy = field(",\"busy_us\":");
        long cpus = field(",\"cpus\":");
        long used = field(",\"used_b\":");
        long installed = field(",\"installed_b\":");
        long job = field(",\"job_us\":");
        long jobBytes = field(",\"job_b\":");
        long processes = field(",\"processes\":");
        long seen = field(",\"seen\":");
        if (seen == Cursor.NONE || !parseAccount() || !cursor.skip(",\"uj\":[")) {
            return false;
        }
        if (started && tick <= sample.tick()) {
            // Said twice.
            return false;
        }
        if (interval < 0 || elapsed < (started ? sample.elapsedNanos() : 0)) {
            // No clock of ours goes back.
            return false;
        }
        // Samples that could not be written leave a hole: the next one ends an interval that spans it.
        boolean hole = started && tick != sample.tick() + 1;
        missing += hole ? tick - sample.tick() - 1 : 0;
        started = true;
        sample.at(tick, wall, elapsed, hole ? elapsed - sample.elapsedNanos() : interval);
        sample.flags(late != 0, gap != 0 || hole, last != 0);
        sample.resumed(resumed);
        sample.machine(busy, (int) cpus, used, installed);
        sample.job(job, jobBytes, (int) processes, (int) seen);
        return parseReadings(sample.readings());
    }

    /** Told where it changed: until then the one before holds. */
    private boolean parseAccount() {
        if (!cursor.skip(",\"account\":{\"cpu\":\"")) {
            return true;
        }
        CpuMeans cpu = oneOf(CPU_MEANS, CpuMeans::label);
        MemoryMeans memory = cursor.skip("\",\"memory\":\"") ? oneOf(MEMORY_MEANS, MemoryMeans::label) : null;
        Loss loss = cursor.skip("\",\"lost\":\"") ? oneOf(LOSSES, Loss::label) : null;
        long unwaited = field("\",\"unwaited\":");
        long unwaitedMicroseconds = field(",\"unwaited_us\":");
        long strays = 0;
        long strayMicroseconds = 0;
        if (!cursor.skip("}")) {
            // One of an earlier agent ends here.
            strays = field(",\"strays\":");
            strayMicroseconds = field(",\"stray_us\":");
            if (!cursor.skip("}")) {
                return false;
            }
        }
        if (cpu == null
                || memory == null
                || loss == null
                || unwaitedMicroseconds == Cursor.NONE
                || strayMicroseconds == Cursor.NONE) {
            return false;
        }
        sample.account(new JobAccount(cpu, memory, loss, unwaited, unwaitedMicroseconds, strays, strayMicroseconds));
        return true;
    }

    private boolean parseReadings(Readings readings) {
        for (int i = 0; i < readings.channels(); i++) {
            if (i > 0 && !cursor.skip(",")) {
                return false;
            }
            if (cursor.skip("\"")) {
                Unavailable why = reason();
                if (why == null) {
                    return false;
                }
                readings.unavailable(i, why);
            } else {
                long value = cursor.number();
                if (value == Cursor.NONE) {
                    return false;
                }
                readings.counter(i, value);
            }
        }
        return cursor.skip("]") && (readings.uses() == 0 || parseUses(readings)) && cursor.skip("}") && cursor.atEnd();
    }

    private boolean parseUses(Readings readings) {
        if (!cursor.skip(",\"use_us\":[")) {
            return false;
        }
        for (int i = 0; i < readings.uses(); i++) {
            if (!cursor.skip(i > 0 ? ",[\"" : "[\"")) {
                return false;
            }
            UseMeans means = oneOf(MEANS, UseMeans::label);
            long job = field("\",");
            long busy = field(",");
            long held = field(",");
            if (means == null || held == Cursor.NONE || !cursor.skip("]")) {
                return false;
            }
            readings.use(i, means, job, busy, held);
        }
        return cursor.skip("]");
    }

    /** The longest label that stands here: one may be the beginning of another. */
    private <T> @Nullable T oneOf(T[] all, Function<T, String> label) {
        T longest = null;
        for (T one : all) {
            if (cursor.looksAt(label.apply(one))
                    && (longest == null
                            || label.apply(one).length() > label.apply(longest).length())) {
                longest = one;
            }
        }
        return longest != null && cursor.skip(label.apply(longest)) ? longest : null;
    }

    private @Nullable Unavailable reason() {
        for (Map.Entry<String, Unavailable> entry : REASONS.entrySet()) {
            if (cursor.skip(entry.getKey())) {
                return cursor.skip("\"") ? entry.getValue() : null;
            }
        }
        return null;
    }

    /** The number behind a key. Once one is missing all that follow are. */
    private long field(String key) {
        if (!cursor.skip(key)) {
            cursor.over(lines.bytes(), 0);
            return Cursor.NONE;
        }
        return cursor.number();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
