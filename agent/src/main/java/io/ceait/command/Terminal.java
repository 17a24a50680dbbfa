package io.ceait.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How this process stands to its terminal at the moment.
 *
 * @param group our process group
 * @param device number of the terminal; 0 without one
 * @param foreground the group that the keyboard's signals go to, each to all of its processes
 */
record Terminal(int group, int device, int foreground) {

    private static final Terminal NONE = new Terminal(0, 0, -1);

    static Terminal now() {
        try {
            return parse(Files.readString(Path.of("/proc/self/stat")));
        } catch (IOException e) {
            return NONE;
        }
    }

    /** None where the text is not in the kernel's format. */
    static Terminal parse(String stat) {
        // Behind the name, which may hold anything: the state, the parent, the group, the session, then the terminal.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).split(" ", 8);
        try {
            return fields.length < 8
                    ? NONE
                    : new Terminal(
                            Integer.parseInt(fields[3]), Integer.parseInt(fields[5]), Integer.parseInt(fields[6]));
        } catch (NumberFormatException e) {
            return NONE;
        }
    }

    boolean isThere() {
        return device != 0;
    }

    /** Whether a key would reach us, and with us the command. */
    boolean isOurs() {
        return isThere() && group == foreground;
    }
}
