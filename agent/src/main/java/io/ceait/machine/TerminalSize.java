package io.ceait.machine;

import com.sun.jna.Memory;
import io.ceait.libc.TerminalCalls;

/** How many characters a terminal has room for. */
public record TerminalSize(int columns, int rows) {

    /** What terminals have had since there were any, where nobody says. */
    public static final TerminalSize USUAL = new TerminalSize(80, 24);

    private static final int STDERR = 2;

    /** Of the terminal on stderr, at this moment; the usual size when it cannot be told. A system call, without a process. */
    public static TerminalSize ofStandardError() {
        try (Memory size = new Memory(TerminalCalls.WINSIZE_BYTES)) {
            if (TerminalCalls.ioctl(STDERR, TerminalCalls.TIOCGWINSZ, size) == 0) {
                int columns = size.getShort(TerminalCalls.WINSIZE_COLUMNS) & 0xffff;
                int rows = size.getShort(TerminalCalls.WINSIZE_ROWS) & 0xffff;
                if (columns > 0 && rows > 0) {
                    return new TerminalSize(columns, rows);
                }
            }
        } catch (LinkageError e) {
            // No JNA here.
            return USUAL;
        }
        return USUAL;
    }
}
