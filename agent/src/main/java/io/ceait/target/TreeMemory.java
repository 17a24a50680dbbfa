package io.ceait.target;

import io.ceait.kernel.KernelConstants;
import io.ceait.machine.MachineLoad;
import io.ceait.target.JobAccount.MemoryMeans;
import java.util.concurrent.Executor;

/**
 * Resident memory of a tree of processes, in pages; what they share counts once.
 *
 * <p>Each tick: what each holds resident, which the tick reads anyway. Of a single process that is the answer. Of several,
 * what each has of files and shared memory (one file per process, now and then) counts once, by the largest. What is left
 * is too much where processes were forked from one that held much: they hold its pages together until they write to them,
 * and nothing cheap tells. So the kernel is asked for the proportional part of each, one after the other. That costs it
 * time by the page, so a large process is never asked about, and all of them together no more pages a second than a
 * small part of a processor can walk through: bounds of size, the same on every machine.
 */
final class TreeMemory {

    private static final long SHARED_PERIOD_NANOS = 30_000_000_000L;

    /** The largest process that is asked about: a walk of about 10 ms. */
    static final long MOST_BYTES = 1L << 30;

    /** On average: about a five-thousandth of a processor. */
    static final long BYTES_PER_SECOND = 16L << 20;

    /** What any question costs beside the pages, in their measure. */
    static final long QUESTION_BYTES = 8L << 20;

    private static final long REFINE_PERIOD_NANOS = 1_000_000_000L;

    private final ProcessFiles files;
    private final Members members;
    private final MachineLoad load;
    private final long pageBytes;
    private final PssReader reader;
    private long sharedAt = Long.MIN_VALUE;
    private long refinedAt = Long.MIN_VALUE;
    private long creditBytes = MOST_BYTES;
    private int next;
    private boolean told;
    private MemoryMeans means = MemoryMeans.PROC;
    private long pages;

    TreeMemory(ProcessFiles files, Members members, MachineLoad load, KernelConstants constants, Executor beside) {
        this.files = files;
        this.members = members;
        this.load = load;
        this.pageBytes = constants.pageBytes();
        this.reader = new PssReader(files, pageBytes, beside);
    }

    /** Somebody else tells the job's memory: the kernel is not asked about it any more, or is again. */
    void toldByOthers(boolean isTold) {
        told = isTold;
    }

    void refreshShared(Member member) {
        long shared = files.sharedPages(member.pid);
        if (shared >= 0) {
            member.sharedPages = shared;
        }
    }

    /** After the members have been read. */
    void refresh(long nowNanos) {
        if (sharedAt == Long.MIN_VALUE || nowNanos - sharedAt >= SHARED_PERIOD_NANOS) {
            sharedAt = nowNanos;
            for (int i = 0; i < members.size(); i++) {
                refreshShared(members.get(i));
            }
        }
        reader.take();
        if (refinedAt == Long.MIN_VALUE) {
            refinedAt = nowNanos;
        } else if (!told && nowNanos - refinedAt >= REFINE_PERIOD_NANOS) {
            creditBytes = Math.min(
                    MOST_BYTES + QUESTION_BYTES,
                    creditBytes + (nowNanos - refinedAt) / REFINE_PERIOD_NANOS * BYTES_PER_SECOND);
            refinedAt = nowNanos;
            if (!reader.isBusy() && members.running() > 1) {
                askAboutNext();
            }
        }
        count();
    }

    private void askAboutNext() {
        for (int i = 0; i < members.size(); i++) {
            next = next + 1 < members.size() ? next + 1 : 0;
            Member member = members.get(next);
            if (member.running() && member.mayBeAsked && member.residentPages * pageBytes <= MOST_BYTES) {
                long cost = member.residentPages * pageBytes + QUESTION_BYTES;
                if (cost <= creditBytes) {
                    creditBytes -= cost;
                    reader.ask(member);
                } else {
                    // Its turn comes when there is enough: else small ones would always go before it.
                    next = next == 0 ? members.size() - 1 : next - 1;
                }
                return;
            }
        }
    }

    void count() {
        long apart = 0;
        long mostShared = 0;
        long proportional = 0;
        long resident = 0;
        boolean refined = false;
        int running = 0;
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            if (member.running()) {
                running++;
                resident += member.residentPages;
                if (member.isRefined()) {
                    refined = true;
                    proportional += member.proportionalPages();
                } else {
                    long shared = Math.min(member.sharedPages, member.residentPages);
                    apart += member.residentPages - shared;
                    mostShared = Math.max(mostShared, shared);
                }
            }
        }
        if (running == 1) {
            means = MemoryMeans.PROC;
            pages = resident;
        } else if (running > 1) {
            means = refined ? MemoryMeans.PROC_PSS : MemoryMeans.PROC;
            // What processes have made themselves is in use: together they cannot have more of it than there is.
            long most = load.usedBytes() > 0 ? load.usedBytes() / pageBytes : apart;
            pages = Math.min(apart, most) + mostShared + proportional;
        }
    }

    MemoryMeans means() {
        return means;
    }

    /** Once all have ended it stays at what they last held: memory is given back in the last moment of a process. */
    long pages() {
        return pages;
    }
}
