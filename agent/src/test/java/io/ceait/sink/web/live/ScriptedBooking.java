package io.ceait.sink.web.live;

import io.ceait.device.Device;
import io.ceait.device.DeviceType;
import io.ceait.device.Quality;
import io.ceait.energy.DeviceInterval;
import io.ceait.energy.TestIntervals;
import io.ceait.run.Booked;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Bookings as a test states them. */
final class ScriptedBooking implements Booked {

    private final List<Device> devices;
    private final DeviceInterval[] intervals;
    private long elapsedNanos;
    private Quality quality = Quality.MEASURED;

    ScriptedBooking(int count) {
        devices = IntStream.range(0, count)
                .mapToObj(i -> new Device("cpu" + i, DeviceType.CPU, "scripted"))
                .toList();
        intervals =
                IntStream.range(0, count).mapToObj(i -> new DeviceInterval()).toArray(DeviceInterval[]::new);
    }

    /** The quality of what follows. */
    ScriptedBooking by(Quality told) {
        quality = told;
        return this;
    }

    /** An interval of that length for each device; a power that is not a number is a gap. */
    ScriptedBooking after(Duration length, double... watts) {
        elapsedNanos += length.toNanos();
        for (int i = 0; i < intervals.length; i++) {
            TestIntervals.book(intervals[i], length, watts[i], quality);
        }
        return this;
    }

    /** Time goes by and no interval ends. */
    ScriptedBooking nothingFor(Duration length) {
        elapsedNanos += length.toNanos();
        for (DeviceInterval interval : intervals) {
            TestIntervals.bookNothing(interval);
        }
        return this;
    }

    /** After {@code length} an interval ends that began before the last ones. */
    ScriptedBooking spanning(Duration span, Duration length, double watts) {
        elapsedNanos += length.toNanos();
        for (DeviceInterval interval : intervals) {
            TestIntervals.book(interval, span, watts);
        }
        return this;
    }

    @Override
    public long elapsedNanos() {
        return elapsedNanos;
    }

    @Override
    public int deviceCount() {
        return devices.size();
    }

    @Override
    public Device device(int index) {
        return devices.get(index);
    }

    @Override
    public DeviceInterval interval(int index) {
        return intervals[index];
    }
}
