package io.ceait.command;

import io.ceait.libc.CStrings;
import io.ceait.libc.Spawning;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A pipe by which a process that has been made waits before it becomes its program: to open it for reading takes until
 * somebody has opened it for writing.
 */
final class Gate implements Closeable {

    private static final int OWNER_ALONE = 0600;

    private final Path file;
    private final CStrings path;

    /** Held until the gate is opened: whoever waits there would wait for ever if no file could be opened by then. */
    private final RandomAccessFile spare;

    private @Nullable RandomAccessFile opened;

    private Gate(Path file, CStrings path, RandomAccessFile spare) {
        this.file = file;
        this.path = path;
        this.spare = spare;
    }

    /** Empty where none can be made. */
    static Optional<Gate> make() {
        try {
            RandomAccessFile spare = new RandomAccessFile("/dev/null", "r");
            Path file = Files.createTempDirectory("ceait-").resolve("gate");
            CStrings path = new CStrings(List.of(file.toString().getBytes(StandardCharsets.UTF_8)));
            if (Spawning.mkfifo(path.first(), OWNER_ALONE) == 0) {
                return Optional.of(new Gate(file, path, spare));
            }
            spare.close();
            path.close();
            Files.delete(file.getParent());
        } catch (IOException e) {
            // No folder for temporary files, or none of ours.
            return Optional.empty();
        }
        return Optional.empty();
    }

    CStrings path() {
        return path;
    }

    /** Lets through whoever waits or will come. */
    void open() throws IOException {
        spare.close();
        // For both, which waits for nobody.
        opened = new RandomAccessFile(file.toFile(), "rw");
    }

    @Override
    public void close() {
        path.close();
        try {
            spare.close();
            if (opened != null) {
                opened.close();
            }
            Files.deleteIfExists(file);
            Files.deleteIfExists(file.getParent());
        } catch (IOException e) {
            // An empty folder is left behind.
            return;
        }
    }
}
