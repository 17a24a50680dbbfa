package io.ceait.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What harnesses make of bytes: text, several parts, files. One input at a time: a file is overwritten by the next. */
public final class Inputs {

    /** What stands between the parts of an input for a parser of several files: a form feed, which none of them holds. */
    private static final byte BETWEEN = '\f';

    private static final Path MEMORY = Path.of("/dev/shm");

    private static final Path ROOT = root();

    private Inputs() {}

    private static Path root() {
        try {
            // A disk would be waited for: an input may come every some microseconds.
            Path made = Files.isWritable(MEMORY)
                    ? Files.createTempDirectory(MEMORY, "ceait-fuzz")
                    : Files.createTempDirectory("ceait-fuzz");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(made)));
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path tree) {
        try (var all = Files.walk(tree)) {
            for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As UTF-8, what is none replaced. */
    public static String text(byte[] input) {
        return new String(input, StandardCharsets.UTF_8);
    }

    /** Exactly {@code count} parts; those that the input does not have are empty, what follows them is part of the last. */
    public static List<byte[]> parts(byte[] input, int count) {
        List<byte[]> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < input.length && parts.size() < count - 1; i++) {
            if (input[i] == BETWEEN) {
                parts.add(Arrays.copyOfRange(input, start, i));
                start = i + 1;
            }
        }
        parts.add(Arrays.copyOfRange(input, start, input.length));
        while (parts.size() < count) {
            parts.add(new byte[0]);
        }
        return parts;
    }

    /** A directory of this JVM that stays the same from input to input. */
    public static Path directory(String name) {
        try {
            return Files.createDirectories(ROOT.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file that holds the bytes and is called {@code the-input}, by which sentences about it are to name it. */
    public static Path file(byte[] content) {
        return file("the-input", content);
    }

    /** One that is called as a parser wants it. */
    public static Path file(String name, byte[] content) {
        Path file = ROOT.resolve(name);
        try {
            Files.createDirectories(file.resolveSibling("."));
            return Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
