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
import java.util.Optional;

/**
 * A row of the standard's Table A.1: devices of one type. The occupancy is weighted with energy, so that
 * {@code n × w × t × p} is the integral over the run and not only near it.
 *
 * @param n number of devices
 * @param meanPower of one device while metered; empty while that is not known
 * @param time for which the energy of a device is known, the mean over the devices. A gap of which some counters of a device
 *     told their part counts with the time that this energy takes at the mean power
 * @param occupancy energy-weighted share of the job under the headline policy; empty without energy
 * @param plainOccupancy mean share over time; empty while nothing is known
 * @param energy the job's
 */
public record TableA1Row(
        DeviceType type,
        int n,
        Optional<Power> meanPower,
        Duration time,
        Optional<Ratio> occupancy,
        Optional<Ratio> plainOccupancy,
        Energy energy) {

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
        Energy part = Energy.ZERO;
        Energy job = Energy.ZERO;
        double shareNanos = 0;
        long nanos = 0;
        for (DeviceBooks device : devices) {
            whole = whole.plus(device.energy());
            part = part.plus(device.partEnergy());
            job = job.plus(device.jobEnergy(headline));
            shareNanos += device.meanShare(headline).map(Ratio::value).orElse(0.0)
                    * device.time().toNanos();
            nanos += device.time().toNanos();
        }
        boolean powered = devices.stream().anyMatch(device -> device.meanPower().isPresent());
        double watts = powered ? (whole.joules() - part.joules()) / (nanos / 1e9) : 0;
        double partNanos = watts > 0 ? part.joules() / watts * 1e9 : 0;
        return new TableA1Row(
                type,
                n,
                powered ? Optional.of(Power.ofWatts(Math.max(0, watts))) : Optional.empty(),
                Duration.ofNanos((nanos + Math.round(partNanos)) / n),
                whole.joules() > 0 ? Optional.of(ratio(job.joules() / whole.joules())) : Optional.empty(),
                nanos > 0 ? Optional.of(ratio(shareNanos / nanos)) : Optional.empty(),
                job);
    }

    private static Ratio ratio(double value) {
        return Ratio.of(Math.max(0, Math.min(1, value)));
    }

    /** The product of plain averages, as a reader of formula (4) would form it; empty where one of them is not known. */
    public Optional<Energy> productOfMeans() {
        return meanPower.flatMap(
                power -> plainOccupancy.map(share -> power.times(n).during(time).times(share)));
    }

    /**
     * By how much {@link #productOfMeans} misses the job's energy, as a part of it: −0.33 for a third too little; empty
     * where it has none.
     */
    public Optional<Double> deviationOfMeans() {
        return energy.joules() > 0
                ? productOfMeans().map(product -> product.joules() / energy.joules() - 1)
                : Optional.empty();
    }
}
