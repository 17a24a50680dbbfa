package io.ceait.machine;

import io.ceait.kernel.Cursor;
import io.ceait.kernel.KernelConstants;
import io.ceait.kernel.KernelFile;
import java.io.IOException;
import java.nio.file.Path;

/** The machine's load from {@code /proc/stat} at each tick and {@code /proc/meminfo} at most once a second. */
final class ProcMachineLoad implements MachineLoad {

    /** Memory in use moves slowly and {@code meminfo} is among the dearer files. */
    private static final long MEMORY_PERIOD_NANOS = 900_000_000L;

    /** Thousands of processors for thousands of years: more is a torn line, and would overflow. */
    private static final long MOST_TICKS = 1L << 50;

    private static final long MOST_KILOBYTES = 1L << 50;

    private final KernelFile stat;
    private final KernelFile meminfo;
    private final long microsecondsPerTick;
    private final Cursor cursor = new Cursor();

    private long busyMicroseconds;
    private int onlineCpus = 1;
    private long usedBytes;
    private long installedBytes;
    private long forks;
    private long memoryReadAt = Long.MIN_VALUE;

    private ProcMachineLoad(KernelFile stat, KernelFile meminfo, KernelConstants constants) {
        this.stat = stat;
        this.meminfo = meminfo;
        this.microsecondsPerTick = constants.microsecondsPerTick();
    }

    /** Fails when either file cannot be read or does not look as expected. */
    static ProcMachineLoad open(Path procfs, KernelConstants constants) throws IOException {
        KernelFile stat = KernelFile.open(procfs.resolve("stat"));
        KernelFile meminfo;
        try {
            meminfo = KernelFile.open(procfs.resolve("meminfo"));
        } catch (IOException e) {
            stat.close();
            throw e;
        }
        ProcMachineLoad load = new ProcMachineLoad(stat, meminfo, constants);
        if (!load.parseStat() || !load.parseMeminfo()) {
            load.close();
            throw new IOException(procfs + "/stat or meminfo is not in the kernel's format");
        }
        return load;
    }

    @Override
    public void refresh(long nowNanos) {
        try {
            stat.read();
            parseStat();
            if (memoryReadAt == Long.MIN_VALUE || nowNanos - memoryReadAt >= MEMORY_PERIOD_NANOS) {
                memoryReadAt = nowNanos;
                meminfo.read();
                parseMeminfo();
            }
        } catch (IOException e) {
            // The last values stand: a machine does not stop being busy because a read failed.
            memoryReadAt = nowNanos;
        }
    }

    private boolean parseStat() {
        cursor.over(stat);
        if (!cursor.skip("cpu ")) {
            return false;
        }
        long user = cursor.number();
        long nice = cursor.number();
        long system = cursor.number();
        cursor.skipWords(2);
        long interrupts = cursor.number();
        long softInterrupts = cursor.number();
        if (user < 0 || nice < 0 || system < 0 || interrupts < 0 || softInterrupts < 0) {
            return false;
        }
        if (Math.max(Math.max(user, nice), Math.max(system, Math.max(interrupts, softInterrupts))) > MOST_TICKS) {
            return false;
        }
        // Guest time is inside user time already.
        long busy = (user + nice + system + interrupts + softInterrupts) * microsecondsPerTick;
        // Single fields may step back by a tick when the kernel re-scales them.
        busyMicroseconds = Math.max(busyMicroseconds, busy);
        int cpus = 0;
        cursor.nextLine();
        while (cursor.skip("cpu")) {
            cpus++;
            cursor.nextLine();
        }
        onlineCpus = Math.max(1, cpus);
        while (!cursor.atEnd()) {
            if (cursor.skip("processes ")) {
                forks = cursor.number();
                break;
            }
            cursor.nextLine();
        }
        return true;
    }

    private boolean parseMeminfo() {
        cursor.over(meminfo);
        long total = -1;
        long available = -1;
        while (!cursor.atEnd() && (total < 0 || available < 0)) {
            if (cursor.skip("MemTotal:")) {
                total = cursor.number();
            } else if (cursor.skip("MemAvailable:")) {
                available = cursor.number();
            }
            cursor.nextLine();
        }
        if (total <= 0 || total > MOST_KILOBYTES) {
            return false;
        }
        installedBytes = total * 1024;
        usedBytes = available < 0 ? installedBytes : (total - Math.min(total, available)) * 1024;
        return true;
    }

    @Override
    public long busyMicroseconds() {
        return busyMicroseconds;
    }

    @Override
    public int onlineCpus() {
        return onlineCpus;
    }

    @Override
    public long usedBytes() {
        return usedBytes;
    }

    @Override
    public long installedBytes() {
        return installedBytes;
    }

    @Override
    public long forks() {
        return forks;
    }

    @Override
    public void close() {
        stat.close();
        meminfo.close();
    }
}
