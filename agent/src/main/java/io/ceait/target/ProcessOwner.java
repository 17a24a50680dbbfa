package io.ceait.target;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Whose a process is. The kernel lets everybody read everybody's CPU time unless {@code hidepid} is set; we do not:
 * what somebody's job draws is theirs to know.
 */
public final class ProcessOwner {

    private static final int ROOT = 0;

    private static final Pattern HIDES = Pattern.compile("[ ,]hidepid=(2|invisible|4|ptraceable)\\b");

    private ProcessOwner() {}

    /** @throws TargetException if the process is another user's and we are not root */
    public static void requireOurs(Path procfs, int pid) {
        int us = ofUs();
        int owner = of(procfs, pid);
        if (us > ROOT && owner < ROOT && hidesOthers()) {
            throw new TargetException("there is no process " + pid + ", or it is another user's, which /proc hides here"
                    + " (mount option hidepid): start the agent as its user or as root");
        }
        if (us > ROOT && owner >= ROOT && owner != us) {
            throw new TargetException("process " + pid + " belongs to user " + owner + " and we are user " + us
                    + ": start the agent as that user or as root");
        }
    }

    /** The number of the user that this process runs as. */
    public static int ofUs() {
        return owner(Path.of("/proc/self"));
    }

    /** The number of a process's user, or -1 where there is no such process or it cannot be told. */
    public static int of(Path procfs, int pid) {
        return owner(procfs.resolve(Integer.toString(pid)));
    }

    private static boolean hidesOthers() {
        try {
            return hides(Files.readAllLines(Path.of("/proc/self/mountinfo")));
        } catch (IOException e) {
            return false;
        }
    }

    /** What lies behind the dash: type, source and options of the file system. The last mount on a place is the one seen. */
    static boolean hides(List<String> mounts) {
        return mounts.stream()
                .filter(line -> line.contains(" /proc ") && line.contains(" - proc "))
                .reduce((one, later) -> later)
                .filter(line ->
                        HIDES.matcher(line.substring(line.indexOf(" - "))).find())
                .isPresent();
    }

    private static int owner(Path directory) {
        try {
            return (Integer) Files.getAttribute(directory, "unix:uid");
        } catch (IOException | UnsupportedOperationException e) {
            return -1;
        }
    }
}
