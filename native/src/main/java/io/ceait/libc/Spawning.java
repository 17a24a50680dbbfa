package io.ceait.libc;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/** Starting a program by JNA direct mapping. Functions without another word give 0 or an error's number. */
public final class Spawning {

    /** More than {@code posix_spawnattr_t} and {@code posix_spawn_file_actions_t} need in glibc (336, 80) and musl. */
    public static final int OPAQUE_BYTES = 1024;

    /** {@code sigset_t}; its first eight bytes hold the signals 1 to 64, the lowest bit the first. */
    public static final int SIGSET_BYTES = 128;

    public static final short POSIX_SPAWN_SETSIGDEF = 0x04;
    public static final short POSIX_SPAWN_SETSIGMASK = 0x08;

    /** {@code errno}: no such file. */
    public static final int ENOENT = 2;

    /** {@code errno}: a file that may be executed and is in no format that the kernel knows. */
    public static final int ENOEXEC = 8;

    /** {@code errno}: a number that no open file can have. */
    public static final int EBADF = 9;

    public static final int O_RDONLY = 0;

    /** {@code struct rlimit}: the soft limit at 0, the hard one at 8. */
    public static final int RLIMIT_BYTES = 16;

    public static final int RLIMIT_NOFILE = 7;

    static {
        Native.register(Spawning.class, "c");
    }

    private Spawning() {}

    /** The process's own variables, as {@code envp} of another. */
    public static Pointer environ() {
        return NativeLibrary.getInstance("c")
                .getGlobalVariableAddress("environ")
                .getPointer(0);
    }

    /** {@code pid} receives four bytes; {@code arguments} and {@code variables} end with a null pointer. */
    public static native int posix_spawnp(
            Pointer pid, Pointer file, Pointer actions, Pointer attributes, Pointer arguments, Pointer variables);

    public static native int posix_spawnattr_init(Pointer attributes);

    public static native int posix_spawnattr_setflags(Pointer attributes, short flags);

    public static native int posix_spawnattr_setsigmask(Pointer attributes, Pointer signals);

    public static native int posix_spawnattr_setsigdefault(Pointer attributes, Pointer signals);

    public static native int posix_spawnattr_destroy(Pointer attributes);

    public static native int posix_spawn_file_actions_init(Pointer actions);

    public static native int posix_spawn_file_actions_addclose(Pointer actions, int file);

    /** {@code path} is kept until the actions are destroyed. */
    public static native int posix_spawn_file_actions_addopen(
            Pointer actions, int file, Pointer path, int flags, int mode);

    public static native int posix_spawn_file_actions_destroy(Pointer actions);

    /** 0, or -1 and {@code errno}. */
    public static native int mkfifo(Pointer path, int mode);

    /** {@code int prlimit(pid_t pid, int resource, const struct rlimit *set, struct rlimit *old)}; pid 0 is this process. */
    public static native int prlimit(int pid, int resource, @Nullable Pointer set, @Nullable Pointer old);
}
