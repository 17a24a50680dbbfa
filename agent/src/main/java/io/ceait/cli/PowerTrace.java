package io.ceait.cli;

import io.ceait.data.Csv;
import io.ceait.data.InputException;
import io.ceait.data.Nearest;
import io.ceait.data.Timestamps;
import io.ceait.emission.EmissionFactors;
import io.ceait.emission.EmissionIntegral;
import io.ceait.emission.IntensityBooks;
import io.ceait.emission.IntensityFeed;
import io.ceait.energy.Trapezoid;
import io.ceait.units.Energy;
import io.ceait.units.Mass;
import io.ceait.units.Power;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The integral of a power trace from elsewhere: columns {@code time,power_w[,device]}, any number of rows, one pass. */
final class PowerTrace {

    private static final List<String> COLUMNS = List.of("time", "power_w", "device");

    /** Far more than any machine has; a trace with a new name on every row has its columns mixed up. */
    private static final int MOST_DEVICES = 10_000;

    /** A time before is not since 1970, but since a start of its own: 2000-01-01, when nobody traced a training. */
    private static final long EARLIEST_NANOS = 946_684_800_000_000_000L;

    /** One device of the trace; without a column {@code device} there is one, called {@code trace}. */
    static final class Channel {
        private final String device;
        private final Trapezoid integral = new Trapezoid();
        private final EmissionIntegral emissions;
        private long lastNanos;

        Channel(String device, EmissionFactors factors) {
            this.device = device;
            this.emissions = new EmissionIntegral(factors);
        }

        /** A reading; with the one before it the energy of a span, by the intensity that held in it. */
        private void add(long nanoTime, Power power, @Nullable IntensityFeed feed) {
            boolean first = integral.readings() == 0;
            Energy step = integral.add(nanoTime, power);
            if (!first) {
                long end = Math.floorDiv(nanoTime, NANOS_PER_MILLI);
                if (feed != null) {
                    feed.tell(Math.floorDiv(lastNanos, NANOS_PER_MILLI), end, emissions);
                }
                emissions.passed(end, nanoTime - lastNanos);
                double unused = emissions.add(end, nanoTime - lastNanos, step.joules());
            }
            lastNanos = nanoTime;
        }

        EmissionIntegral emissions() {
            return emissions;
        }

        String device() {
            return device;
        }

        Trapezoid integral() {
            return integral;
        }
    }

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final EmissionFactors factors;
    private final @Nullable IntensityFeed feed;
    private final List<Channel> channels = new ArrayList<>();
    private int last = -1;
    private long rows;
    private long firstNanos = Long.MAX_VALUE;

    private PowerTrace(EmissionFactors factors, @Nullable IntensityFeed feed) {
        this.factors = factors;
        this.feed = feed;
    }

    /**
     * @param feed what the intensity was, where it changes; null for a constant one
     * @throws InputException that names line and column on the first row that cannot be right, or what is too large together
     */
    static PowerTrace integrate(Path file, EmissionFactors factors, @Nullable IntensityFeed feed) {
        PowerTrace trace = new PowerTrace(factors, feed);
        try (Csv csv = Csv.open(file)) {
            trace.read(file, csv);
        }
        if (trace.rows == 0) {
            throw new InputException(file + " has a header but no rows");
        }
        if (trace.channels.stream().allMatch(c -> c.integral.duration().isZero())) {
            throw new InputException(file + " spans no time: an integral needs two readings of one device");
        }
        return trace;
    }

    private void read(Path file, Csv csv) {
        for (String column : csv.columns()) {
            if (!COLUMNS.contains(column)) {
                throw new InputException(file + ": unknown column \"" + column + "\"" + Nearest.hint(column, COLUMNS)
                        + " (the columns are time,power_w and optionally device)");
            }
        }
        int time = csv.column("time");
        int power = csv.column("power_w");
        int device = csv.has("device") ? csv.column("device") : -1;
        Timestamps timestamps = new Timestamps();
        while (csv.next()) {
            long nanoTime = timestamps.nanoseconds(csv, time);
            Power drawn = power(csv, power);
            Channel channel = channel(csv, device);
            if (channel.integral.readings() > 0 && nanoTime < channel.lastNanos) {
                throw csv.error(
                        time,
                        csv.quoted(time) + " comes after a later reading of " + channel.device
                                + "; the rows of a device are in order of time");
            }
            try {
                channel.add(nanoTime, drawn, feed);
            } catch (ArithmeticException e) {
                throw csv.error(
                        time,
                        csv.quoted(time) + " is more than 292 years after the first reading of " + channel.device
                                + "; are all times of one scale?");
            }
            if (nanoTime >= EARLIEST_NANOS) {
                firstNanos = Math.min(firstNanos, nanoTime);
            }
            rows++;
        }
    }

    private static Power power(Csv csv, int column) {
        double watts = csv.number(column);
        if (watts < 0) {
            throw csv.error(column, csv.quoted(column) + " is negative; a consumer's power is at least 0 W");
        }
        try {
            return Power.ofConsumer(watts);
        } catch (IllegalArgumentException e) {
            throw csv.error(column, String.valueOf(e.getMessage()));
        }
    }

    /** Devices mostly take turns, so the one after the last is tried first; no row allocates. */
    private Channel channel(Csv csv, int column) {
        if (column < 0) {
            if (channels.isEmpty()) {
                channels.add(new Channel("trace", factors));
            }
            return channels.get(0);
        }
        for (int i = 1; i <= channels.size(); i++) {
            int candidate = (last + i) % channels.size();
            if (csv.holds(column, channels.get(candidate).device)) {
                last = candidate;
                return channels.get(candidate);
            }
        }
        if (csv.text(column).isBlank()) {
            throw csv.error(column, "the device is missing");
        }
        if (channels.size() == MOST_DEVICES) {
            throw csv.error(column, "more than " + MOST_DEVICES + " devices; is this the right column?");
        }
        channels.add(new Channel(csv.text(column), factors));
        last = channels.size() - 1;
        return channels.get(last);
    }

    List<Channel> channels() {
        return List.copyOf(channels);
    }

    /** The year in which it begins; empty where all of its times are seconds since a start of their own. */
    OptionalInt year() {
        return firstNanos == Long.MAX_VALUE
                ? OptionalInt.empty()
                : OptionalInt.of(Instant.ofEpochSecond(0, firstNanos)
                        .atOffset(ZoneOffset.UTC)
                        .getYear());
    }

    long rows() {
        return rows;
    }

    Mass emissions() {
        return channels.stream().map(c -> c.emissions.emissions()).reduce(Mass.ZERO, Mass::plus);
    }

    /** What the intensity was while the devices ran. */
    IntensityBooks intensity() {
        return EmissionIntegral.together(
                channels.stream().map(Channel::emissions).toList());
    }

    Energy total() {
        return channels.stream().map(c -> c.integral.total()).reduce(Energy.ZERO, Energy::plus);
    }
}
