package io.ceait.energy;

import io.ceait.attribution.Attribution;
import io.ceait.attribution.Policy;
import io.ceait.device.Device;
import io.ceait.sampling.Sample;
import io.ceait.source.Channel;
import io.ceait.source.UseChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The energy of every device and the job's part of it under all policies. Conserved by construction: the job's energy is
 * a share of at most 1 of what was booked for the device, and nothing else is booked.
 *
 * <p>Deterministic: it sees samples alone. A tick costs some arithmetic per channel and allocates nothing.
 */
public final class Ledger {

    private final Attribution attribution;
    private final DeviceLedger[] devices;
    private long lastBusy;
    private long ticks;
    private long gaps;
    private final GapTime gapTime = new GapTime();
    private long lateTicks;
    private long restarts;
    private long elapsedNanos;

    /**
     * @param channels in the order of the readings of the samples to come
     * @param uses in the order of theirs
     */
    public Ledger(List<Channel> channels, List<UseChannel> uses) {
        attribution = new Attribution(uses.size());
        List<String> usedDevices = uses.stream().map(use -> use.device().id()).toList();
        Map<String, List<DeviceLedger.Slot>> byDevice = new LinkedHashMap<>();
        for (int i = 0; i < channels.size(); i++) {
            byDevice.computeIfAbsent(channels.get(i).device().id(), id -> new ArrayList<>())
                    .add(new DeviceLedger.Slot(channels.get(i), i));
        }
        devices = byDevice.values().stream()
                .map(slots -> new DeviceLedger(
                        slots,
                        usedDevices.indexOf(slots.get(0).channel().device().id())))
                .sorted(Comparator.comparing((DeviceLedger d) -> d.device.type())
                        .thenComparing(d -> d.device.id(), Ledger::byNumber))
                .toArray(DeviceLedger[]::new);
    }

    /** {@code cpu2} before {@code cpu10}, and {@code gpu0-mig1} before {@code gpu1}. */
    private static int byNumber(String one, String other) {
        String wholeOfOne = one.replaceFirst("-.*", "");
        String wholeOfOther = other.replaceFirst("-.*", "");
        int byLength = Integer.compare(wholeOfOne.length(), wholeOfOther.length());
        int byWhole = byLength != 0 ? byLength : wholeOfOne.compareTo(wholeOfOther);
        return byWhole != 0 ? byWhole : one.compareTo(other);
    }

    /** Books the interval that this sample ends; the first one opens the books. */
    public void accept(Sample sample) {
        attribution.update(sample);
        long busy = sample.opensTotals() ? 0 : sample.busyMicroseconds() - lastBusy;
        lastBusy = sample.busyMicroseconds();
        long now = sample.elapsedNanos();
        long gapNanos = sample.isGap() ? sample.intervalNanos() : 0;
        long openNanos = 0;
        for (DeviceLedger device : devices) {
            device.update(sample, attribution, busy);
            gapNanos = Math.max(gapNanos, device.gapNanos(sample));
            openNanos = Math.max(openNanos, device.openNanos());
        }
        elapsedNanos = now;
        if (!sample.isFirst()) {
            ticks++;
            lateTicks += sample.isLate() ? 1 : 0;
            restarts += sample.isResumed() ? 1 : 0;
            gaps += gapNanos > 0 ? 1 : 0;
            gapTime.add(now - sample.intervalNanos(), now);
            gapTime.lackingSince(now - gapNanos);
            gapTime.knownUntil(now - openNanos);
        }
    }

    /** From the first sample to the last. */
    public long elapsedNanos() {
        return elapsedNanos;
    }

    public int deviceCount() {
        return devices.length;
    }

    public Device device(int index) {
        return devices[index].device;
    }

    /** Joules of the job on all devices so far; allocates nothing. */
    public double jobJoules(Policy policy) {
        double joules = 0;
        for (DeviceLedger device : devices) {
            joules += device.totals.jobJoules[policy.ordinal()];
        }
        return joules;
    }

    /** What the last sample booked for a device; refilled by the next one. */
    public DeviceInterval interval(int index) {
        return devices[index].interval;
    }

    /** The state of the books as values that stay as they are. */
    public Books books() {
        List<DeviceBooks> list = new ArrayList<>(devices.length);
        for (DeviceLedger device : devices) {
            list.add(DeviceBooks.of(device));
        }
        return new Books(list, ticks, gaps, gapTime.nanos(), lateTicks, restarts, elapsedNanos);
    }
}
