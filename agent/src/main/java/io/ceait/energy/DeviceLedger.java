package io.ceait.energy;

import io.ceait.attribution.Attribution;
import io.ceait.attribution.Policy;
import io.ceait.device.Device;
import io.ceait.device.DeviceType;
import io.ceait.device.Quality;
import io.ceait.energy.CounterIntegrator.Outcome;
import io.ceait.sampling.Sample;
import io.ceait.source.Channel;
import io.ceait.source.UseMeans;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The books of one device. Its own counters speak for it; when they fall silent for good, or stand still while the
 * machine works, what runs beside them takes over until they speak again: a second sensor or a model.
 */
final class DeviceLedger {

    private static final Policy[] POLICIES = Policy.values();

    /** After so many failed reads in a row a sensor is given up until it answers again. */
    private static final int FAILED_TICKS = 3;

    /** The device's use is told by no source: the processor's and the memory's are in every sample. */
    static final int NO_USE = -1;

    final Device device;
    private final int use;
    private final OwnCounters primary;
    private final @Nullable CounterIntegrator fallback;
    private final String primarySource;
    private final Quality primaryQuality;
    private final String fallbackSource;
    private final Quality fallbackQuality;
    private final Pending pending;
    final DeviceInterval interval = new DeviceInterval();
    final DeviceTotals totals = new DeviceTotals();

    private boolean onFallback;
    private boolean everAdvanced;
    private boolean missingNow;
    private int failedTicks;

    /** Of the time up to this sample, what has turned out to be unknown or known in part. */
    private long lackingNanos;

    /**
     * @param channels of one device with their slots; at least one of them primary
     * @param use the slot of the device's use among the readings, or {@link #NO_USE}
     */
    DeviceLedger(List<Slot> channels, int use) {
        device = channels.get(0).channel().device();
        this.use = use;
        List<CounterIntegrator> own = new ArrayList<>();
        CounterIntegrator standIn = null;
        Channel ownChannel = null;
        Channel standInChannel = null;
        for (Slot slot : channels) {
            CounterIntegrator integrator = new CounterIntegrator(slot.channel(), slot.index());
            if (slot.channel().isFallback()) {
                standIn = integrator;
                standInChannel = slot.channel();
            } else {
                own.add(integrator);
                ownChannel = slot.channel();
            }
        }
        if (ownChannel == null) {
            throw new IllegalArgumentException(device.id() + " has no channel that speaks for it");
        }
        primary = new OwnCounters(own);
        fallback = standIn;
        primarySource = ownChannel.source();
        primaryQuality = ownChannel.quality();
        fallbackSource = standInChannel == null ? "" : standInChannel.source();
        fallbackQuality = standInChannel == null ? Quality.ESTIMATED : standInChannel.quality();
        pending = new Pending(device.type() != DeviceType.GPU, fallback != null);
    }

    /** A channel and its place among the readings. */
    record Slot(Channel channel, int index) {}

    void update(Sample sample, Attribution attribution, long busyMicroseconds) {
        for (Policy policy : POLICIES) {
            interval.share[policy.ordinal()] = share(attribution, policy);
        }
        if (use != NO_USE) {
            interval.share[DeviceInterval.OTHERS] = attribution.useByOthers(use);
            interval.share[DeviceInterval.HELD] = attribution.held(use);
        } else if (device.type() == DeviceType.CPU) {
            interval.share[DeviceInterval.OTHERS] = attribution.cpuForOthers();
        }
        if (sample.isResumed()) {
            forgetBases();
        }
        UseMeans means = use == NO_USE ? null : sample.readings().useMeans(use);
        primary.update(sample);
        totals.implausible += primary.implausible();
        long own = primary.microjoules();
        boolean failed = primary.failed();
        boolean advanced = primary.advanced();
        Outcome standInOutcome = fallback == null
                ? Outcome.LOST
                : fallback.update(sample.readings(), sample.intervalNanos(), sample.isGap());
        boolean standInKnown = standInOutcome == Outcome.ADVANCED;
        long standIn = fallback == null ? 0 : fallback.deltaMicrojoules();
        pending.standIn(standInOutcome);

        interval.booked = false;
        lackingNanos = 0;
        missingNow = failed;
        if (sample.isFirst()) {
            return;
        }
        totals.addUse(means, sample.intervalNanos());
        everAdvanced |= advanced;
        failedTicks = failed ? failedTicks + 1 : 0;
        if (failedTicks >= FAILED_TICKS && standInKnown && !onFallback) {
            pending.add(sample, interval.share, standIn, 0, busyMicroseconds, true);
            takeOver();
        } else if (onFallback) {
            pending.add(sample, interval.share, standIn, 0, busyMicroseconds, standInOutcome == Outcome.PENDING);
            bookFallback(sample, standInOutcome);
            // The counters speak again from the next interval on, if they answer and move.
            onFallback = failed || !(advanced || primary.lost()) || !pending.isEmpty();
        } else if (primary.ambiguous() && !sample.isGap() && standInKnown && !pending.standInHasHoles()) {
            // Not a hole, which is a gap: readings as such are too far apart for this counter, as if there were none.
            pending.add(sample, interval.share, standIn, 0, busyMicroseconds, false);
            bookPending(pending.fallbackMicrojoules(), fallbackSource, fallbackQuality);
        } else if (primary.lost()) {
            bookUnknown(sample);
        } else if (!advanced || failed) {
            pending.add(sample, interval.share, standIn, own, busyMicroseconds, failed);
            if (pending.isStuck(sample, everAdvanced)) {
                takeOver();
            } else if (sample.isLast()) {
                settleLast();
            }
        } else if (pending.isEmpty()) {
            totals.compare(own, standIn, standInKnown);
            book(sample.intervalNanos(), own, primarySource, primaryQuality, sample.isGap());
        } else {
            pending.add(sample, interval.share, standIn, own, busyMicroseconds, false);
            totals.compare(pending.ownMicrojoules(), pending.fallbackMicrojoules(), standInKnown);
            bookPending(pending.ownMicrojoules(), primarySource, primaryQuality);
        }
        if (fallback != null && interval.booked && standInOutcome == Outcome.PENDING) {
            // Its next reading would tell the energy of this time, too, which is booked.
            fallback.forgetBase();
        }
    }

