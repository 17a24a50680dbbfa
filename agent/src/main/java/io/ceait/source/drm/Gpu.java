package io.ceait.source.drm;

import io.ceait.device.Device;
import io.ceait.source.PowerSource;
import io.ceait.source.Slots;
import io.ceait.source.UseMeans;
import java.util.ArrayList;
import java.util.List;

/**
 * One metered device: its sensors, and the card or the two cards whose work they measure. It is the lock of its sensors,
 * which are read between ticks, too.
 */
final class Gpu {

    private static final double NANOS_PER_MICROSECOND = 1e3;

    final Device device;
    private final List<Die> dies = new ArrayList<>();
    private final List<Meter> meters = new ArrayList<>();
    private int firstSlot;

    Gpu(Device device, Die die) {
        this.device = device;
        dies.add(die);
    }

    Card card() {
        return dies.get(0).card;
    }

    /** The second die of one package: the sensors of the first measure both. */
    void add(Die die) {
        dies.add(die);
    }

    void add(Meter meter, int slot) {
        if (meters.isEmpty()) {
            firstSlot = slot;
        }
        meters.add(meter);
    }

    List<Die> dies() {
        return dies;
    }

    boolean hasPowerMeter() {
        return meters.stream().anyMatch(PowerMeter.class::isInstance);
    }

    /** Between two ticks. A counter loses nothing by being read at the next one alone, unless it goes round. */
    synchronized void readPower(long nowNanos) {
        boolean asleep = sleepsNow(nowNanos);
        for (int i = 0; i < meters.size(); i++) {
            if (meters.get(i) instanceof PowerMeter meter) {
                meter.read(nowNanos, asleep);
            }
        }
    }

    long lookPeriodNanos() {
        return meters.stream().mapToLong(Meter::lookPeriodNanos).min().orElse(PowerSource.NEVER);
    }

    /** Between two ticks that are so far apart that a counter may go round. */
    synchronized void look(long nowNanos) {
        if (lookPeriodNanos() == PowerSource.NEVER) {
            return;
        }
        boolean asleep = sleepsNow(nowNanos);
        for (int i = 0; i < meters.size(); i++) {
            meters.get(i).look(nowNanos, asleep);
        }
    }

    private boolean sleepsNow(long nowNanos) {
        boolean asleep = true;
        for (int i = 0; i < dies.size(); i++) {
            asleep &= dies.get(i).sleepsNow(nowNanos);
        }
        return asleep;
    }

    synchronized void read(long nowNanos, Slots into) {
        boolean asleep = true;
        for (int i = 0; i < dies.size(); i++) {
            asleep &= dies.get(i).checkAsleep(nowNanos);
        }
        for (int i = 0; i < meters.size(); i++) {
            meters.get(i).read(nowNanos, asleep, into, firstSlot + i);
        }
    }

    synchronized void repeat(Slots into) {
        for (int i = 0; i < meters.size(); i++) {
            meters.get(i).repeat(into, firstSlot + i);
        }
    }

    /** The mean over its dies. */
    void tellUse(Slots into, int slot) {
        UseMeans means = UseMeans.PROCESS;
        double job = 0;
        double busy = 0;
        double held = 0;
        for (int i = 0; i < dies.size(); i++) {
            Die die = dies.get(i);
            means = die.means().compareTo(means) > 0 ? die.means() : means;
            job += die.jobNanos();
            busy += die.busyNanos();
            held += die.heldNanos();
        }
        double scale = 1 / (NANOS_PER_MICROSECOND * dies.size());
        into.use(slot, means, Math.round(job * scale), Math.round(busy * scale), Math.round(held * scale));
    }

    void close() {
        meters.forEach(Meter::close);
        dies.forEach(Die::close);
    }
}
