package io.ceait.source.nvml;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a number can be a process of this machine, as far as this process can see. */
final class ProcessLookup {

    /** The machine's own namespace has this number since there are namespaces. */
    private static final String INITIAL_NAMESPACE = "pid:[4026531836]";

    /** No process has a number as high (PID_MAX_LIMIT). */
    private static final int PID_LIMIT = 1 << 22;

    private final Path procfs;
    private final boolean ownNamespace;

    ProcessLookup(Path procfs) {
        this.procfs = procfs;
        this.ownNamespace = inOwnNamespace(procfs);
    }

    private static boolean inOwnNamespace(Path procfs) {
        try {
            return !Files.readSymbolicLink(procfs.resolve("self/ns/pid"))
                    .toString()
                    .equals(INITIAL_NAMESPACE);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** Whether the driver may speak of processes that are not to be seen from here, as from inside a container. */
    boolean inOwnNamespace() {
        return ownNamespace;
    }

    boolean mayExist(int pid) {
        return pid > 0 && pid < PID_LIMIT && (ownNamespace || Files.exists(procfs.resolve(Integer.toString(pid))));
    }
}
