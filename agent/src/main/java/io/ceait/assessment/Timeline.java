package io.ceait.assessment;

import io.ceait.attribution.Policy;
import io.ceait.device.Device;
import io.ceait.device.DeviceType;
import io.ceait.energy.DeviceBooks;
import io.ceait.energy.DeviceInterval;
import io.ceait.run.Snapshot;
import io.ceait.units.CarbonIntensity;
import io.ceait.units.Energy;
import io.ceait.units.Mass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a pass over the intervals of a run shows and its books do not hold: when the job's energy was used and at which
 * carbon intensity, and for how long a GPU did nothing for it. Its memory does not grow with the run.
 */
public final class Timeline {

    /** Below this occupancy a GPU is not at work for the job: what is left are transfers and clocks. */
    static final double IDLE = 0.05;

    private final Buckets buckets;
    private final Policy headline;
    private final double[] jobJoules;
    private final double[] kilograms;
    private final double[] intensityNanos;
    private final long[] nanos;
    private final Map<Device, Idle> idle = new LinkedHashMap<>();

    private static final class Idle {
        long nanos;
        double joules;
    }

    /** How long a device was idle, and what it used meanwhile. */
    public record IdleTime(Device device, Duration time, Energy energy) {}

    /**
     * One stretch of the run.
     *
     * @param jobEnergy under the headline policy
     * @param emissions of it, PUE included
     * @param intensity mean over the time; empty where no interval reaches
     */
    public record Moment(Energy jobEnergy, Mass emissions, Optional<CarbonIntensity> intensity) {}

    public Timeline(Snapshot snapshot) {
        buckets = Buckets.of(snapshot.books().elapsed());
        headline = snapshot.run().headline();
        jobJoules = new double[buckets.count()];
        kilograms = new double[buckets.count()];
        intensityNanos = new double[buckets.count()];
        nanos = new long[buckets.count()];
        for (DeviceBooks device : snapshot.books().devices()) {
            if (device.device().type() == DeviceType.GPU) {
                idle.put(device.device(), new Idle());
            }
        }
    }

    /** An interval of a device, as the replay tells it. */
    public void interval(
            long elapsedNanos, Device device, DeviceInterval interval, CarbonIntensity intensity, double emitted) {
        long span = interval.spanNanos();
        if (span <= 0) {
            return;
        }
        double perNano = interval.isKnown() ? interval.jobJoules(headline) / span : 0;
        double emittedPerNano = interval.isKnown() ? emitted / span : 0;
        double grid = intensity.kilogramsPerKilowattHour();
        buckets.each(elapsedNanos - span, elapsedNanos, (bucket, part) -> {
            jobJoules[bucket] += perNano * part;
            kilograms[bucket] += emittedPerNano * part;
            intensityNanos[bucket] += grid * part;
            nanos[bucket] += part;
        });
        if (interval.isKnown() && interval.share(Policy.OCCUPANCY) < IDLE) {
            Idle one = idle.get(device);
            if (one != null) {
                one.nanos += span;
                one.joules += interval.microjoules() / 1e6;
            }
        }
    }

    public Buckets buckets() {
        return buckets;
    }

    public List<Moment> moments() {
        List<Moment> moments = new ArrayList<>(buckets.count());
        for (int i = 0; i < buckets.count(); i++) {
            moments.add(new Moment(
                    Energy.ofJoules(jobJoules[i]),
                    Mass.ofKilograms(kilograms[i]),
                    nanos[i] == 0
                            ? Optional.empty()
                            : Optional.of(CarbonIntensity.ofKilogramsPerKilowattHour(intensityNanos[i] / nanos[i]))));
        }
        return moments;
    }

    /** By GPU, in the order of the books. */
    public List<IdleTime> idleTimes() {
        List<IdleTime> times = new ArrayList<>();
        idle.forEach((device, one) ->
                times.add(new IdleTime(device, Duration.ofNanos(one.nanos), Energy.ofJoules(one.joules))));
        return times;
    }
}
