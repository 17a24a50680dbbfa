package io.ceait.recorded;

import io.ceait.data.Csv;
import io.ceait.data.InputException;
import io.ceait.data.Timestamps;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** The emission time series of a finished run, row by row, in constant memory. */
public final class RecordedSamples {

    private static final String FILE = "samples.csv";
    private static final double NANOS = 1e9;

    /** Sees the intervals pass by. */
    @FunctionalInterface
    public interface Visitor {

        /**
         * The job's energy on one device in one interval. Nothing is told of an interval whose energy is not known.
         *
         * @param fromSeconds beginning of the interval since the first sample; likewise {@code toSeconds} its end
         * @param jobJoules by the run's headline attribution
         */
        void interval(double fromSeconds, double toSeconds, double jobJoules);
    }

    /**
     * What a pass over the file has told besides.
     *
     * @param start of the run on the wall clock
     * @param seconds its length
     * @param unknown intervals without a known energy
     */
    public record Pass(Instant start, double seconds, long unknown) {}

    private RecordedSamples() {}

    /** Fails with an {@link InputException} where there is no series, or none of ours. */
    public static Pass read(Path directory, Visitor visitor) {
        Path file = directory.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new InputException(directory + " is no directory of a finished run: it holds no " + FILE);
        }
        try (Csv csv = Csv.open(file)) {
            return read(file, csv, visitor);
        }
    }

    private static Pass read(Path file, Csv csv, Visitor visitor) {
        Timestamps timestamps = new Timestamps();
        int time = csv.column("time_utc");
        int elapsed = csv.column("elapsed_s");
        int length = csv.column("interval_s");
        int job = csv.column("job_energy_j");
        long startNanos = Long.MIN_VALUE;
        double last = 0;
        long unknown = 0;
        while (csv.next()) {
            double to = positive(csv, elapsed);
            if (startNanos == Long.MIN_VALUE) {
                startNanos = timestamps.nanoseconds(csv, time) - Math.round(to * NANOS);
            }
            last = Math.max(last, to);
            if (csv.text(job).isEmpty()) {
                unknown++;
            } else {
                visitor.interval(Math.max(0, to - positive(csv, length)), to, positive(csv, job));
            }
        }
        if (startNanos == Long.MIN_VALUE || last == 0) {
            throw new InputException(file + " holds no interval: the run ended before its second sample");
        }
        return new Pass(Instant.ofEpochSecond(0, startNanos), last, unknown);
    }

    private static double positive(Csv csv, int column) {
        double value = csv.number(column);
        if (value < 0) {
            throw csv.error(column, csv.quoted(column) + " is below 0");
        }
        return value;
    }
}
