package io.ceait.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The numbers of this process's open files. Those of the start are what whoever started it handed on, and the JVM's own; a
 * JVM opens more for itself as it goes, for reading a file already, and leaves them open to what it becomes or starts.
 */
public final class OpenFiles {

    private static final int STANDARD_FILES = 3;

    private static final Path FILES = Path.of("/proc/self/fd");

    private static final Map<Integer, String> AT_START = targets();

    private OpenFiles() {}

    /**
     * Those of the first look that anybody took, to be had before the program reads a file, and still the same: a number that
     * was given back may be another file's by now.
     */
    public static List<Integer> atStart() {
        return AT_START.keySet().stream()
                .filter(number -> target(number).equals(AT_START.get(number)))
                .sorted()
                .toList();
    }

    private static Map<Integer, String> targets() {
        Map<Integer, String> targets = new HashMap<>();
        now().forEach(number -> targets.put(number, target(number)));
        return targets;
    }

    private static String target(int number) {
        try {
            return Files.readSymbolicLink(FILES.resolve(Integer.toString(number)))
                    .toString();
        } catch (IOException e) {
            return "";
        }
    }

    /** Without the standard three; empty where the kernel does not tell. */
    public static List<Integer> now() {
        // Not by streams of directories, which would open some.
        String[] names = FILES.toFile().list();
        return names == null
                ? List.of()
                : Arrays.stream(names)
                        .map(Integer::valueOf)
                        // The list itself was one, and its number is free again.
                        .filter(number -> number >= STANDARD_FILES
                                && FILES.resolve(Integer.toString(number))
                                        .toFile()
                                        .exists())
                        .sorted()
                        .toList();
    }

    /** Whether a file that is open is one of those that a JVM reads itself from or keeps its figures in. */
    public static boolean isOfTheJvm(String target, String javaHome) {
        return target.startsWith(javaHome + "/")
                || target.endsWith(".jar")
                || target.endsWith(".jsa")
                || target.contains("/hsperfdata_");
    }
}
