package io.ceait.intensity;

import io.ceait.data.InputException;
import io.ceait.data.TextFiles;
import io.ceait.units.CarbonIntensity;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A time series of carbon intensities, in the order of time. A value holds from its instant until the next one, and at
 * most for twice the usual distance of the series' values: one that is missing is bridged, a longer hole is a hole. Before
 * the first value, in holes and after the last one there is no intensity.
 */
public final class IntensitySeries {

    /** For how many of the usual distances a value may hold. */
    private static final int HOLDS_FOR_STEPS = 2;

    private final SeriesFacts facts;
    private final long[] starts;
    private final double[] kilograms;
    private final long stepMillis;

    /**
     * @param starts milliseconds since 1970, ascending, no instant twice; at least one
     * @param kilograms kg/kWh
     */
    IntensitySeries(SeriesFacts facts, long[] starts, double[] kilograms) {
        this.facts = facts;
        this.starts = starts;
        this.kilograms = kilograms;
        this.stepMillis = usualDistance(starts, facts.statedStepMillis());
    }

    /**
     * Reads a file: CSV with {@code time_utc,gco2_per_kwh}, CSV or JSON of Electricity Maps, JSON of WattTime (version 3), of
     * the Carbon Intensity API of Great Britain, or of the Carbon Aware SDK; told apart by their content.
     *
     * @throws InputException with a sentence naming file and line, when it is none of these or a value cannot be right
     */
    public static IntensitySeries read(Path file) {
        try (Reader reader = TextFiles.open(file)) {
            return parse(file.toString(), reader);
        } catch (IOException e) {
            throw new InputException(file + " cannot be read: " + TextFiles.reason(e), e);
        }
    }

    /** As {@link #read}, of a text that is called {@code name} in sentences. */
    public static IntensitySeries parse(String name, Reader text) {
        try {
            BufferedReader reader = new BufferedReader(text, 1 << 16);
            return isJson(reader) ? JsonSeries.parse(name, reader) : CsvSeries.parse(name, reader);
        } catch (IOException e) {
            throw new InputException(name + " cannot be read: " + TextFiles.reason(e), e);
        }
    }

    private static boolean isJson(BufferedReader reader) throws IOException {
        int c;
        do {
            reader.mark(1);
            c = reader.read();
        } while (c == '\uFEFF' || (c >= 0 && c <= ' '));
        if (c >= 0) {
            reader.reset();
        }
        return c == '{' || c == '[';
    }

    private static long usualDistance(long[] starts, long stated) {
        if (starts.length < 2) {
            return stated;
        }
        long[] distances = new long[starts.length - 1];
        for (int i = 0; i < distances.length; i++) {
            distances[i] = starts[i + 1] - starts[i];
        }
        Arrays.sort(distances);
        return distances[(distances.length - 1) / 2];
    }

    public Signal signal() {
        return facts.signal();
    }

    /** The grid as the file names it; empty where it does not. */
    public String zone() {
        return facts.zone();
    }

    /** What is counted: {@code average, life-cycle CO2e}. */
    public String kind() {
        return facts.kind();
    }

    /** File and format. */
    public String source() {
        return facts.source();
    }

    /** What a reader must know of the values, each a sentence. */
    public List<String> notes() {
        return facts.notes();
    }

    public int size() {
        return starts.length;
    }

    /** The instant from which a value holds. */
    public Instant time(int index) {
        return Instant.ofEpochMilli(starts[index]);
    }

    public CarbonIntensity intensity(int index) {
        return CarbonIntensity.ofKilogramsPerKilowattHour(kilograms[index]);
    }

    /** The usual distance of two values: their median. */
    public Duration step() {
        return Duration.ofMillis(stepMillis);
    }

    /** The instant after which no value holds any more. */
    public Instant end() {
        return Instant.ofEpochMilli(holdsUntil(starts.length - 1));
    }

    /** The intensity at an instant; empty before the series, after it and in its holes. */
    public Optional<CarbonIntensity> at(Instant instant) {
        int index = indexAt(instant.toEpochMilli());
        return index >= 0 && instant.toEpochMilli() < holdsUntil(index)
                ? Optional.of(intensity(index))
                : Optional.empty();
    }

    /** The last value that begins at or before an instant; -1 before the first one. */
    int indexAt(long millis) {
        int at = Arrays.binarySearch(starts, millis);
        return at >= 0 ? at : -at - 2;
    }

    long startMillis(int index) {
        return starts[index];
    }

    /** When a value ends to hold: at the next one, or before it where a hole begins. */
    long holdsUntil(int index) {
        long longest = starts[index] + HOLDS_FOR_STEPS * stepMillis;
        return index + 1 < starts.length ? Math.min(longest, starts[index + 1]) : longest;
    }

    /**
     * The same series, when an inventory may be made with it.
     *
     * @throws InputException with the reason, for a marginal signal
     */
    public IntensitySeries forInventory() {
        if (signal() == Signal.MARGINAL) {
            throw new InputException(
                    source() + " holds marginal intensities: they tell what one kilowatt-hour more would"
                            + " emit, not what the electricity that was used has emitted, so an inventory total (T/CCF 0003-2024,"
                            + " formula (1)) is never computed with them; give a series of average intensities, and use this one"
                            + " to choose a time or a place");
        }
        return this;
    }
}
