package io.ceait.source.drm;

import io.ceait.kernel.Cursor;
import io.ceait.kernel.KernelFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One opening of a device by the job, however many processes and file numbers share it. Its file may close while another
 * one of the same opening stays, so that what was counted is kept apart from the file.
 */
final class Client {

    final Die die;
    final int pid;
    private final long id;
    private final boolean born;

    /** ROCm works through {@code /dev/kfd}, and none of that is in the usage of the open file. */
    boolean worksThroughKfd;

    /** Whether the present search has met its file: one without a number cannot be told from its successor otherwise. */
    boolean met;

    private @Nullable KernelFile file;
    private boolean looked;
    private int engines;
    private byte[][] names = new byte[4][];
    private int[] kinds = new int[4];
    private long[] last = new long[4];
    private long[] lastTotal = new long[4];
    private boolean firstWork;

    /** @param born whether it was opened while the job was metered: all that it used is the job's then */
    Client(Die die, int pid, long id, boolean born, KernelFile file) {
        this.die = die;
        this.pid = pid;
        this.id = id;
        this.born = born;
        this.firstWork = born;
        this.file = file;
    }

    boolean isOpen() {
        return file != null;
    }

    boolean isAt(String path) {
        KernelFile open = file;
        return open != null && open.path().toString().equals(path);
    }

    void reopen(KernelFile other) {
        close();
        file = other;
    }

    void close() {
        if (file != null) {
            file.close();
        }
        file = null;
    }

    /** Reads its usage; false when the file is closed, or is another one by now. */
    boolean read(FdInfo info) {
        KernelFile open = file;
        if (open == null) {
            return false;
        }
        try {
            open.read();
            if (info.of(open).client() == id) {
                return true;
            }
        } catch (IOException e) {
            // The process ended or closed the file: what it used since the last look is lost.
            close();
            return false;
        }
        close();
        return false;
    }

    /**
     * Books what its engines did since the last look.
     *
     * @param elapsedNanos since then
     * @return whether what was booked may be older than that
     */
    boolean book(FdInfo info, EngineTime time, long elapsedNanos) {
        boolean worked = false;
        for (int e = 0; e < info.engines(); e++) {
            int engine = find(info, e);
            if (kinds[engine] != EngineTime.NONE) {
                double work = work(info, e, engine, elapsedNanos);
                worked |= work > 0;
                time.add(kinds[engine], work);
            }
        }
        looked = true;
        boolean old = worked && firstWork;
        firstWork &= !worked;
        return old;
    }

    private double work(FdInfo info, int e, int engine, long elapsedNanos) {
        boolean byCycles = info.totalCycles(e) != Cursor.NONE && info.cycles(e) != Cursor.NONE;
        long value = byCycles ? info.cycles(e) : info.nanos(e);
        if (value == Cursor.NONE) {
            return 0;
        }
        if (last[engine] == Cursor.NONE) {
            // An engine that shows up later had done nothing before: amdgpu leaves out those that never worked.
            last[engine] = born || looked ? 0 : value;
        }
        if (!byCycles) {
            // The document lets values fall for a while, and asks to stay with the larger one.
            long advance = Math.max(0, value - last[engine]);
            last[engine] += advance;
            return (double) advance / info.capacity(e);
        }
        long ticks = info.totalCycles(e) - lastTotal[engine];
        boolean first = lastTotal[engine] == Cursor.NONE;
        if (!first && ticks <= 0) {
            return 0;
        }
        lastTotal[engine] = info.totalCycles(e);
        if (first) {
            // How long a cycle takes is known with the next look alone.
            return 0;
        }
        long advance = Math.max(0, value - last[engine]);
        last[engine] += advance;
        return (double) advance / ticks * elapsedNanos / info.capacity(e);
    }

    private int find(FdInfo info, int e) {
        for (int i = 0; i < engines; i++) {
            if (info.isEngine(e, names[i])) {
                return i;
            }
        }
        if (engines == names.length) {
            int wider = engines * 2;
            names = Arrays.copyOf(names, wider);
            kinds = Arrays.copyOf(kinds, wider);
            last = Arrays.copyOf(last, wider);
            lastTotal = Arrays.copyOf(lastTotal, wider);
        }
        String name = info.engine(e);
        names[engines] = name.getBytes(StandardCharsets.ISO_8859_1);
        kinds[engines] = die.engines().kindOf(name);
        last[engines] = Cursor.NONE;
        lastTotal[engines] = Cursor.NONE;
        return engines++;
    }

    /** Whether the driver tells how long it works for this client. */
    boolean isTold(FdInfo info) {
        // amdgpu leaves out engines that have done nothing; with others a client without engines is one without
        // figures.
        return info.told() && !worksThroughKfd && (info.engines() > 0 || die.omitsIdleEngines());
    }
}
