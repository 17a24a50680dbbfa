package io.ceait.libc;

import com.sun.jna.Native;

/** What glibc has and other C libraries have not: a class of its own, because one missing symbol fails a whole class. */
public final class Malloc {

    static {
        Native.register(Malloc.class, "c");
    }

    private Malloc() {}

    /** {@code int malloc_trim(size_t pad)}: gives free heap back to the system; 1 if there was some. */
    public static native int malloc_trim(long pad);
}
