package io.ceait.libc;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/** Becoming another program, by JNA direct mapping. */
public final class Exec {

    /** {@code fcntl}: asks for the flags of a descriptor. */
    public static final int F_GETFD = 1;

    /** {@code fcntl}: sets the flags of a descriptor. */
    public static final int F_SETFD = 2;

    /** The descriptor does not outlive {@code exec}. */
    public static final int FD_CLOEXEC = 1;

    static {
        Native.register(Exec.class, "c");
    }

    /** {@code sigset_t}; its first eight bytes hold the signals 1 to 64, the lowest bit the first. */
    public static final int SIGSET_BYTES = 128;

    public static final int SIG_SETMASK = 2;

    private Exec() {}

    /** {@code int pthread_sigmask(int how, const sigset_t *set, sigset_t *old)}: 0 or an error's number. */
    public static native int pthread_sigmask(int how, Pointer set, @Nullable Pointer old);

    /** {@code int execv(const char *path, char *const argv[])}: does not return unless it fails, then with -1. */
    public static native int execv(String path, Pointer argv);

    /** {@code int fcntl(int fd, int cmd, ...)} with one argument; -1 on failure. */
    public static native int fcntl(int fd, int command, long argument);
}
