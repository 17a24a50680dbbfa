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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a pass over the intervals of a run shows and its books do not hold: when the job's energy was used and at which
 * carbon intensity, and for whom each device worked. Its memory does not grow with the run.
 */
public final class Timeline {

    private final Buckets buckets;
    private final Policy headline;
    private final double[] jobJoules;
    private final double[] kilograms;
    private final double[] intensityNanos;
    private final long[] nanos;
    private final Map<Device, DeviceUse> uses = new LinkedHashMap<>();

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
            if (DeviceUse.isKnown(device)) {
                uses.put(device.device(), new DeviceUse(device.device(), headline));
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
        DeviceUse use = uses.get(device);
        if (use != null && interval.isKnown()) {
            use.add(interval);
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

    /** By processor and GPU of whose use something is known, in the order of the books. */
    List<DeviceUse> uses(DeviceType type) {
        return uses.values().stream().filter(use -> use.device().type() == type).toList();
    }
}
