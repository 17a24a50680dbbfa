package io.ceait.kernel;

import java.io.File;
import java.util.Arrays;
import java.util.List;

/**
 * The numbers of this process's open files. Those of the start are what whoever started it handed on, and the JVM's own; a
 * JVM opens more for itself as it goes, for reading a file already, and leaves them open to what it becomes or starts.
 */
public final class OpenFiles {

    private static final int STANDARD_FILES = 3;

    private static final List<Integer> AT_START = now();

    private OpenFiles() {}

    /** As of the first look that anybody took; to be had before the program reads a file. */
    public static List<Integer> atStart() {
        return AT_START;
    }

    /** Without the standard three; empty where the kernel does not tell. */
    public static List<Integer> now() {
        // Not by streams of directories, which would open some.
        String[] names = new File("/proc/self/fd").list();
        return names == null
                ? List.of()
                : Arrays.stream(names)
                        .map(Integer::valueOf)
                        .filter(number -> number >= STANDARD_FILES)
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
