package io.ceait.target;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the kernel shows one control group. Version 2 has one directory for it; version 1 one per controller, and both
 * may be mounted side by side with different controllers.
 *
 * @param name the group's path below the root of each hierarchy
 * @param processes the directory whose {@code cgroup.procs} lists the group's processes
 * @param cpu the directory that counts its CPU time, by {@code cpu.stat} or {@code cpuacct.usage}
 * @param memory the directory that counts its memory, by {@code memory.stat}; empty where no controller does
 */
record GroupDirectories(Path name, Path processes, Path cpu, Optional<Path> memory) {

    static final String PROCESSES = "cgroup.procs";
    static final String CONTROLLERS = "cgroup.controllers";
    static final String CPU_STAT = "cpu.stat";
    static final String CPU_ACCOUNT = "cpuacct.usage";
    static final String MEMORY_STAT = "memory.stat";

    /**
     * Finds a group.
     *
     * @param root where control groups are mounted
     * @param stated the group's directory, or its path within a hierarchy as {@code /proc/PID/cgroup} has it
     * @throws TargetException if there is none, or it is the whole machine, or it counts no CPU time
     */
    static GroupDirectories find(Path root, String stated) {
        Path given = path(stated);
        List<Path> hierarchies = hierarchies(root, given);
        Path name = name(root, hierarchies, given);
        if (name.toString().isEmpty()) {
            throw new TargetException(
                    stated + " is the root of all control groups: use --machine for the whole machine");
        }
        List<Path> found = hierarchies.stream()
                .map(hierarchy -> hierarchy.resolve(name))
                .filter(Files::isDirectory)
                .toList();
        Path processes = found.stream()
                .filter(given::equals)
                .findFirst()
                .or(() -> found.stream().filter(GroupDirectories::countsCpu).findFirst())
                .orElseThrow(() -> new TargetException("there is no control group " + name + " below " + root
                        + ": give its directory, or its path as in /proc/PID/cgroup"));
        Path cpu = Stream.concat(Stream.of(processes), found.stream())
                .filter(GroupDirectories::countsCpu)
                .findFirst()
                .orElseThrow(() -> new TargetException("the control group " + name
                        + " counts no CPU time: it has neither " + CPU_STAT + " with usage_usec nor " + CPU_ACCOUNT));
        Optional<Path> memory = found.stream()
                .filter(directory -> Files.exists(directory.resolve(MEMORY_STAT)))
                .findFirst();
        return new GroupDirectories(name, processes, cpu, memory);
    }

    /**
     * The roots of the hierarchies: the mount itself, or its directories. Where only a part of the tree is shown, as in a
     * container, its roots are known by the group that was stated.
     */
    private static List<Path> hierarchies(Path root, Path given) {
        List<Path> directories;
        try (Stream<Path> list = Files.list(root)) {
            directories = list.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new TargetException(
                    root + " cannot be listed: say with --path.cgroupfs where control groups are mounted");
        }
        if (isOfVersionTwo(root) || Files.exists(root.resolve(PROCESSES))) {
            return List.of(root);
        }
        Path name = name(root, directories, given);
        List<Path> controllers = directories.stream()
                .filter(directory -> !directory.equals(given) && !isOfVersionTwo(directory))
                .filter(directory -> hasProcesses(directory) || isOfVersionOne(directory.resolve(name)))
                .toList();
        if (controllers.isEmpty() && isOfVersionTwo(root.resolve(below(root, given)))) {
            return List.of(root);
        }
        // Beside those of version 1 one of version 2 may be mounted.
        return directories.stream()
                .filter(directory -> controllers.contains(directory)
                        || (isOfVersionTwo(directory) && hasProcesses(directory) && !directory.equals(given)))
                .toList();
    }

    private static boolean hasProcesses(Path directory) {
        return Files.exists(directory.resolve(PROCESSES));
    }

    private static boolean isOfVersionOne(Path group) {
        return hasProcesses(group) && !isOfVersionTwo(group);
    }

    private static boolean isOfVersionTwo(Path directory) {
        return Files.exists(directory.resolve(CONTROLLERS)) || hasUsage(directory.resolve(CPU_STAT));
    }

    /** The name of a group that was stated by its directory or by its path in a hierarchy. */
    private static Path below(Path hierarchy, Path given) {
        if (given.startsWith(hierarchy)) {
            return hierarchy.relativize(given);
        }
        return given.isAbsolute() ? given.getRoot().relativize(given) : given;
    }

    private static Path path(String stated) {
        try {
            return Path.of(stated).normalize();
        } catch (InvalidPathException e) {
            // Under the locale C a name beyond ASCII is none.
            throw new TargetException(
                    "the control group " + stated + " has a name that no file can have here: " + e.getReason());
        }
    }

    private static Path name(Path root, List<Path> hierarchies, Path given) {
        return hierarchies.stream()
                .filter(given::startsWith)
                .findFirst()
                .map(hierarchy -> below(hierarchy, given))
                .orElseGet(() -> below(root, given));
    }

    private static boolean countsCpu(Path directory) {
        return Files.exists(directory.resolve(CPU_ACCOUNT)) || hasUsage(directory.resolve(CPU_STAT));
    }

    /** In version 1 a file of the same name tells of throttling alone. */
    private static boolean hasUsage(Path cpuStat) {
        try {
            return Files.exists(cpuStat) && Files.readString(cpuStat).startsWith("usage_usec ");
        } catch (IOException e) {
            return false;
        }
    }
}
