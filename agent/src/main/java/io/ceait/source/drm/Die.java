package io.ceait.source.drm;

import io.ceait.kernel.Cursor;
import io.ceait.source.UseMeans;

/**
 * The use of one card by the job, as running totals. How it is known, best first:
 *
 * <ul>
 *   <li>the driver's engine times of the job's clients: {@link UseMeans#PROCESS};
 *   <li>{@code gpu_busy_percent} times the job's part of the memory that is used on the card, where the driver tells no
 *     engine times, such as of ROCm's queues: {@link UseMeans#MEMORY_SHARE};
 *   <li>{@code gpu_busy_percent} alone, where the machine is the job or memory is not told: {@link UseMeans#DEVICE};
 *   <li>that the job has it open: {@link UseMeans#PRESENCE}, which is right for accelerators that one process opens at a
 *     time.
 * </ul>
 *
 * <p>The job holds the card for the part of the used memory that is its own; where used memory is not told, all of it while
 * it has the card open, since of others nothing is known.
 */
final class Die {

    final Card card;
    private final Sleep sleep;
    private final EngineTime engines = new EngineTime();
    private final KeptFile busyPercent;
    private final KeptFile usedMemory;

    private UseMeans means = UseMeans.UNKNOWN;
    private double jobNanos;
    private double busyNanos;
    private double heldNanos;
    private double heldShare;
    private long percent = Cursor.NONE;
    private boolean asleep;

    private int clients;
    private int silent;
    private long memory;
    private boolean reachesBack;

    Die(Card card) {
        this.card = card;
        this.sleep = new Sleep(card.directory());
        this.busyPercent = new KeptFile(card.directory().resolve("gpu_busy_percent"));
        this.usedMemory = new KeptFile(card.directory().resolve("mem_info_vram_used"));
    }

    /** Asks the driver core, not the device. */
    boolean checkAsleep(long nowNanos) {
        asleep = sleep.isAsleep(nowNanos);
        return asleep;
    }

    /** As it is now; at the last tick it may have been otherwise. */
    boolean sleepsNow(long nowNanos) {
        return sleep.isAsleep(nowNanos);
    }

    boolean isAsleep() {
        return asleep;
    }

    EngineTime engines() {
        return engines;
    }

    boolean omitsIdleEngines() {
        return card.isDrivenBy("amdgpu");
    }

    /** A look at the job's clients begins. */
    void begin() {
        engines.clear();
        clients = 0;
        silent = 0;
        memory = 0;
        reachesBack = false;
    }

    void add(Client client, FdInfo info, long elapsedNanos) {
        clients++;
        memory += Math.max(0, info.memoryBytes());
        if (client.isTold(info)) {
            reachesBack |= client.book(info, engines, elapsedNanos);
        } else {
            silent++;
        }
    }

    /**
     * Books the time since the last look.
     *
     * @param sinceSearch how long ago the job's files were searched before the last time: a client found since may have
     *     worked for as long
     * @param blind whether files of the job could not be looked at
     * @param wholeMachine whether everything is the job
     */
    void book(long nowNanos, long elapsedNanos, long sinceSearch, boolean blind, boolean wholeMachine) {
        if (asleep) {
            // A device that sleeps works for nobody; whose it is does not change.
            heldNanos += heldShare * elapsedNanos;
            percent = Cursor.NONE;
            return;
        }
        double device = busyPart(nowNanos) * elapsedNanos;
        double job;
        if (wholeMachine) {
            means = percent == Cursor.NONE ? UseMeans.PRESENCE : UseMeans.DEVICE;
            job = percent == Cursor.NONE ? elapsedNanos : device;
            heldShare = 1;
        } else if (clients == 0) {
            means = blind ? UseMeans.UNKNOWN : UseMeans.PROCESS;
            job = 0;
            heldShare = 0;
        } else {
            double part = partOfMemory(nowNanos);
            heldShare = Double.isNaN(part) ? 1 : part;
            double told = Math.min(engines.busiest(), reachesBack ? sinceSearch : elapsedNanos);
            if (silent == 0) {
                means = UseMeans.PROCESS;
                job = told;
            } else if (percent == Cursor.NONE) {
                means = UseMeans.PRESENCE;
                job = elapsedNanos;
            } else {
                means = Double.isNaN(part) ? UseMeans.DEVICE : UseMeans.MEMORY_SHARE;
                job = Math.max(told, device * heldShare);
            }
        }
        jobNanos += job;
        busyNanos += Math.max(job, device);
        heldNanos += heldShare * elapsedNanos;
    }

    /** The mean of this look and the one before, 0 to 1; 0 when not told. */
    private double busyPart(long nowNanos) {
        long before = percent;
        long now = busyPercent.number(nowNanos);
        // Drivers have been seen to answer several hundred.
        if (now >= 0 && now <= 100) {
            percent = now;
        }
        if (percent == Cursor.NONE) {
            return 0;
        }
        return (before == Cursor.NONE ? percent : (before + percent) / 2.0) / 100;
    }

    private double partOfMemory(long nowNanos) {
        long used = usedMemory.number(nowNanos);
        return used > 0 && memory > 0 ? Math.min(1, (double) memory / used) : Double.NaN;
    }

    UseMeans means() {
        return means;
    }

    double jobNanos() {
        return jobNanos;
    }

    double busyNanos() {
        return busyNanos;
    }

    double heldNanos() {
        return heldNanos;
    }

    void close() {
        sleep.close();
        busyPercent.close();
        usedMemory.close();
    }
}
