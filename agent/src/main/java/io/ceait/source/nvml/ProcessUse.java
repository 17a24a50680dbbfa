package io.ceait.source.nvml;

import java.util.Arrays;

/**
 * Utilisation by process through time. A driver answers for each process its mean since the timestamp it was asked for
 * and a timestamp of its own, on a clock that nobody documents: only differences of timestamps count here, each mean for
 * the time between two timestamps of its process. Since the last one a process is taken to go on as it did, for a while.
 *
 * <p>For the sampling thread; allocates only when there are more processes than ever before.
 */
final class ProcessUse {

    private static final int FIRST_ROWS = 16;
    private static final double FULL_PERCENT = 100;
    private static final double NANOS_PER_MICRO = 1e3;
    private static final long MICROS_PER_SECOND = 1_000_000;

    /** The longest sampling period of a driver, and what a poll may be late. */
    private static final long HOLD_NANOS = 1_500_000_000L;

    /** A process of which nothing came for so long is forgotten: an idle one has no samples. */
    private static final long FORGET_NANOS = 10_000_000_000L;

    /** How far samples of one process may lie behind those of another; looked for in each so many polls. */
    private static final long MOST_LAG_MICROS = 5 * MICROS_PER_SECOND;

    private static final int POLLS_PER_DEEP_LOOK = 10;

    /** Polls that are far apart look back far enough, each of them. */
    private static final long LONGEST_HOLD_OF_DEEP_LOOK = HOLD_NANOS + 1_000_000_000L;

    /** A timestamp so far ahead of all that came before is none. */
    private static final long AHEAD_MICROS = 60 * MICROS_PER_SECOND;

    /** After so long without a sample the driver's clock may have been set back: it is asked from the beginning. */
    private static final long RESYNC_NANOS = 60_000_000_000L;

    private int rows;
    private int[] pids = new int[FIRST_ROWS];
    private long[] stamps = new long[FIRST_ROWS];
    private long[] throughNanos = new long[FIRST_ROWS];
    private long[] seenNanos = new long[FIRST_ROWS];
    private double[] rates = new double[FIRST_ROWS];
    private boolean[] ofJob = new boolean[FIRST_ROWS];

    private boolean based;
    /** The difference of our clock and the driver's, in nanoseconds, at the first sample. */
    private long offsetNanos;

    private long newestStamp;
    private long newestNanos;
    private long holdNanos = HOLD_NANOS;
    private long lagMicros;
    private int polls;
    private long deepSince;
    private double settledJob;
    private double settledBusy;

    boolean knows(int pid) {
        return row(pid) >= 0;
    }

    /** Whether a sample says something new that can be true. */
    boolean accepts(int pid, long stamp, long sm, long now) {
        if (sm > FULL_PERCENT || stamp <= 0) {
            return false;
        }
        int row = row(pid);
        if (row >= 0 && stamp <= stamps[row]) {
            return false;
        }
        return !based || stamp <= driverMicros(now) + AHEAD_MICROS;
    }

    /**
     * Takes a sample that {@link #accepts} has passed.
     *
     * @param askedSince the timestamp since which the driver was asked for means; 0 for all that it remembers
     */
    void take(int pid, boolean job, long stamp, double sm, long askedSince, long now) {
        if (!based) {
            based = true;
            offsetNanos = now - nanos(stamp);
            newestStamp = stamp;
        }
        int row = row(pid);
        boolean deep = askedSince != 0 && askedSince == deepSince;
        if (deep && row >= 0) {
            // So old a mean holds work that is counted already; the next poll tells what is new.
            return;
        }
        long lag = Math.min(MOST_LAG_MICROS, Math.max(0, newestStamp - stamp));
        lagMicros = Math.max(lagMicros, lag);
        if (row < 0) {
            row = add(pid);
            // Some drivers answer the mean over the time for which it worked: of before the last poll it had nothing.
            long earliest = stamp - micros(holdNanos) - lag;
            stamps[row] = askedSince == 0 || deep ? stamp : Math.min(stamp, Math.max(askedSince, earliest));
            // What the driver remembers of before it was first asked belongs to no interval of ours.
            throughNanos[row] = askedSince == 0 ? now : nanos(stamps[row]) + offsetNanos;
            ofJob[row] = job;
        }
        // A mean since a later time than the process's last one says that it rested until then.
        long span = stamp - Math.max(stamps[row], Math.min(askedSince, stamp));
        settledBusy += sm / FULL_PERCENT * span;
        settledJob += ofJob[row] || job ? sm / FULL_PERCENT * span : 0;
        ofJob[row] |= job;
        throughNanos[row] += nanos(stamp - stamps[row]);
        stamps[row] = stamp;
        rates[row] = sm / FULL_PERCENT;
        seenNanos[row] = now;
        newestNanos = now;
        newestStamp = Math.max(newestStamp, stamp);
    }

