package io.ceait.source.rapl;

import io.ceait.kernel.Cursor;
import io.ceait.kernel.KernelFile;
import io.ceait.source.Slots;
import io.ceait.source.Unavailable;
import io.ceait.source.Unavailable.Reason;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** Reads one zone's counter, and finds it again when it went and came back. */
final class ZoneReader {

    /** What makes the kernel's driver look for its counters again. */
    static final String LOAD_ANEW =
            "modprobe -r intel_rapl_msr && modprobe intel_rapl_msr, or --disable rapl for the model alone";

    /** A file that was replaced still answers its last value to whoever has it open: after this long it is opened anew. */
    private static final long REOPEN_AFTER_NANOS = 1_000_000_000L;

    private final Zone zone;
    private final @Nullable Turns turns;
    private final Unavailable uncounted;
    private final Cursor cursor = new Cursor();
    private KernelFile file;
    private boolean open = true;
    private long last = Cursor.NONE;
    private long changedAt;
    private boolean still;

    private ZoneReader(Zone zone, KernelFile file, @Nullable Turns turns) {
        this.zone = zone;
        this.file = file;
        this.turns = turns;
        this.uncounted = new Unavailable(
                Reason.RESTARTED, zone.counter() + " may have gone round, or begun anew, while it was not read", "");
    }

    /** Fails when the counter cannot be read or is no number. */
    static ZoneReader open(Zone zone) throws IOException {
        return open(zone, null);
    }

    /** As {@link #open(Zone)}, and counts the turns of the counter; none for one that goes round seldom enough. */
    static ZoneReader open(Zone zone, @Nullable Turns turns) throws IOException {
        KernelFile file = KernelFile.open(zone.counter());
        ZoneReader reader = new ZoneReader(zone, file, turns);
        if (reader.parse() < 0) {
            file.close();
            throw new IOException(zone.counter() + " holds no counter");
        }
        return reader;
    }

    void read(long nowNanos, Slots into, int slot) {
        try {
            long value = value(nowNanos);
            if (value < 0) {
                // What answers nonsense may be a file that was replaced: the next read opens it anew.
                open = false;
                into.unavailable(
                        slot, new Unavailable(Reason.FAILED, zone.counter() + " held no counter for a while", ""));
            } else if (turns == null) {
                into.counter(slot, value);
            } else {
                tell(turns, value, nowNanos, into, slot);
            }
        } catch (IOException e) {
            lose();
            into.unavailable(slot, explain(zone, e));
        }
    }

    private void tell(Turns turns, long value, long nowNanos, Slots into, int slot) {
        long whole = turns.count(value, nowNanos);
        if (turns.wereMissed()) {
            // Told once: the next tick may base itself on this value.
            into.unavailable(slot, uncounted);
        } else {
            into.counter(slot, whole);
        }
    }

    /** Counts the turns up to now; does nothing for a counter whose turns are not counted. */
    void look(long nowNanos) {
        if (turns == null) {
            return;
        }
        try {
            long value = value(nowNanos);
            open &= value >= 0;
            if (value >= 0) {
                turns.count(value, nowNanos);
            }
        } catch (IOException e) {
            // The next reading tells why, if it lasts; what was missed is seen by the time that has passed.
            lose();
        }
    }

    private void lose() {
        file.close();
        open = false;
    }

    private long value(long nowNanos) throws IOException {
        if (!open || (still && nowNanos - changedAt >= REOPEN_AFTER_NANOS)) {
            changedAt = nowNanos;
            file.close();
            open = false;
            file = KernelFile.open(zone.counter());
            open = true;
        } else {
            file.read();
        }
        long value = parse();
        still = value == last;
        if (!still) {
            last = value;
            changedAt = nowNanos;
        }
        return value;
    }

    private long parse() {
        return cursor.over(file).onlyNumber();
    }

    static Unavailable explain(Zone zone, IOException failure) {
        String counter = zone.counter().toString();
        if (failure instanceof AccessDeniedException) {
            return new Unavailable(
                    Reason.DENIED,
                    counter + " is readable by root alone (CVE-2020-8694)",
                    "run as root, or let a group read it: chgrp GROUP " + counter + " && chmod g+r " + counter);
        }
        if (failure instanceof NoSuchFileException) {
            return new Unavailable(Reason.ABSENT, counter + " is gone", LOAD_ANEW);
        }
        return new Unavailable(Reason.FAILED, counter + ": " + failure.getMessage(), "see dmesg; " + LOAD_ANEW);
    }

    void close() {
        file.close();
    }
}
