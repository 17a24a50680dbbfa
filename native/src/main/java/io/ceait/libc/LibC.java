package io.ceait.libc;

import com.sun.jna.Native;

/**
 * Linux system calls by JNA direct mapping. Touching this class loads JNA, which takes a tenth of a second or two, and
 * fails with a {@link LinkageError} where JNA cannot be loaded.
 */
public final class LibC {

    /** The number of {@code pidfd_open} on every architecture; glibc before 2.36 has no function of that name. */
    public static final long SYS_PIDFD_OPEN = 434;

    public static final short POLLIN = 0x001;

    /** {@code struct pollfd}: int fd at 0, short events at 4, short revents at 6. */
    public static final int POLLFD_BYTES = 8;

    public static final int POLLFD_EVENTS = 4;
    public static final int POLLFD_REVENTS = 6;

    /** {@code errno}: no such process. */
    public static final int ESRCH = 3;

    static {
        Native.register(LibC.class, "c");
    }

    private LibC() {}

    /** {@code long syscall(long number, ...)}; -1 and {@code errno} on failure. */
    public static native long syscall(long number, long first, long second);

    /** {@code int poll(struct pollfd *fds, nfds_t count, int timeoutMillis)}; a negative time waits without end. */
    public static native int poll(long pollfds, long count, int timeoutMillis);

    public static native int close(int fd);
}
