package io.ceait.libc;

import com.sun.jna.Native;

/** Signals by JNA direct mapping. Their numbers here are those of all architectures that a JVM of today runs on. */
public final class Signalling {

    public static final int SIGHUP = 1;
    public static final int SIGINT = 2;
    public static final int SIGQUIT = 3;
    public static final int SIGUSR2 = 12;
    public static final int SIGTERM = 15;
    public static final int SIGCHLD = 17;
    public static final int SIGCONT = 18;
    public static final int SIGTSTP = 20;

    /** {@code SIG_DFL} and {@code SIG_IGN} as addresses. */
    public static final long DEFAULT = 0;

    public static final long IGNORE = 1;

    static {
        Native.register(Signalling.class, "c");
    }

    private Signalling() {}

    /** 0, or -1 and {@code errno}. */
    public static native int kill(int pid, int signal);

    /** {@code sighandler_t signal(int signal, sighandler_t handler)}: the address of the handler before. */
    public static native long signal(int signal, long handler);
}
