package io.ceait.sink.report;

import io.ceait.assessment.Buckets;
import io.ceait.device.Device;
import io.ceait.energy.DeviceBooks;
import io.ceait.energy.DeviceInterval;
import io.ceait.run.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sees a run pass by and keeps what a chart can show of its power, in memory that does not grow with the run. */
final class PowerRecorder {

    private final Duration length;
    private final Map<Device, Track> tracks = new LinkedHashMap<>();

    PowerRecorder(Snapshot snapshot) {
        length = snapshot.books().elapsed();
        Buckets buckets = Buckets.of(length);
        for (DeviceBooks device : snapshot.books().devices()) {
            tracks.put(device.device(), new Track(buckets, snapshot.run().interval()));
        }
    }

    void interval(long elapsedNanos, Device device, DeviceInterval interval) {
        Track track = tracks.get(device);
        if (track != null) {
            track.interval(elapsedNanos, interval);
        }
    }

    /** One series per device that was metered, in the order of the outputs. */
    List<PowerSeries> series() {
        List<PowerSeries> list = new ArrayList<>();
        tracks.forEach((device, track) -> list.add(new PowerSeries(device, length, track.buckets())));
        return list;
    }
}
