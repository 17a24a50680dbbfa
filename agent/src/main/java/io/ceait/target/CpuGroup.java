package io.ceait.target;

import io.ceait.kernel.KernelRoots;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The control group that a process is in, in a hierarchy that counts CPU time.
 *
 * @param hierarchy where the hierarchy is mounted
 * @param directory of the group; the hierarchy itself for the root group
 * @param versionTwo whether the hierarchy is of version 2
 */
record CpuGroup(Path hierarchy, Path directory, boolean versionTwo) {

    private static final String VERSION_TWO_MARK = "cgroup.controllers";
    private static final int FIELDS = 3;

    /**
     * The groups of a process, version 2 first.
     *
     * @param process its number, or {@code self}
     */
    static List<CpuGroup> of(KernelRoots roots, String process) {
        List<String> lines;
        try {
            Path file = roots.procfs().resolve(process).resolve("cgroup");
            // A path may hold any bytes: one that is no text names no directory below.
            lines = Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList();
        } catch (IOException e) {
            // Gone, or a kernel without control groups.
            return List.of();
        }
        List<CpuGroup> groups = new ArrayList<>();
        for (Path hierarchy : hierarchies(roots.cgroupfs())) {
            boolean versionTwo = Files.exists(hierarchy.resolve(VERSION_TWO_MARK));
            if (versionTwo || Files.exists(hierarchy.resolve(GroupDirectories.CPU_ACCOUNT))) {
                lines.stream()
                        .map(line -> line.split(":", FIELDS))
                        .filter(fields -> fields.length == FIELDS && belongs(fields, versionTwo))
                        // Seen from another cgroup namespace: nothing that is mounted here.
                        .filter(fields -> !fields[2].contains(".."))
                        .flatMap(fields -> directory(hierarchy, fields[2]).stream())
                        .filter(Files::isDirectory)
                        .findFirst()
                        .ifPresent(directory -> groups.add(new CpuGroup(hierarchy, directory, versionTwo)));
            }
        }
        groups.sort((one, other) -> Boolean.compare(other.versionTwo, one.versionTwo));
        return groups;
    }

    /** Empty for a name that is none of a file where we run: under the locale C those beyond ASCII are not. */
    private static Optional<Path> directory(Path hierarchy, String group) {
        try {
            return Optional.of(hierarchy.resolve(Path.of("/").relativize(Path.of(group))));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static boolean belongs(String[] fields, boolean versionTwo) {
        return fields[2].startsWith("/")
                && (versionTwo
                        ? fields[0].equals("0") && fields[1].isEmpty()
                        : List.of(fields[1].split(",", -1)).contains("cpuacct"));
    }

    private static List<Path> hierarchies(Path root) {
        if (Files.exists(root.resolve(GroupDirectories.PROCESSES))) {
            return List.of(root);
        }
        try (Stream<Path> below = Files.list(root)) {
            // One hierarchy may have a second name as a link: once is enough.
            return below.filter(directory -> !Files.isSymbolicLink(directory))
                    .filter(directory -> Files.exists(directory.resolve(GroupDirectories.PROCESSES)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    boolean isRoot() {
        return directory.equals(hierarchy);
    }
}
