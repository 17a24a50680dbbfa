package io.ceait.run;

import io.ceait.data.InputException;
import io.ceait.emission.IntensityListener;
import io.ceait.emission.IntensityOrigin;
import io.ceait.sampling.Sample;
import io.ceait.units.CarbonIntensity;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the samples of a journal and the intensities between them, one after the other, in memory that does not grow with
 * the run, and what the last line says of its end. A line that is torn or damaged is passed over, as a sample that was never
 * taken; those behind it have seals of their own. In a journal without seals, of an early version, it ends the reading:
 * nothing behind it could be trusted.
 */
final class JournalReader implements Closeable {

    private static final byte[] END = RunEnd.KEY.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] INTENSITY_FROM = "{\"intensity_from_ms\":".getBytes(StandardCharsets.US_ASCII);
    private static final String KILOGRAMS = ",\"kg_per_kwh\":";
    private static final String ORIGIN = ",\"origin\":\"";

    private final JournalLines lines;
    private final IntensityListener intensities;
    private final ProgressListener progress;
    private final Sample sample;
    private final boolean sealed;
    private final String name;
    private boolean started;
    private long missing;
    private Optional<RunEnd> end = Optional.empty();
    private final SampleLine line = new SampleLine();

    /** @param intensities hears the intensities that stand in front of a sample before {@link #next} gives it */
    JournalReader(JournalSource journal, int channels, int uses, IntensityListener intensities) throws IOException {
        this(journal, channels, uses, intensities, (elapsed, mark, ignored, forecast) -> {});
    }

    /** @param progress hears the marks, too */
    JournalReader(
            JournalSource journal, int channels, int uses, IntensityListener intensities, ProgressListener progress)
            throws IOException {
        this.intensities = intensities;
        this.progress = progress;
        lines = new JournalLines(journal);
        sealed = journal.sealed();
        name = journal.file().toString();
        sample = new Sample(channels, uses);
    }

    /** The next sample, in an object that the next call refills; null at the end. */
    @Nullable
    Sample next() throws IOException {
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

    /** Gives the sample its place behind the one before. False for one that is none, was told already, or goes back in time. */
    private boolean parse() {
        long tickBefore = started ? sample.tick() : -1;
        long elapsedBefore = started ? sample.elapsedNanos() : 0;
        if (!line.read(lines.bytes(), lines.length(), sample)
                || line.tick() <= tickBefore
                || line.elapsedNanos() < elapsedBefore) {
            return false;
        }
        // Samples that could not be written leave a hole: the next one ends an interval that spans it. So does the
        // first one that is left when the beginning is lost; with nothing before it, it opens the books.
        long lost = line.tick() - tickBefore - 1;
        missing += lost;
        sample.at(
                line.tick(),
                line.wallMillis(),
                line.elapsedNanos(),
                lost > 0 ? line.elapsedNanos() - elapsedBefore : line.intervalNanos());
        sample.flags(sample.isLate(), sample.isGap() || lost > 0, sample.isLast());
        sample.beginningLost(!started && lost > 0);
        started = true;
        return true;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
