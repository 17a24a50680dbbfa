package io.ceait.sink.report;

import io.ceait.device.Device;
import io.ceait.device.DeviceType;
import io.ceait.energy.DeviceInterval;
import io.ceait.run.IntervalVisitor;
import io.ceait.units.CarbonIntensity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Sees a run pass by and keeps what a chart can show of it, in memory that does not grow with the run. */
final class PowerRecorder implements IntervalVisitor {

    /** More than one per pixel of a plot shows nothing more. */
    static final int BUCKETS = 600;

    private final Duration length;
    private final Map<DeviceType, TypeRecorder> types = new EnumMap<>(DeviceType.class);

    /** @param nominal the distance of samples that the run asked for */
    PowerRecorder(List<Device> devices, Duration length, Duration nominal) {
        this.length = length;
        long bucketNanos = Math.max(1, (length.toNanos() + BUCKETS - 1) / BUCKETS);
        int buckets = (int) ((length.toNanos() + bucketNanos - 1) / bucketNanos);
        for (Device device : devices) {
            types.computeIfAbsent(device.type(), type -> new TypeRecorder(buckets, bucketNanos, nominal))
                    .add(device);
        }
    }

    @Override
    public void interval(
            long wallMillis,
            long elapsedNanos,
            Device device,
            DeviceInterval interval,
            CarbonIntensity intensity,
            double kilograms) {
        TypeRecorder recorder = types.get(device.type());
        if (recorder != null) {
            recorder.interval(elapsedNanos, device, interval);
        }
    }

    /** One series per device type that was metered, in the order of the types. */
    List<PowerSeries> series() {
        List<PowerSeries> list = new ArrayList<>();
        types.forEach((type, recorder) -> list.add(new PowerSeries(type, length, recorder.buckets())));
        return list;
    }
}
