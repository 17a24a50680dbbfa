package io.ceait.energy;

import io.ceait.attribution.Attribution;
import io.ceait.attribution.Policy;
import io.ceait.device.Device;
import io.ceait.device.Quality;
import io.ceait.energy.CounterIntegrator.Outcome;
import io.ceait.sampling.Sample;
import io.ceait.source.Channel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The books of one device. Its own counters speak for it; when they fall silent for good, or stand still while the
 * machine works, the model that runs beside them takes over until they speak again.
 */
final class DeviceLedger {

    /** A counter that did not move for this long and this often, while the machine was busy, is stuck. */
    private static final long STUCK_NANOS = 2_000_000_000L;

    private static final int STUCK_TICKS = 3;

    /** After so many failed reads in a row a sensor is given up until it answers again. */
    private static final int FAILED_TICKS = 3;

    final Device device;
    private final CounterIntegrator[] primary;
    private final @Nullable CounterIntegrator fallback;
    private final String primarySource;
    private final Quality primaryQuality;
    private final String fallbackSource;
    private final Quality fallbackQuality;
    private final Pending pending = new Pending();
    final DeviceInterval interval = new DeviceInterval();
    final DeviceTotals totals = new DeviceTotals();

    private boolean onFallback;
    private boolean everAdvanced;
    private int failedTicks;

    /** @param channels of one device with their slots; at least one of them primary */
    DeviceLedger(List<Slot> channels) {
        device = channels.get(0).channel().device();
        List<CounterIntegrator> own = new ArrayList<>();
        CounterIntegrator standIn = null;
        Channel ownChannel = null;
        Channel standInChannel = null;
        for (Slot slot : channels) {
            CounterIntegrator integrator = new CounterIntegrator(slot.channel(), slot.index());
            if (slot.channel().role() == Channel.Role.PRIMARY) {
                own.add(integrator);
                ownChannel = slot.channel();
            } else {
                standIn = integrator;
                standInChannel = slot.channel();
            }
        }
        if (ownChannel == null) {
            throw new IllegalArgumentException(device.id() + " has no channel that speaks for it");
        }
        primary = own.toArray(new CounterIntegrator[0]);
        fallback = standIn;
        primarySource = ownChannel.source();
        primaryQuality = ownChannel.quality();
        fallbackSource = standInChannel == null ? "" : standInChannel.source();
        fallbackQuality = standInChannel == null ? Quality.ESTIMATED : standInChannel.quality();
    }

    /** A channel and its place among the readings. */
    record Slot(Channel channel, int index) {}

    void update(Sample sample, Attribution attribution, long busyMicroseconds) {
        for (Policy policy : POLICIES) {
            interval.share[policy.ordinal()] = attribution.share(device.type(), policy);
        }
        long own = 0;
        boolean missing = false;
        boolean failed = false;
        boolean advanced = false;
        for (CounterIntegrator integrator : primary) {
            Outcome outcome = integrator.update(sample.readings(), sample.intervalNanos(), sample.isGap());
            own += integrator.deltaMicrojoules();
            advanced |= outcome == Outcome.ADVANCED;
            missing |= outcome != Outcome.ADVANCED && outcome != Outcome.UNCHANGED;
            failed |= outcome == Outcome.MISSING;
            if (outcome == Outcome.IMPLAUSIBLE) {
                totals.implausible++;
            }
        }
        boolean standInKnown = fallback != null
                && fallback.update(sample.readings(), sample.intervalNanos(), sample.isGap()) == Outcome.ADVANCED;
        long standIn = fallback == null ? 0 : fallback.deltaMicrojoules();

        interval.booked = false;
        if (sample.isFirst()) {
            return;
        }
        everAdvanced |= advanced;
        failedTicks = failed ? failedTicks + 1 : 0;
        if (failedTicks >= FAILED_TICKS && standInKnown) {
            onFallback = true;
        }
        if (onFallback) {
            bookFallback(sample, standIn, failed, advanced || missing);
        } else if (missing) {
            bookUnknown(sample, own, advanced);
        } else if (!advanced) {
            pending.add(sample, interval.share, standIn, busyMicroseconds);
            if (pending.isStuck(sample, fallback != null, everAdvanced)) {
                onFallback = true;
                bookPending(sample, pending.microjoules(), fallbackSource, fallbackQuality);
            } else if (sample.isLast()) {
                bookPending(sample, 0, primarySource, primaryQuality);
            }
        } else if (pending.isEmpty()) {
            book(sample.intervalNanos(), own, primarySource, primaryQuality, sample.isGap());
        } else {
            pending.add(sample, interval.share, standIn, busyMicroseconds);
            pending.meanShares(interval.share);
            long span = pending.spanNanos();
            pending.clear();
            book(span, own, primarySource, primaryQuality, sample.isGap());
        }
    }

