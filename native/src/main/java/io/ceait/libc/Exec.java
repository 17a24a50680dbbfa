package io.ceait.libc;

import com.sun.jna.Native;
import com.sun.jna.Pointer;

/** Becoming another program, by JNA direct mapping. */
public final class Exec {

    /** {@code fcntl}: sets the flags of a descriptor. */
    public static final int F_SETFD = 2;

    /** The descriptor does not outlive {@code exec}. */
    public static final int FD_CLOEXEC = 1;

    static {
        Native.register(Exec.class, "c");
    }

    private Exec() {}

    /** {@code int execv(const char *path, char *const argv[])}: does not return unless it fails, then with -1. */
    public static native int execv(String path, Pointer argv);

    /** {@code int fcntl(int fd, int cmd, ...)} with one argument; -1 on failure. */
    public static native int fcntl(int fd, int command, long argument);
}
