package io.ceait.machine;

import com.sun.jna.Memory;
import io.ceait.kernel.OpenFiles;
import io.ceait.kernel.ZeroEnded;
import io.ceait.libc.CStrings;
import io.ceait.libc.CallersLocale;
import io.ceait.libc.Exec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The JVM's own flags for a large server suit no small program beside a training job: two compilers and a collector with
 * threads for every core take memory and time that belong to the job, and a jar cannot state others. So a JVM that was
 * started by a plain {@code java -jar} becomes, before anything else is loaded, one with the flags of the launcher: the same
 * process with the same number, terminal, input and output. It costs some 0.15 s at the start.
 *
 * <p>Whoever states a flag of the JVM, on the command line or in the environment, has chosen: then nothing is changed.
 */
public final class OwnJvm {

    /** As in {@code scripts/ceait}: one core's worth of compiler and collector. */
    static final List<String> FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx64m",
            "-Xmn3m",
            "-Xss256k",
            "-XX:-UsePerfData",
            "-Xshare:auto");

    /** What an archive of another JVM or another jar makes the JVM say helps nobody. */
    private static final List<String> QUIET = List.of("-Xlog:cds=off", "-Xlog:class+path=off");

    /** Variables by which a JVM takes flags. */
    private static final List<String> VARIABLES = List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS");

    private static final String BLOCKED = "SigBlk:";

    private OwnJvm() {}

    /** Becomes the small JVM; comes back where that is not wanted or cannot be had, and nothing has changed then. */
    public static void become() {
        // First of all.
        List<Integer> given = OpenFiles.atStart();
        try {
            List<byte[]> words = ZeroEnded.words(Files.readAllBytes(Path.of("/proc/self/cmdline")));
            if (!isPlain(words, System.getenv())) {
                return;
            }
            String java = Files.readSymbolicLink(Path.of("/proc/self/exe")).toString();
            List<byte[]> small = withFlags(words);
            keepDescriptorsToOurselves(given);
            beGivenSignals();
            forgetPerformanceData();
            CallersLocale.widen(System.getenv());
            try (CStrings argv = new CStrings(small)) {
                // Only a failure comes back, and then this JVM does as well.
                int unused = Exec.execv(java, argv.array());
            }
        } catch (IOException | InvalidPathException | LinkageError e) {
            // No procfs, no JNA, or a jar that this locale cannot name: this JVM does as well.
            return;
        }
    }

    /** {@code java -jar FILE …}, and no flag by another way. */
    static boolean isPlain(List<byte[]> words, Map<String, String> environment) {
        return words.size() > 2
                && text(words.get(1)).equals("-jar")
                && VARIABLES.stream()
                        .allMatch(name -> environment.getOrDefault(name, "").isBlank());
    }

    /** The same words with the flags before {@code -jar}, and with the archive beside the jar if there is one. */
    static List<byte[]> withFlags(List<byte[]> words) {
        List<String> flags = new ArrayList<>();
        Path archive = archive(Path.of(text(words.get(2))));
        if (Files.isRegularFile(archive)) {
            flags.add("-XX:SharedArchiveFile=" + archive);
            flags.addAll(QUIET);
        }
        flags.addAll(FLAGS);
        List<byte[]> all = new ArrayList<>(words);
        all.addAll(
                1,
                flags.stream()
                        .map(flag -> flag.getBytes(StandardCharsets.UTF_8))
                        .toList());
        return all;
    }

    private static Path archive(Path jar) {
        String name = String.valueOf(jar.getFileName());
        return jar.resolveSibling((name.endsWith(".jar") ? name.substring(0, name.length() - 4) : name) + ".jsa");
    }

    private static String text(byte[] word) {
        return new String(word, StandardCharsets.UTF_8);
    }

    /**
     * What this JVM has opened of its own files would stay open beside what the next one opens, and the command of
     * {@code run} would be given it.
     *
     * @param given those that were open when this process began
     */
    private static void keepDescriptorsToOurselves(List<Integer> given) throws IOException {
        String home = Path.of(System.getProperty("java.home")).toRealPath().toString();
        // JNA opens some when it is loaded: they are to be among those that are looked at.
        int unused = Exec.fcntl(0, Exec.F_GETFD, 0);
        for (int number : OpenFiles.now()) {
            if (!given.contains(number) || isOurs(number, home)) {
                unused = Exec.fcntl(number, Exec.F_SETFD, Exec.FD_CLOEXEC);
            }
        }
    }

    private static boolean isOurs(int number, String home) {
        try {
            Path target = Files.readSymbolicLink(Path.of("/proc/self/fd", Integer.toString(number)));
            return OpenFiles.isOfTheJvm(target.toString(), home);
        } catch (IOException e) {
            // Closed in between.
            return false;
        }
    }

    /** All threads of a JVM block SIGQUIT but one. The first of the process still has what it was started with. */
    private static void beGivenSignals() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith(BLOCKED)) {
                try (Memory signals = new Memory(Exec.SIGSET_BYTES)) {
                    signals.clear();
                    signals.setLong(
                            0,
                            Long.parseUnsignedLong(
                                    line.substring(BLOCKED.length()).strip(), 16));
                    int unused = Exec.pthread_sigmask(Exec.SIG_SETMASK, signals, null);
                }
            }
        }
    }

    /** Left behind, it would tell of a JVM that is no more. */
    private static void forgetPerformanceData() throws IOException {
        Files.deleteIfExists(Path.of(
                "/tmp/hsperfdata_" + System.getProperty("user.name"),
                Long.toString(ProcessHandle.current().pid())));
    }
}
