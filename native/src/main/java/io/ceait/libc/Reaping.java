package io.ceait.libc;

import com.sun.jna.Native;
import com.sun.jna.Pointer;

/** Waiting for processes that others left behind, by JNA direct mapping; Linux alone has all of it. */
public final class Reaping {

    /** {@code prctl}: orphans below this process become its children instead of the first process's. Linux 3.4. */
    public static final int PR_SET_CHILD_SUBREAPER = 36;

    /** {@code idtype_t}: any child. */
    public static final int P_ALL = 0;

    public static final int WNOHANG = 1;
    public static final int WEXITED = 4;

    /** Leaves the child to be waited for once more. */
    public static final int WNOWAIT = 0x01000000;

    /** {@code siginfo_t}: its size, and where {@code si_pid} stands in it on 64-bit machines. */
    public static final int SIGINFO_BYTES = 128;

    public static final int SIGINFO_PID = 16;

    /** {@code errno}: no child is left. */
    public static final int ECHILD = 10;

    static {
        Native.register(Reaping.class, "c");
    }

    private Reaping() {}

    /** 0, or -1 and {@code errno}. */
    public static native int prctl(int option, long second, long third, long fourth, long fifth);

    /** {@code int waitid(idtype_t type, id_t id, siginfo_t *info, int options)}: 0, or -1 and {@code errno}. */
    public static native int waitid(int type, int id, Pointer info, int options);

    /** {@code pid_t waitpid(pid_t pid, int *status, int options)} with {@code status} null. */
    public static native int waitpid(int pid, long status, int options);
}
