package io.ceait.target;

import io.ceait.kernel.KernelRoots;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A control group that we make for one job, below our own, and remove when the job has ended. It limits nothing and
 * changes no share of the processor: where a group would, none is made.
 */
public final class OwnGroup {

    private static final String SUBTREE_CONTROL = "cgroup.subtree_control";

    private static final String PREFIX = "ceait-run-";

    /** An agent that cannot be seen from here, in another pid namespace, has put its job into its group by then. */
    private static final Duration NEW = Duration.ofMinutes(1);

    private final Path directory;

    /** One that exists. */
    OwnGroup(Path directory) {
        this.directory = directory;
    }

    /**
     * Makes a group where we may and where it counts CPU time. Empty ones of agents that were killed are removed.
     *
     * @param now by the wall clock
     * @return empty where none can be made or no process may be put in it
     */
    public static Optional<OwnGroup> make(KernelRoots roots, Instant now) {
        String name = PREFIX + ProcessHandle.current().pid();
        for (CpuGroup own : CpuGroup.of(roots, "self")) {
            if (sharesTheProcessor(own) || !mayWrite(own.directory().resolve(GroupDirectories.PROCESSES))) {
                continue;
            }
            removeLeftOver(roots, own.directory(), now);
            try {
                OwnGroup made =
                        new OwnGroup(Files.createDirectory(own.directory().resolve(name)));
                if (made.isOfUse()) {
                    return Optional.of(made);
                }
                made.remove();
            } catch (IOException e) {
                // Not ours to make; the next hierarchy may be another's.
                continue;
            }
        }
        return Optional.empty();
    }

    private static void removeLeftOver(KernelRoots roots, Path directory, Instant now) {
        try (DirectoryStream<Path> groups = Files.newDirectoryStream(directory, PREFIX + "*")) {
            for (Path group : groups) {
                String pid = String.valueOf(group.getFileName()).substring(PREFIX.length());
                if (pid.matches("[0-9]+") && !Files.exists(roots.procfs().resolve(pid)) && isOld(group, now)) {
                    boolean unused = new OwnGroup(group).remove();
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // What is left over costs a directory entry; the next run may have more luck.
            return;
        }
    }

    private static boolean isOld(Path group, Instant now) throws IOException {
        return Files.getLastModifiedTime(group).toInstant().isBefore(now.minus(NEW));
    }

    /** A group with the controller {@code cpu} competes as one with those beside it, whatever runs in it. */
    private static boolean sharesTheProcessor(CpuGroup own) {
        try {
            return own.versionTwo()
                    ? List.of(Files.readString(own.directory().resolve(SUBTREE_CONTROL))
                                    .strip()
                                    .split(" ", -1))
                            .contains("cpu")
                    : Files.exists(own.directory().resolve("cpu.shares"));
        } catch (IOException e) {
            return true;
        }
    }

    /** The kernel asks for this right when a process moves, and answers at once whether we have it. */
    private static boolean mayWrite(Path file) {
        try (FileOutputStream opened = new FileOutputStream(file.toFile(), true)) {
            return opened.getFD().valid();
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isOfUse() {
        try (GroupCpu cpu = GroupCpu.open(directory)) {
            return cpu.refresh() && mayWrite(entry());
        } catch (IOException e) {
            return false;
        }
    }

    public Path directory() {
        return directory;
    }

    private Path entry() {
        return directory.resolve(GroupDirectories.PROCESSES);
    }

    /**
     * The door to the group, opened before the process is started that is to go through it: what a process starts after
     * that is in the group by itself.
     *
     * @throws IOException if the group is gone
     */
    public GroupEntry open(Path procfs) throws IOException {
        return new GroupEntry(procfs, new FileOutputStream(entry().toFile(), true));
    }

    /** Removes the group and what the job made below it; false when something still lives there, which is left alone. */
    public boolean remove() {
        try (Stream<Path> groups = Files.walk(directory)) {
            for (Path group : groups.filter(Files::isDirectory)
                    .sorted(Comparator.reverseOrder())
                    .toList()) {
                Files.delete(group);
            }
            return true;
        } catch (IOException | UncheckedIOException e) {
            return !Files.exists(directory);
        }
    }
}
