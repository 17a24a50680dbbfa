package io.ceait.machine;

import io.ceait.libc.Malloc;

/** The memory of this program, which it takes from the job's machine. */
public final class OwnMemory {

    private OwnMemory() {}

    /**
     * Gives back what is not in use: a collection of the heap, then the free lists of the C library. Takes some tens of
     * milliseconds and stops all threads for a part of them, so that it belongs at the end of the start.
     */
    public static void giveBack() {
        System.gc();
        try {
            int unused = Malloc.malloc_trim(0);
        } catch (LinkageError e) {
            // Another C library than glibc, or no JNA: what is free stays ours.
            return;
        }
    }
}