    /** A poll is over: those of which nothing came for long are forgotten. */
    void polled(long now, long sincePollNanos) {
        polls++;
        holdNanos = Math.max(HOLD_NANOS, HOLD_NANOS + sincePollNanos);
        for (int i = rows - 1; i >= 0; i--) {
            if (now - seenNanos[i] > Math.max(FORGET_NANOS, 2 * holdNanos)) {
                remove(i);
            }
        }
        if (based && now - newestNanos > RESYNC_NANOS + holdNanos) {
            based = false;
            rows = 0;
            lagMicros = 0;
        }
    }

    /**
     * From which timestamp on the driver is to be asked: 0 for all.
     *
     * @param mayLookBack whether a poll may be spent on processes whose samples come late
     */
    long askSince(long now, boolean mayLookBack) {
        if (!based) {
            return 0;
        }
        long since = newestStamp;
        for (int i = 0; i < rows; i++) {
            if (now - throughNanos[i] <= holdNanos + nanos(lagMicros)) {
                since = Math.min(since, stamps[i]);
            }
        }
        // Means over a long idle time would say little about when the work was done.
        long floor = driverMicros(now) - micros(holdNanos) - lagMicros;
        if (mayLookBack && holdNanos <= LONGEST_HOLD_OF_DEEP_LOOK && polls % POLLS_PER_DEEP_LOOK == 0) {
            deepSince = Math.max(1, Math.min(since, floor - MOST_LAG_MICROS));
            return deepSince;
        }
        return Math.max(1, Math.max(since, floor));
    }

    /** Microseconds of work for the job up to now, as if at full load. */
    double jobMicros(long now) {
        return settledJob + since(now, true);
    }

    double busyMicros(long now) {
        return settledBusy + since(now, false);
    }

    /** The part of the device that works for the job now, by the last samples. */
    double jobRate(long now) {
        return rate(now, true);
    }

    double busyRate(long now) {
        return rate(now, false);
    }

    private double rate(long now, boolean jobAlone) {
        double sum = 0;
        for (int i = 0; i < rows; i++) {
            boolean counts = now - throughNanos[i] <= holdNanos && (ofJob[i] || !jobAlone);
            sum += counts ? rates[i] : 0;
        }
        return Math.min(1, sum);
    }

    private double since(long now, boolean jobAlone) {
        double all = 0;
        double wanted = 0;
        double sum = 0;
        for (int i = 0; i < rows; i++) {
            double work = rates[i] * Math.min(holdNanos, now - throughNanos[i]) / NANOS_PER_MICRO;
            sum += rates[i];
            all += work;
            wanted += ofJob[i] || !jobAlone ? work : 0;
        }
        return all == 0 || sum <= 1 ? wanted : wanted / sum;
    }

    private long driverMicros(long now) {
        return micros(now - offsetNanos);
    }

    private static long micros(long nanos) {
        return nanos / (long) NANOS_PER_MICRO;
    }

    private static long nanos(long micros) {
        return micros * (long) NANOS_PER_MICRO;
    }

    private int row(int pid) {
        for (int i = 0; i < rows; i++) {
            if (pids[i] == pid) {
                return i;
            }
        }
        return -1;
    }

    private int add(int pid) {
        if (rows == pids.length) {
            int size = 2 * rows;
            pids = Arrays.copyOf(pids, size);
            stamps = Arrays.copyOf(stamps, size);
            throughNanos = Arrays.copyOf(throughNanos, size);
            seenNanos = Arrays.copyOf(seenNanos, size);
            rates = Arrays.copyOf(rates, size);
            ofJob = Arrays.copyOf(ofJob, size);
        }
        pids[rows] = pid;
        return rows++;
    }

    private void remove(int row) {
        rows--;
        pids[row] = pids[rows];
        stamps[row] = stamps[rows];
        throughNanos[row] = throughNanos[rows];
        seenNanos[row] = seenNanos[rows];
        rates[row] = rates[rows];
        ofJob[row] = ofJob[rows];
    }
}
