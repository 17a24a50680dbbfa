package io.ceait.target;

import io.ceait.kernel.KernelFile;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Whether a process ignores SIGCHLD: the kernel waits for its children then, and their CPU time is nobody's. */
final class ChildSignal {

    private static final String IGNORED = "SigIgn:\t";
    private static final int DIGITS = 16;
    private static final int BYTES = 4096;

    /** Signal 17, the first being bit 0. */
    private static final int BIT = 16;

    private ChildSignal() {}

    /** False also where that cannot be told. */
    static boolean isIgnoredBy(Path procfs, int pid) {
        try (KernelFile status = KernelFile.open(new File(procfs + "/" + pid + "/status"), new byte[BYTES])) {
            return isIgnored(new String(status.bytes(), 0, status.length(), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return false;
        }
    }

    static boolean isIgnored(String status) {
        int at = status.indexOf(IGNORED) + IGNORED.length();
        if (at < IGNORED.length() || at + DIGITS > status.length()) {
            return false;
        }
        try {
            return (Long.parseUnsignedLong(status.substring(at, at + DIGITS), 16) >> BIT & 1) != 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
