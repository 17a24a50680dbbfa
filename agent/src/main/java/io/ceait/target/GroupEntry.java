package io.ceait.target;

import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Puts processes into a control group. */
public final class GroupEntry implements Closeable {

    private final Path procfs;
    private final FileOutputStream processes;

    GroupEntry(Path procfs, FileOutputStream processes) {
        this.procfs = procfs;
        this.processes = processes;
    }

    /** A process that has just begun, and what it may have started in the moment before it was put in. */
    public void enter(int pid) {
        try {
            processes.write((pid + "\n").getBytes(StandardCharsets.US_ASCII));
            String number = Integer.toString(pid);
            String children = Files.readString(procfs.resolve(Path.of(number, "task", number, "children")));
            for (String child : children.strip().split(" ", -1)) {
                if (!child.isEmpty()) {
                    enter(Integer.parseInt(child));
                }
            }
        } catch (IOException e) {
            // It has ended; or may not enter, which the account of the group will show.
            return;
        }
    }

    @Override
    public void close() {
        try {
            processes.close();
        } catch (IOException e) {
            // Nothing is written at the close.
            return;
        }
    }
}