    /** What the counters were is of another agent, or of the machine before it was started anew. */
    private void forgetBases() {
        primary.forgetBases();
        if (fallback != null) {
            fallback.forgetBase();
        }
    }

    private double share(Attribution attribution, Policy policy) {
        if (use != NO_USE) {
            return attribution.use(use, policy);
        }
        return switch (device.type()) {
            case CPU -> attribution.cpu(policy);
            case RAM -> attribution.memory(policy);
            case GPU -> Attribution.unknown(policy);
        };
    }

    /** What stands in speaks for this interval, unless it does not move or answer either. */
    private void bookFallback(Sample sample, Outcome outcome) {
        switch (outcome) {
            case ADVANCED -> bookPending(pending.fallbackMicrojoules(), fallbackSource, fallbackQuality);
            case UNCHANGED, PENDING -> {
                if (sample.isLast()) {
                    settleLast();
                }
            }
            case BASED, LOST, IMPLAUSIBLE, AMBIGUOUS -> {
                bookGap(pending.spanNanos());
                pending.clear();
            }
        }
    }

    /** What waits to be booked is told by what stands in, if that has known it all along. */
    private void takeOver() {
        onFallback = true;
        if (pending.standInHasHoles()) {
            bookGap(pending.spanNanos());
            pending.clear();
            return;
        }
        pending.clearGap();
        bookPending(pending.fallbackMicrojoules(), fallbackSource, fallbackQuality);
    }

    /** The run ends while whatever speaks stands still or does not answer. */
    private void settleLast() {
        if (pending.isUnread()) {
            bookGap(pending.spanNanos());
            pending.clear();
        } else if (onFallback) {
            bookPending(pending.fallbackMicrojoules(), fallbackSource, fallbackQuality);
        } else {
            bookPending(pending.ownMicrojoules(), primarySource, primaryQuality);
        }
    }

    private void bookPending(long microjoules, String source, Quality quality) {
        if (source.equals(fallbackSource) && pending.fallbackMicrojoules() > 0) {
            pending.fallbackShares(interval.share);
        } else {
            pending.meanShares(interval.share);
        }
        long span = pending.spanNanos();
        boolean gap = pending.holdsGap();
        pending.clear();
        book(span, microjoules, source, quality, gap);
    }

    private void book(long spanNanos, long microjoules, String source, Quality quality, boolean gap) {
        fill(spanNanos, microjoules, source, quality, gap);
        // What draws nothing moves no counter: without a step since the last one there is no power to be told.
        interval.powerKnown = spanNanos > 0 && microjoules > 0;
        totals.add(interval, source.equals(primarySource));
    }

    private void fill(long spanNanos, long microjoules, String source, Quality quality, boolean gap) {
        interval.booked = true;
        interval.known = true;
        interval.gap = gap;
        interval.spanNanos = spanNanos;
        interval.microjoules = microjoules;
        interval.source = source;
        interval.quality = quality;
        for (int p = 0; p < Policy.COUNT; p++) {
            interval.jobJoules[p] = interval.share[p] * (microjoules / 1e6);
        }
    }

    /** Some counters of the device may have answered: what they measured is kept, and the interval is a gap. */
    private void bookUnknown(Sample sample) {
        long span = sample.intervalNanos() + pending.spanNanos();
        long measured = primary.microjoules() + pending.ownMicrojoules();
        pending.clear();
        totals.ambiguousNanos += primary.ambiguous() ? span : 0;
        if (primary.advanced()) {
            lack(span);
            fill(span, measured, primarySource, primaryQuality, true);
            interval.powerKnown = false;
            totals.addPart(interval);
        } else {
            bookGap(span);
        }
    }

    private void bookGap(long span) {
        lack(span);
        interval.booked = true;
        interval.known = false;
        interval.powerKnown = false;
        interval.gap = true;
        interval.spanNanos = span;
        interval.microjoules = 0;
        interval.source = primarySource;
        interval.quality = primaryQuality;
        Arrays.fill(interval.jobJoules, 0);
    }

    private void lack(long span) {
        totals.gapNanos += span;
        lackingNanos = span;
    }

    /** How much of the time up to this sample is a gap for sure, be it booked already or not. */
    long gapNanos(Sample sample) {
        boolean gapNow = (interval.booked && interval.gap) || (missingNow && !onFallback);
        return Math.max(lackingNanos, gapNow ? sample.intervalNanos() : 0);
    }

    /** How much of it is not booked, and may be a gap. */
    long openNanos() {
        return pending.spanNanos();
    }

    /** The source that spoke last. */
    String sourceNow() {
        return onFallback ? fallbackSource : primarySource;
    }

    String primarySource() {
        return primarySource;
    }

    String fallbackSource() {
        return fallbackSource;
    }

    Quality qualityOfTotal() {
        return totals.fallbackMicrojoules > 0 ? primaryQuality.worse(fallbackQuality) : primaryQuality;
    }

    boolean isOnFallback() {
        return onFallback;
    }

    /** Whether what stands in is a sensor, too, so that both can be compared. */
    boolean hasSecondSensor() {
        return fallback != null && fallbackQuality != Quality.ESTIMATED;
    }
}
