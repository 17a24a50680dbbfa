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

    static Terminal parse(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return new Terminal(Integer.parseInt(fields[2]), Integer.parseInt(fields[4]), Integer.parseInt(fields[5]));
    }

    boolean isThere() {
        return device != 0;
    }

    /** Whether a key would reach us, and with us the command. */
    boolean isOurs() {
        return isThere() && group == foreground;
    }
}
