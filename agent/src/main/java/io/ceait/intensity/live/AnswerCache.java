package io.ceait.intensity.live;

import io.ceait.data.AtomicFile;
import io.ceait.data.FileMode;
import io.ceait.http.HttpSender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/**
 * The last answer of a provider on disk: runs beside and after each other ask once. A convenience: what cannot be read
 * or written is as if it were not there.
 */
public final class AnswerCache {

    /** What is looked for there is not found, and nothing can be kept. */
    private static final Path NOWHERE = Path.of("/dev/null/ceait");

    private final Path directory;

    public AnswerCache(Path directory) {
        this.directory = directory;
    }

    /** Where programs of this user keep such things. */
    public static AnswerCache ofUser(Map<String, String> environment) {
        String stated = environment.getOrDefault("XDG_CACHE_HOME", "");
        try {
            Path base = stated.isBlank()
                    ? Path.of(environment.getOrDefault("HOME", System.getProperty("user.home", "/")), ".cache")
                    : Path.of(stated);
            return new AnswerCache(base.resolve("ceait").resolve("intensity"));
        } catch (InvalidPathException e) {
            // Under the locale C a JVM can name nothing beyond ASCII.
            return new AnswerCache(NOWHERE);
        }
    }

    /** An answer and when it was given. */
    record Kept(String text, long millis) {}

    Optional<Kept> find(String name) {
        Path file = directory.resolve(name);
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > HttpSender.LONGEST_ANSWER) {
                return Optional.empty();
            }
            return Optional.of(new Kept(
                    Files.readString(file), Files.getLastModifiedTime(file).toMillis()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    void keep(String name, String text, long nowMillis) {
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Path file = directory.resolve(name);
            AtomicFile.write(
                    file,
                    FileMode.exactly("rw-------"),
                    AtomicFile.Durability.PROCESS,
                    text.getBytes(StandardCharsets.UTF_8));
            Files.setLastModifiedTime(file, FileTime.fromMillis(nowMillis));
        } catch (IOException | UnsupportedOperationException e) {
            // Asked again then.
            return;
        }
    }
}
