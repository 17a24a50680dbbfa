package io.ceait.libc;

import com.sun.jna.Native;
import com.sun.jna.Pointer;

/** Waiting for processes that others left behind, by JNA direct mapping; Linux alone has all of it. */
public final class Reaping {

    /** {@code prctl}: orphans below this process become its children instead of the first process's. Linux 3.4. */
    public static final int PR_SET_CHILD_SUBREAPER = 36;

    /** {@code idtype_t}: any child. */
    public static final int P_ALL = 0;

    /** {@code idtype_t}: the child of this number. */
    public static final int P_PID = 1;

    public static final int WNOHANG = 1;
    public static final int WSTOPPED = 2;
    public static final int WEXITED = 4;

    /** Leaves the child to be waited for once more. */
    public static final int WNOWAIT = 0x01000000;

    /** {@code siginfo_t}: its size, and where {@code si_pid} stands in it on 64-bit machines. */
    public static final int SIGINFO_BYTES = 128;

    public static final int SIGINFO_PID = 16;

    /** Where {@code si_code} stands on all machines but MIPS, and {@code si_status} on 64-bit ones. */
    public static final int SIGINFO_CODE = 8;

    public static final int SIGINFO_STATUS = 24;

    /** {@code si_code}: ended by itself; any other but {@link #CLD_STOPPED} is the end by a signal. */
    public static final int CLD_EXITED = 1;

    public static final int CLD_STOPPED = 5;

    /** {@code errno}: a signal came first. */
    public static final int EINTR = 4;

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
