package io.ceait.target;

import io.ceait.target.ProcessFiles.StatFile;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One process that we keep an eye on. Its number and its start time are its identity, and the open file holds on to
 * that very process: a new one with the same number is another member.
 */
final class Member implements Closeable {

    final int pid;
    final long startTicks;
    private @Nullable StatFile stat;

    int parent;
    int processGroup;
    int session;
    long ownTicks;
    long reapedTicks;
    int threads;
    long residentPages;
    long sharedPages;
    /** Whether the kernel answers what the proportional part of its memory is. */
    boolean mayBeAsked = true;

    /** That part, in pages, and what was resident then; -1 until it is known. */
    private long proportionalPages = -1;

    private long residentThen;

    /** One of those that the user named. */
    boolean target;
    /** No longer there: ended and waited for. */
    boolean gone;
    /** There, but all its threads have ended. */
    boolean ended;
    /** Being waited for at the last look: its parent's figures may hold its own already, or not yet. */
    boolean releasing;

    /** One of the job was seen below it. */
    boolean hadChildren;

    /** How far {@link #reapedTicks} is taken into the books. */
    private long takenTicks;

    private Member(int pid, StatFile stat, ProcessStat first) {
        this.pid = pid;
        this.stat = stat;
        this.startTicks = first.startTicks;
        take(first);
        releasing = first.releasing();
        takenTicks = reapedTicks;
    }

    /** @throws IOException if there is no such process, or it is not ours to read */
    static Member open(ProcessFiles files, int pid, ProcessStat scratch) throws IOException {
        StatFile stat = files.open(pid, scratch);
        if (!scratch.hasFigures()) {
            stat.close();
            throw new IOException("process " + pid + " has been waited for");
        }
        return new Member(pid, stat, scratch);
    }

    /** Reads the process anew; false, for good, when it is gone. */
    boolean refresh(ProcessStat scratch) {
        StatFile open = stat;
        if (open == null) {
            return false;
        }
        if (open.read(scratch) && scratch.startTicks == startTicks) {
            releasing = scratch.releasing();
            if (!releasing) {
                take(scratch);
            }
            return true;
        }
        leave();
        return false;
    }

    /** Takes it for gone. */
    void leave() {
        releasing = false;
        gone = true;
        close();
    }

    private void take(ProcessStat from) {
        parent = from.parent;
        processGroup = from.processGroup;
        session = from.session;
        ownTicks = Math.max(ownTicks, from.ownTicks);
        reapedTicks = Math.max(reapedTicks, from.reapedTicks);
        threads = from.threads;
        residentPages = from.residentPages;
        ended = from.ended();
    }

    /** What it took over from children since this was asked last. */
    long takeReaped() {
        long grown = reapedTicks - takenTicks;
        takenTicks = reapedTicks;
        return grown;
    }

    /** All of it that is in the books: its own time, and that of children. */
    long bookedTicks() {
        return ownTicks + takenTicks;
    }

    /** @param pages the proportional part of its memory when {@code resident} were resident; -1 when it is not told */
    void proportional(long pages, long resident) {
        mayBeAsked = pages >= 0;
        proportionalPages = pages;
        residentThen = resident;
    }

    boolean isRefined() {
        return proportionalPages >= 0;
    }

    /** What has come since is its own, as a rule. */
    long proportionalPages() {
        return Math.max(0, Math.min(residentPages, proportionalPages + residentPages - residentThen));
    }

    boolean running() {
        return !gone && !ended;
    }

    @Override
    public void close() {
        StatFile open = stat;
        stat = null;
        if (open != null) {
            open.close();
        }
    }
}
