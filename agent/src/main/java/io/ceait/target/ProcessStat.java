package io.ceait.target;

import io.ceait.kernel.Cursor;
import io.ceait.kernel.KernelFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The fields of {@code /proc/PID/stat} that matter here. One object is refilled again and again.
 *
 * <p>The name stands in parentheses and may itself hold spaces, parentheses and line ends: the fields are counted from
 * the last closing parenthesis.
 */
final class ProcessStat {

    /** Thousands of processors for thousands of years: more is a torn line, and two of it would overflow. */
    private static final long MOST_TICKS = 1L << 50;

    private final Cursor cursor = new Cursor();

    char state;
    int parent;
    /** What a terminal's signals reach together: descendants are in it until they leave it. */
    int processGroup;
    /** Left by {@code setsid} alone, whose caller leads the new one. */
    int session;
    /** Of all threads of the process, those that have ended included, in clock ticks. */
    long ownTicks;
    /** Of descendants that ended and were waited for, each with its own, in clock ticks. */
    long reapedTicks;

    int threads;
    /** Since boot, in clock ticks: with the number it tells one process from another for good. */
    long startTicks;

    long residentPages;

    /** Reads the figures of a process once; false when it is not there. */
    boolean read(Path procfs, int pid, byte[] buffer) {
        try (KernelFile file = KernelFile.open(new File(procfs + "/" + pid + "/stat"), buffer)) {
            return parse(file.bytes(), file.length());
        } catch (IOException e) {
            return false;
        }
    }

    /** False when the text is not in the kernel's format, as it is when the process ended while it was read. */
    boolean parse(byte[] text, int length) {
        cursor.over(text, length);
        if (!cursor.behindLast(')')) {
            return false;
        }
        state = cursor.letter();
        long parentNumber = cursor.number();
        long processGroupNumber = cursor.number();
        long sessionNumber = cursor.number();
        cursor.skipWords(7);
        long user = cursor.number();
        long system = cursor.number();
        long reapedUser = cursor.number();
        long reapedSystem = cursor.number();
        cursor.skipWords(2);
        long threadCount = cursor.number();
        cursor.skipWords(1);
        startTicks = cursor.number();
        cursor.skipWords(1);
        residentPages = cursor.number();
        if (parentNumber < 0 || user < 0 || system < 0 || reapedUser < 0 || reapedSystem < 0 || startTicks < 0) {
            return false;
        }
        if (residentPages < 0
                || threadCount < 0
                || parentNumber > Integer.MAX_VALUE
                || threadCount > Integer.MAX_VALUE) {
            return false;
        }
        if (user > MOST_TICKS || system > MOST_TICKS || reapedUser > MOST_TICKS || reapedSystem > MOST_TICKS) {
            return false;
        }
        parent = (int) parentNumber;
        processGroup = (int) processGroupNumber;
        session = (int) sessionNumber;
        ownTicks = user + system;
        reapedTicks = reapedUser + reapedSystem;
        threads = (int) threadCount;
        return true;
    }

    /**
     * Just being waited for, or taken away by the kernel because nobody wants to: it may show no figures any more, and
     * whether its parent's figures hold them already cannot be told.
     */
    boolean releasing() {
        return state == 'X' || !hasFigures();
    }

    /** False when the kernel has taken them away: all are zero then. */
    boolean hasFigures() {
        return threads > 0;
    }

    /** Ended and not waited for: the figures stand, nothing runs. A leader may end before its threads do. */
    boolean ended() {
        return (state == 'Z' || state == 'X') && threads <= 1;
    }
}
