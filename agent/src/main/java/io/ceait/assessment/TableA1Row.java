package io.ceait.assessment;

import io.ceait.attribution.Policy;
import io.ceait.device.DeviceType;
import io.ceait.energy.DeviceBooks;
import io.ceait.units.Energy;
import io.ceait.units.Power;
import io.ceait.units.Ratio;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A row of the standard's Table A.1: devices of one type. The occupancy is weighted with energy, so that
 * {@code n × w × t × p} is the integral over the run and not only near it.
 *
 * @param n number of devices
 * @param meanPower of one device while metered
 * @param time for which the energy of a device is known, the mean over the devices
 * @param occupancy energy-weighted share of the job under the headline policy
 * @param plainOccupancy mean share over time
 * @param energy the job's
 */
public record TableA1Row(
        DeviceType type, int n, Power meanPower, Duration time, Ratio occupancy, Ratio plainOccupancy, Energy energy) {

    static List<TableA1Row> of(List<DeviceBooks> devices, Policy headline) {
        List<TableA1Row> rows = new ArrayList<>();
        for (DeviceType type : DeviceType.values()) {
            List<DeviceBooks> ofType =
                    devices.stream().filter(d -> d.device().type() == type).toList();
            if (!ofType.isEmpty()) {
                rows.add(of(type, ofType, headline));
            }
        }
        return rows;
    }

    private static TableA1Row of(DeviceType type, List<DeviceBooks> devices, Policy headline) {
        int n = devices.size();
        Energy whole = Energy.ZERO;
        Energy job = Energy.ZERO;
        double shareNanos = 0;
        long nanos = 0;
        for (DeviceBooks device : devices) {
            whole = whole.plus(device.energy());
            job = job.plus(device.jobEnergy(headline));
            shareNanos += device.meanShare().getOrDefault(headline, Ratio.ZERO).value()
                    * device.time().toNanos();
            nanos += device.time().toNanos();
        }
        Duration time = Duration.ofNanos(nanos / n);
        return new TableA1Row(
                type,
                n,
                nanos == 0 ? Power.ZERO : Power.ofWatts(whole.joules() / (nanos / 1e9)),
                time,
                ratio(whole.joules() > 0 ? job.joules() / whole.joules() : 0),
                ratio(nanos == 0 ? 0 : shareNanos / nanos),
                job);
    }

    private static Ratio ratio(double value) {
        return Ratio.of(Math.max(0, Math.min(1, value)));
    }

    /** The product of plain averages, as a reader of formula (4) would form it. */
    public Energy productOfMeans() {
        return meanPower.times(n).during(time).times(plainOccupancy);
    }

    /** By how much {@link #productOfMeans} misses the job's energy, as a part of it: −0.33 for a third too little. */
    public double deviationOfMeans() {
        return energy.joules() > 0 ? productOfMeans().joules() / energy.joules() - 1 : 0;
    }
}
