package io.ceait.run;

import io.ceait.data.AtomicFile;
import io.ceait.data.FileMode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The directory of one run, readable by its owner and group alone. A file appears under its name when it is complete,
 * never before.
 */
public final class RunDirectory {

    private static final Set<PosixFilePermission> DIRECTORY_MODE = PosixFilePermissions.fromString("rwxr-x---");
    static final FileMode FILE_MODE = FileMode.exactly("rw-r-----");

    private final Path path;
    private final List<Path> created;

    private RunDirectory(Path path, List<Path> created) {
        this.path = path;
        this.created = created;
    }

    /** What writes a file's content. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Makes the directory and those above it.
     *
     * @throws FileAlreadyExistsException if there is one of that name
     * @throws IOException if it cannot be made; what was made on the way is removed again
     */
    public static RunDirectory create(Path out, String runId) throws IOException {
        List<Path> created = new ArrayList<>();
        Path directory = out.toAbsolutePath().normalize().resolve(runId);
        RunDirectory run = new RunDirectory(directory, created);
        try {
            List<Path> missing = new ArrayList<>();
            for (Path at = directory.getParent(); at != null && !Files.exists(at); at = at.getParent()) {
                missing.add(0, at);
            }
            for (Path parent : missing) {
                Files.createDirectory(parent);
                created.add(parent);
            }
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(DIRECTORY_MODE));
            created.add(directory);
            Files.setPosixFilePermissions(directory, DIRECTORY_MODE);
            return run;
        } catch (IOException e) {
            run.discard();
            throw e;
        }
    }

    /** A directory that is there already. */
    public static RunDirectory existing(Path path) {
        return new RunDirectory(path.toAbsolutePath().normalize(), List.of());
    }

    public Path path() {
        return path;
    }

    /** Begins a file beside its final name, which it takes when it is complete. */
    public AtomicFile begin(String name) throws IOException {
        return AtomicFile.create(path.resolve(name), FILE_MODE, AtomicFile.Durability.POWER_CUT);
    }

    /** Writes a file beside its final name and renames it when it is complete; leaves nothing behind when it fails. */
    public void write(String name, Content content) throws IOException {
        try (AtomicFile file = begin(name)) {
            content.writeTo(file.out());
            file.complete();
        }
    }

    /** Makes an empty file that grows under its final name: the journal. Fails if there is one. */
    void createNew(String name) throws IOException {
        Files.createFile(path.resolve(name), FILE_MODE.attribute());
        FILE_MODE.settle(path.resolve(name));
    }

    /**
     * Opens a file that is no output: the lock.
     *
     * @throws IOException if that cannot be, or something else has the name: a link is not followed
     */
    FileChannel openOwn(String name) throws IOException {
        Path file = path.resolve(name);
        boolean isNew = !Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        if (!isNew && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(
                    file.toString(), null, "something that is no file has the name " + name + ": remove it");
        }
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                FILE_MODE.attribute());
        if (isNew) {
            FILE_MODE.settle(file);
        }
        return channel;
    }

    /** Carries to the disk which names there are. */
    void sync() throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    Path file(String name) {
        return path.resolve(name);
    }

    /** Removes what somebody who was killed had begun to write; for who holds the lock. */
    void removeUnfinished() throws IOException {
        for (Path file : unfinished()) {
            Files.deleteIfExists(file);
        }
    }

    boolean hasUnfinished() throws IOException {
        return !unfinished().isEmpty();
    }

    private List<Path> unfinished() throws IOException {
        try (var files = Files.list(path)) {
            return files.filter(AtomicFile::isUnfinished).toList();
        }
    }

    /** Removes what was made, for a run that could not begin. */
    public void discard() {
        try {
            if (created.contains(path)) {
                try (var files = Files.list(path)) {
                    for (Path file : files.toList()) {
                        Files.delete(file);
                    }
                }
            }
            for (int i = created.size() - 1; i >= 0; i--) {
                Files.deleteIfExists(created.get(i));
            }
        } catch (IOException e) {
            // Somebody else has put something there: it is theirs to remove.
            return;
        }
    }
}
