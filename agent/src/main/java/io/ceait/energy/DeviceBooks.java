package io.ceait.energy;

import io.ceait.attribution.Policy;
import io.ceait.device.Device;
import io.ceait.device.Quality;
import io.ceait.source.UseMeans;
import io.ceait.units.Energy;
import io.ceait.units.Power;
import io.ceait.units.Ratio;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One device's books at one instant.
 *
 * @param sourceNow the source that spoke last
 * @param quality of the total: the worst of what went into it
 * @param energyBySource energy of the whole device by the source that told it
 * @param jobEnergy the job's part under each policy
 * @param partEnergy of that, what some of the device's counters told of gaps in which the others had no reading
 * @param meanShare plain mean over time of the job's share under each policy; without any while nothing is known
 * @param lastShare the job's share in the last interval; likewise
 * @param lastPower power in the last interval that has one; empty before the first
 * @param time for how long the energy is known
 * @param gapTime for how long a reading was missing
 * @param ambiguousTime for how much of that a counter may have gone round more than once
 * @param fallbackTime how much of the known time was told by the model that stands in
 * @param useTime for how long the job's use was known, by the way it was; empty for processors and memory
 * @param secondSensor energy by the device's own sensor and by the one beside it, over the intervals that both know
 * @param implausible readings that were dropped because no device of its kind can do that
 */
public record DeviceBooks(
        Device device,
        String sourceNow,
        Quality quality,
        boolean onFallback,
        Map<String, Energy> energyBySource,
        Energy partEnergy,
        Map<Policy, Energy> jobEnergy,
        Map<Policy, Ratio> meanShare,
        Map<Policy, Ratio> lastShare,
        Optional<Power> lastPower,
        Duration time,
        Duration gapTime,
        Duration ambiguousTime,
        Duration fallbackTime,
        Map<UseMeans, Duration> useTime,
        Optional<Comparison> secondSensor,
        long implausible) {

    /** The same energy told twice. */
    public record Comparison(Energy own, Energy other) {

        /** By how much the second sensor's figure differs, as a part of the device's own; empty while that is nothing. */
        public Optional<Double> difference() {
            return own.joules() > 0 ? Optional.of(other.joules() / own.joules() - 1) : Optional.empty();
        }
    }

    static DeviceBooks of(DeviceLedger ledger) {
        DeviceTotals totals = ledger.totals;
        Map<String, Energy> bySource = new LinkedHashMap<>();
        bySource.put(ledger.primarySource(), Energy.ofMicrojoules(totals.primaryMicrojoules));
        if (totals.fallbackNanos > 0) {
            bySource.put(ledger.fallbackSource(), Energy.ofMicrojoules(totals.fallbackMicrojoules));
        }
        Map<Policy, Energy> job = new EnumMap<>(Policy.class);
        Map<Policy, Ratio> mean = new EnumMap<>(Policy.class);
        Map<Policy, Ratio> last = new EnumMap<>(Policy.class);
        for (Policy policy : Policy.values()) {
            int p = policy.ordinal();
            job.put(policy, Energy.ofJoules(totals.jobJoules[p]));
            if (totals.nanos > 0) {
                mean.put(policy, ratio(totals.shareNanos[p] / totals.nanos));
            }
            if (totals.shareKnown) {
                last.put(policy, ratio(totals.lastShare[p]));
            }
        }
        return new DeviceBooks(
                ledger.device,
                ledger.sourceNow(),
                ledger.qualityOfTotal(),
                ledger.isOnFallback(),
                Collections.unmodifiableMap(bySource),
                Energy.ofMicrojoules(totals.partMicrojoules),
                job,
                mean,
                last,
                Double.isNaN(totals.lastWatts) ? Optional.empty() : Optional.of(Power.ofWatts(totals.lastWatts)),
                Duration.ofNanos(totals.nanos),
                Duration.ofNanos(totals.gapNanos),
                Duration.ofNanos(totals.ambiguousNanos),
                Duration.ofNanos(totals.fallbackNanos),
                useTime(totals),
                ledger.hasSecondSensor() && totals.comparedMicrojoules > 0
                        ? Optional.of(new Comparison(
                                Energy.ofMicrojoules(totals.comparedMicrojoules),
                                Energy.ofMicrojoules(totals.comparisonMicrojoules)))
                        : Optional.empty(),
                totals.implausible);
    }

    private static Map<UseMeans, Duration> useTime(DeviceTotals totals) {
        Map<UseMeans, Duration> time = new EnumMap<>(UseMeans.class);
        for (UseMeans means : UseMeans.values()) {
            if (totals.useNanos[means.ordinal()] > 0) {
                time.put(means, Duration.ofNanos(totals.useNanos[means.ordinal()]));
            }
        }
        return Collections.unmodifiableMap(time);
    }

    /** What the device used and a policy does not give to the job. */
    public Energy unattributed(Policy policy) {
        // Sums of the same intervals in another order may differ by a rounding.
        return Energy.ofJoules(Math.max(0, energy().joules() - jobEnergy(policy).joules()));
    }

    /** Sums of shares may pass 1 by a rounding. */
    private static Ratio ratio(double value) {
        return Ratio.of(Math.max(0, Math.min(1, value)));
    }

    /** Energy of the whole device. */
    public Energy energy() {
        return energyBySource.values().stream().reduce(Energy.ZERO, Energy::plus);
    }

    public Energy jobEnergy(Policy policy) {
        return jobEnergy.getOrDefault(policy, Energy.ZERO);
    }

    /** Plain mean over time of the job's share; empty while nothing is known. */
    public Optional<Ratio> meanShare(Policy policy) {
        return Optional.ofNullable(meanShare.get(policy));
    }

    /** The job's share in the last interval; empty before the first. */
    public Optional<Ratio> lastShare(Policy policy) {
        return Optional.ofNullable(lastShare.get(policy));
    }

    /** What the counters told of the time in which all of them did. */
    public Energy wholeEnergy() {
        return Energy.ofJoules(Math.max(0, energy().joules() - partEnergy.joules()));
    }

    /** Mean power over the time for which the energy is known; empty while there was no power in it. */
    public Optional<Power> meanPower() {
        return lastPower.map(any -> wholeEnergy().over(time));
    }

    /** The share that gives the job's energy from the device's: the occupancy of Table A.1; empty without energy. */
    public Optional<Ratio> energyWeightedShare(Policy policy) {
        double whole = energy().joules();
        return whole > 0 ? Optional.of(ratio(jobEnergy(policy).joules() / whole)) : Optional.empty();
    }
}
