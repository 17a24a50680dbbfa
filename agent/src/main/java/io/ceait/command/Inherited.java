package io.ceait.command;

import io.ceait.kernel.OpenFiles;
import io.ceait.libc.Signalling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What this process was given by the one that started it, and a JVM does not hand on by itself.
 *
 * @param blockedSignals the lowest bit stands for signal 1
 * @param ignoredSignals likewise
 * @param files open files beyond the standard three: a pipe of {@code <(…)}, the job server of make, a socket of a
 *     scheduler
 * @param openFileLimit soft limit of open files, where it could be told; a JVM raises its own to the hard one
 */
record Inherited(long blockedSignals, long ignoredSignals, List<Integer> files, OptionalLong openFileLimit) {

    private static final Path SELF = Path.of("/proc/self");
    private static final long CLOSE_ON_EXEC = 02_000_000;
    private static final String IGNORED = "SigIgn:";
    private static final String LIMIT = "Max open files";

    Inherited {
        files = List.copyOf(files);
    }

    /** Looks at this process. */
    static Inherited ofThisProcess() {
        List<Integer> open = OpenFiles.atStart();
        List<String> status = lines(SELF.resolve("status"));
        Path parent = Path.of("/proc", field(status, "PPid:").orElse("0"));
        return new Inherited(
                signals(status, "SigBlk:"),
                withQuit(signals(status, IGNORED), signals(lines(parent.resolve("status")), IGNORED)),
                open.stream().filter(Inherited::isHandedOn).toList(),
                softLimit(lines(parent.resolve("limits"))));
    }

    /**
     * The JVM has a handler for SIGQUIT whether it was ignored or not. It was if the parent ignores it; and if SIGINT is
     * ignored here and not there, for a shell without job control ignores both for what it puts in the background.
     */
    static long withQuit(long ignored, long byParent) {
        boolean inBackground = isIn(ignored, Signalling.SIGINT) && !isIn(byParent, Signalling.SIGINT);
        return inBackground || isIn(byParent, Signalling.SIGQUIT) ? ignored | bit(Signalling.SIGQUIT) : ignored;
    }

    /** Whether this process ignores a signal at this moment. */
    static boolean isIgnoredNow(int signal) {
        return isIn(signals(lines(SELF.resolve("status")), IGNORED), signal);
    }

    boolean ignores(int signal) {
        return isIn(ignoredSignals, signal);
    }

    static boolean isIn(long set, int signal) {
        return (set & bit(signal)) != 0;
    }

    private static long bit(int signal) {
        return 1L << (signal - 1);
    }

    static long signals(List<String> status, String name) {
        return field(status, name).map(text -> Long.parseUnsignedLong(text, 16)).orElse(0L);
    }

    private static Optional<String> field(List<String> status, String name) {
        return status.stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).strip())
                .findFirst();
    }

    /** The soft limit, unless it is the hard one as well or none. */
    static OptionalLong softLimit(List<String> limits) {
        for (String line : limits) {
            if (line.startsWith(LIMIT)) {
                String[] words = line.substring(LIMIT.length()).strip().split(" +", -1);
                boolean told = !words[0].equals(words[1]) && !words[0].equals("unlimited");
                return told ? OptionalLong.of(Long.parseLong(words[0])) : OptionalLong.empty();
            }
        }
        return OptionalLong.empty();
    }

    private static boolean isHandedOn(int file) {
        return staysOpen(file) && !isOfTheJvm(file);
    }

    private static boolean staysOpen(int file) {
        return field(lines(SELF.resolve("fdinfo").resolve(Integer.toString(file))), "flags:")
                .filter(flags -> (Long.parseLong(flags, 8) & CLOSE_ON_EXEC) == 0)
                .isPresent();
    }

    private static boolean isOfTheJvm(int file) {
        try {
            String home = Path.of(System.getProperty("java.home")).toRealPath().toString();
            Path target = Files.readSymbolicLink(SELF.resolve("fd").resolve(Integer.toString(file)));
            return OpenFiles.isOfTheJvm(target.toString(), home);
        } catch (IOException e) {
            return true;
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            // Not ours to read, or gone.
            return List.of();
        }
    }
}
