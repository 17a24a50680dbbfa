package io.ceait.sink.web.live;

import io.ceait.device.Device;
import io.ceait.run.Booked;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Power of each device over the run: the whole of it in ever longer buckets, and the last minutes in short ones. Some 65 kB
 * a device, after a minute and after a week.
 *
 * <p>The sampling thread writes under the lock; a reader holds it for as long as copying takes.
 */
final class PowerHistory {

    /** More than a plot on a large screen has room for. */
    static final int WHOLE_RUN = 720;

    /** A quarter of an hour at a second. */
    static final int LAST_MINUTES = 900;

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final List<Device> devices;
    private final WholeRun whole;
    private final LastMinutes last;
    private long revision;

    PowerHistory(Booked booked, Duration nominal) {
        List<Device> list = new ArrayList<>();
        for (int i = 0; i < booked.deviceCount(); i++) {
            list.add(booked.device(i));
        }
        devices = List.copyOf(list);
        long bucketNanos = Math.max(SHORTEST.toNanos(), nominal.toNanos());
        whole = new WholeRun(WHOLE_RUN, devices.size(), bucketNanos, nominal.toNanos());
        last = new LastMinutes(LAST_MINUTES, devices.size(), bucketNanos, nominal.toNanos());
    }

    List<Device> devices() {
        return devices;
    }

    synchronized void book(Booked booked) {
        revision++;
        whole.book(booked, revision);
        last.book(booked, revision);
    }

    /** Grows by one with each sample. */
    synchronized long revision() {
        return revision;
    }

    synchronized PowerSeries wholeRun() {
        return new PowerSeries(whole, devices, 0);
    }

    /** The last minutes from the first bucket on that has changed since a revision; without buckets when none has. */
    synchronized PowerSeries since(long known) {
        return new PowerSeries(last, devices, last.firstChangedSince(known));
    }
}
