package io.ceait.target;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whose a process is. The kernel lets everybody read everybody's CPU time unless {@code hidepid} is set; we do not:
 * what somebody's job draws is theirs to know.
 */
public final class ProcessOwner {

    private static final int ROOT = 0;

    private ProcessOwner() {}

    /** @throws TargetException if the process is another user's and we are not root */
    public static void requireOurs(Path procfs, int pid) {
        int us = owner(Path.of("/proc/self"));
        int owner = owner(procfs.resolve(Integer.toString(pid)));
        if (us > ROOT && owner >= ROOT && owner != us) {
            throw new TargetException("process " + pid + " belongs to user " + owner + " and we are user " + us
                    + ": start the agent as that user or as root");
        }
    }

    /** The user's number, or -1 where it cannot be told. */
    private static int owner(Path directory) {
        try {
            return (Integer) Files.getAttribute(directory, "unix:uid");
        } catch (IOException | UnsupportedOperationException e) {
            return -1;
        }
    }
}
