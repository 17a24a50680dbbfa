package io.ceait.target;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Where processes are looked at: the kernel's files, or in a test a kernel that goes on between any two looks.
 */
interface ProcessFiles {

    /**
     * Opens a process to be looked at again and again: that very process, whoever has its number later.
     *
     * @param first what it shows now
     * @throws IOException if there is no such process or it is not ours to read
     */
    StatFile open(int pid, ProcessStat first) throws IOException;

    /** Looks at a process once; false when it is not there. */
    boolean read(int pid, ProcessStat into);

    /**
     * The numbers of all processes below some that run, none of them known yet, parents before children. The kernel may
     * forget one now and then: whoever asks again finds it.
     *
     * @param known whether a number belongs to a process that is known to be there
     */
    List<Integer> newBelow(List<Member> above, IntPredicate known);

    /** Pages of a process that are, or may be, in the memory of others as well: of files and shared memory; -1 when it is gone. */
    long sharedPages(int pid);

    /**
     * The memory of a process in bytes, of each page the part that falls to it when it is divided by all who have it; -1
     * when it cannot be told. Takes time by the page, and may be called by any thread.
     */
    long proportionalBytes(int pid);

    /** One process that is open. */
    interface StatFile extends Closeable {

        /** Looks at it anew; false when it is gone. */
        boolean read(ProcessStat into);

        @Override
        void close();
    }
}