    private static final Policy[] POLICIES = Policy.values();

    /** The model speaks for this interval; the counters do again from the next one on, if they answer and move. */
    private void bookFallback(Sample sample, long standIn, boolean failed, boolean moved) {
        book(sample.intervalNanos(), standIn, fallbackSource, fallbackQuality, sample.isGap());
        if (!failed && moved) {
            onFallback = false;
        }
    }

    private void bookPending(Sample sample, long microjoules, String source, Quality quality) {
        if (microjoules > 0) {
            pending.fallbackShares(interval.share);
        } else {
            pending.meanShares(interval.share);
        }
        long span = pending.spanNanos();
        pending.clear();
        book(span, microjoules, source, quality, sample.isGap());
    }

    private void book(long spanNanos, long microjoules, String source, Quality quality, boolean gap) {
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
        totals.add(interval, source.equals(primarySource));
    }

    /** Some counters of the device may have answered: what they measured is kept, and the interval is a gap. */
    private void bookUnknown(Sample sample, long own, boolean someAdvanced) {
        long span = sample.intervalNanos() + pending.spanNanos();
        pending.clear();
        totals.gapNanos += span;
        if (someAdvanced) {
            book(span, own, primarySource, primaryQuality, true);
            return;
        }
        interval.booked = true;
        interval.known = false;
        interval.gap = true;
        interval.spanNanos = span;
        interval.microjoules = 0;
        interval.source = primarySource;
        interval.quality = primaryQuality;
        Arrays.fill(interval.jobJoules, 0);
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

    /** Intervals in which the counters stood still: not yet booked, because the next step may hold their energy. */
    private static final class Pending {
        private long nanos;
        private int ticks;
        private long busyMicroseconds;
        private long fallbackMicrojoules;
        private final double[] shareNanos = new double[Policy.COUNT];
        private final double[] fallbackJob = new double[Policy.COUNT];

        void add(Sample sample, double[] share, long fallback, long busy) {
            nanos += sample.intervalNanos();
            ticks++;
            busyMicroseconds += busy;
            fallbackMicrojoules += fallback;
            for (int p = 0; p < Policy.COUNT; p++) {
                shareNanos[p] += share[p] * sample.intervalNanos();
                fallbackJob[p] += share[p] * fallback;
            }
        }

        boolean isStuck(Sample sample, boolean fallbackThere, boolean everAdvanced) {
            boolean longEnough = nanos >= STUCK_NANOS && ticks >= STUCK_TICKS;
            boolean wholeRun = sample.isLast() && !everAdvanced;
            return fallbackThere && fallbackMicrojoules > 0 && busyMicroseconds > 0 && (longEnough || wholeRun);
        }

        boolean isEmpty() {
            return ticks == 0;
        }

        long spanNanos() {
            return nanos;
        }

        long microjoules() {
            return fallbackMicrojoules;
        }

        void meanShares(double[] into) {
            for (int p = 0; p < Policy.COUNT; p++) {
                into[p] = nanos == 0 ? 0 : Math.min(1, shareNanos[p] / nanos);
            }
        }

        void fallbackShares(double[] into) {
            for (int p = 0; p < Policy.COUNT; p++) {
                into[p] = Math.min(1, fallbackJob[p] / fallbackMicrojoules);
            }
        }

        void clear() {
            nanos = 0;
            ticks = 0;
            busyMicroseconds = 0;
            fallbackMicrojoules = 0;
            Arrays.fill(shareNanos, 0);
            Arrays.fill(fallbackJob, 0);
        }
    }
}
