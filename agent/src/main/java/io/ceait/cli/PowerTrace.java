package io.ceait.cli;

import io.ceait.data.Csv;
import io.ceait.data.InputException;
import io.ceait.data.Nearest;
import io.ceait.data.Timestamps;
import io.ceait.energy.Trapezoid;
import io.ceait.units.Energy;
import io.ceait.units.Power;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The integral of a power trace from elsewhere: columns {@code time,power_w[,device]}, any number of rows, one pass. */
final class PowerTrace {

    private static final List<String> COLUMNS = List.of("time", "power_w", "device");

    /** Far more than any machine has; a trace with a new name on every row has its columns mixed up. */
    private static final int MOST_DEVICES = 10_000;

    /** One device of the trace; without a column {@code device} there is one, called {@code trace}. */
    static final class Channel {
        private final String device;
        private final Trapezoid integral = new Trapezoid();

        Channel(String device) {
            this.device = device;
        }

        String device() {
            return device;
        }

        Trapezoid integral() {
            return integral;
        }
    }

    private final List<Channel> channels = new ArrayList<>();
    private int last = -1;
    private long rows;

    private PowerTrace() {}

    /** Fails with an {@link InputException} that names line and column on the first row that cannot be right. */
    static PowerTrace integrate(Path file) {
        PowerTrace trace = new PowerTrace();
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
            double watts = csv.number(power);
            if (watts < 0) {
                throw csv.error(power, csv.quoted(power) + " is negative; a consumer's power is at least 0 W");
            }
            Channel channel = channel(csv, device);
            try {
                channel.integral.add(nanoTime, Power.ofWatts(watts));
            } catch (IllegalArgumentException | ArithmeticException e) {
                String reason =
                        e instanceof ArithmeticException ? "the trace spans more than 292 years" : e.getMessage();
                throw csv.error(
                        time,
                        csv.quoted(time) + " comes after a later reading of " + channel.device + " (" + reason
                                + "); the rows of a device are in order of time");
            }
            rows++;
        }
    }

    /** Devices mostly take turns, so the one after the last is tried first; no row allocates. */
    private Channel channel(Csv csv, int column) {
        if (column < 0) {
            if (channels.isEmpty()) {
                channels.add(new Channel("trace"));
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
        channels.add(new Channel(csv.text(column)));
        last = channels.size() - 1;
        return channels.get(last);
    }

    List<Channel> channels() {
        return List.copyOf(channels);
    }

    long rows() {
        return rows;
    }

    Energy total() {
        return channels.stream().map(c -> c.integral.total()).reduce(Energy.ZERO, Energy::plus);
    }
}
