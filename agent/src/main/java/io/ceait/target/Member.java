package io.ceait.target;

import io.ceait.kernel.Cursor;
import io.ceait.kernel.KernelFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One process that we keep an eye on. Its number and its start time are its identity, and the open file holds on to
 * that very process: a new one with the same number is another member.
 */
final class Member implements Closeable {

    final int pid;
    final long startTicks;
    private final Path directory;
    private @Nullable KernelFile stat;

    int parent;
    int processGroup;
    long ownTicks;
    long reapedTicks;
    int threads;
    long residentPages;
    long sharedPages;
    /** One of those that the user named. */
    boolean target;
    /** No longer there: ended and waited for. */
    boolean gone;
    /** There, but all its threads have ended. */
    boolean ended;
    /** Totals of children that vanished since the last tick, which our own figure of reaped time should now hold. */
    long expectedReapedTicks;
    /** What was booked at the last look for children that this process has waited for. */
    long lastBookedTicks;

    private Member(int pid, Path directory, KernelFile stat, ProcessStat first) {
        this.pid = pid;
        this.directory = directory;
        this.stat = stat;
        this.startTicks = first.startTicks;
        take(first);
    }

    /**
     * Opens a process.
     *
     * @param buffer shared by all members: each read is parsed before the next one
     * @throws IOException if there is no such process or it is not ours to read
     */
    static Member open(Path procfs, int pid, byte[] buffer, ProcessStat scratch) throws IOException {
        Path directory = procfs.resolve(Integer.toString(pid));
        KernelFile stat = KernelFile.open(directory.resolve("stat"), buffer);
        if (!scratch.parse(stat.bytes(), stat.length())) {
            stat.close();
            throw new IOException(directory + "/stat is not in the kernel's format");
        }
        return new Member(pid, directory, stat, scratch);
    }

    /** Reads the process anew; false, for good, when it is gone. */
    boolean refresh(ProcessStat scratch) {
        KernelFile open = stat;
        if (open == null) {
            return false;
        }
        try {
            if (open.read() > 0 && scratch.parse(open.bytes(), open.length()) && scratch.startTicks == startTicks) {
                take(scratch);
                return true;
            }
        } catch (IOException e) {
            // The kernel answers ESRCH through the open file: the process has been waited for.
            return leave();
        }
        return leave();
    }

    private boolean leave() {
        gone = true;
        close();
        return false;
    }

    private void take(ProcessStat from) {
        parent = from.parent;
        processGroup = from.processGroup;
        // In the moment of its release the kernel may answer zeroes, which must not undo what was booked.
        ownTicks = Math.max(ownTicks, from.ownTicks);
        reapedTicks = Math.max(reapedTicks, from.reapedTicks);
        threads = from.threads;
        residentPages = from.residentPages;
        ended = from.ended();
    }

    /** Reads how much of the resident memory is shared with others; keeps the last figure when it cannot be read. */
    void refreshShared(byte[] buffer, Cursor cursor) {
        try (KernelFile statm = KernelFile.open(directory.resolve("statm"), buffer)) {
            cursor.over(statm);
            cursor.skipWords(2);
            long shared = cursor.number();
            if (shared >= 0) {
                sharedPages = shared;
            }
        } catch (IOException e) {
            // Gone, or not ours: the next tick will tell.
            sharedPages = Math.min(sharedPages, residentPages);
        }
    }

    long totalTicks() {
        return ownTicks + reapedTicks;
    }

    boolean running() {
        return !gone && !ended;
    }

    @Override
    public void close() {
        KernelFile open = stat;
        stat = null;
        if (open != null) {
            open.close();
        }
    }
}
