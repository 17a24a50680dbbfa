package io.ceait.libc;

import com.sun.jna.Native;
import com.sun.jna.Pointer;

/** How large a terminal is, by JNA direct mapping. */
public final class TerminalCalls {

    /** {@code TIOCGWINSZ} on every architecture that the agent runs on. */
    public static final long TIOCGWINSZ = 0x5413;

    /** {@code struct winsize}: unsigned short rows at 0, columns at 2, and pixels that nobody fills. */
    public static final int WINSIZE_BYTES = 8;

    public static final int WINSIZE_ROWS = 0;
    public static final int WINSIZE_COLUMNS = 2;

    static {
        Native.register(TerminalCalls.class, "c");
    }

    private TerminalCalls() {}

    /** {@code int ioctl(int fd, unsigned long request, ...)}: 0, or -1 and {@code errno}. */
    public static native int ioctl(int fd, long request, Pointer argument);
}
