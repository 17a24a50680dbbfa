package io.ceait.machine;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.ceait.libc.Exec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
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

    private static final int FIRST_OF_OURS = 3;

    private OwnJvm() {}

    /** Becomes the small JVM; comes back where that is not wanted or cannot be had, and nothing has changed then. */
    public static void become() {
        try {
            List<byte[]> words = words(Files.readAllBytes(Path.of("/proc/self/cmdline")));
            if (!isPlain(words, System.getenv())) {
                return;
            }
            String java = Files.readSymbolicLink(Path.of("/proc/self/exe")).toString();
            List<byte[]> small = withFlags(words);
            keepDescriptorsToOurselves();
            forgetPerformanceData();
            Memory strings = new Memory(
                    small.stream().mapToLong(word -> word.length + 1L).sum());
            Memory argv = new Memory((small.size() + 1L) * Native.POINTER_SIZE);
            write(small, strings, argv);
            // Only a failure comes back, and then this JVM does as well.
            int unused = Exec.execv(java, argv);
        } catch (IOException | LinkageError e) {
            // No procfs, or no JNA: this JVM does as well.
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

    /** The arguments as the kernel has them, each ended by a zero; as bytes, for they need not be text. */
    static List<byte[]> words(byte[] line) {
        List<byte[]> words = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < line.length; i++) {
            if (line[i] == 0) {
                words.add(java.util.Arrays.copyOfRange(line, start, i));
                start = i + 1;
            }
        }
        return words;
    }

    private static String text(byte[] word) {
        return new String(word, StandardCharsets.UTF_8);
    }

    private static void write(List<byte[]> words, Memory strings, Memory argv) {
        long at = 0;
        for (int i = 0; i < words.size(); i++) {
            byte[] word = words.get(i);
            strings.write(at, word, 0, word.length);
            strings.setByte(at + word.length, (byte) 0);
            argv.setPointer((long) i * Native.POINTER_SIZE, strings.share(at));
            at += word.length + 1L;
        }
        argv.setPointer((long) words.size() * Native.POINTER_SIZE, Pointer.NULL);
    }

    /** What this JVM has opened of its own files would stay open beside what the next one opens. */
    private static void keepDescriptorsToOurselves() throws IOException {
        String home = Path.of(System.getProperty("java.home")).toRealPath() + "/";
        try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path link : open) {
                int number = Integer.parseInt(String.valueOf(link.getFileName()));
                if (number >= FIRST_OF_OURS && Files.isSymbolicLink(link)) {
                    String file = Files.readSymbolicLink(link).toString();
                    if (file.startsWith(home) || file.endsWith(".jar")) {
                        int unused = Exec.fcntl(number, Exec.F_SETFD, Exec.FD_CLOEXEC);
                    }
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
