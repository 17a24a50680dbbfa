package io.ceait.kernel;

import java.io.Closeable;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One file of {@code /proc} or {@code /sys}, kept open and read from its beginning each time.
 *
 * <p>{@link RandomAccessFile} rather than a channel: a channel is closed for good when its thread is interrupted, and
 * costs more per read. An open file of {@code /proc/PID} stays tied to that process: when the process is gone a read
 * fails, even if its number was given to another one.
 */
public final class KernelFile implements Closeable {

    private static final int FIRST_SIZE = 512;

    private final File path;
    private @Nullable RandomAccessFile file;
    private byte[] buffer;
    private int length;

    private KernelFile(File path, RandomAccessFile file, byte[] buffer) {
        this.path = path;
        this.file = file;
        this.buffer = buffer;
    }

    /**
     * Opens {@code path} and reads it once, because a sysfs file may be open to us and still not readable.
     *
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws java.nio.file.AccessDeniedException if it is not ours to read
     * @throws IOException if the read fails
     */
    public static KernelFile open(Path path) throws IOException {
        return open(path, new byte[FIRST_SIZE]);
    }

    /**
     * As {@link #open(Path)}, reading into a buffer that several files share: what one read left is gone with the next.
     */
    public static KernelFile open(Path path, byte[] buffer) throws IOException {
        return open(path.toFile(), buffer);
    }

    /** As {@link #open(Path, byte[])}, for whoever opens thousands of files: a path costs more than the reading. */
    public static KernelFile open(File path, byte[] buffer) throws IOException {
        RandomAccessFile file;
        try {
            file = new RandomAccessFile(path, "r");
        } catch (FileNotFoundException e) {
            // java.io says "not found" for everything; java.nio tells absence, denial and the rest apart.
            Files.newByteChannel(path.toPath()).close();
            throw e;
        }
        KernelFile opened = new KernelFile(path, file, buffer);
        try {
            opened.read();
            return opened;
        } catch (IOException e) {
            opened.close();
            throw e;
        }
    }

    /**
     * Reads the file anew from its beginning.
     *
     * @return the number of bytes now in {@link #bytes()}; 0 for an empty answer
     */
    public int read() throws IOException {
        return read(false);
    }

    /** As {@link #read}, of a list: the kernel answers those in pieces of a page, whatever room the buffer has. */
    public int readList() throws IOException {
        return read(true);
    }

    private int read(boolean inPieces) throws IOException {
        RandomAccessFile open = file;
        if (open == null) {
            throw new IOException(path + " is closed");
        }
        open.seek(0);
        length = 0;
        while (true) {
            int n = open.read(buffer, length, buffer.length - length);
            if (n <= 0) {
                return length;
            }
            length += n;
            if (length < buffer.length) {
                if (inPieces) {
                    continue;
                }
                // The kernel answers these files in one piece when the buffer has room to spare.
                return length;
            }
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
    }

    /** What the last {@link #read()} brought; valid up to {@link #length()} until the next one. */
    public byte[] bytes() {
        return buffer;
    }

    public int length() {
        return length;
    }

    public Path path() {
        return path.toPath();
    }

    @Override
    public void close() {
        RandomAccessFile open = file;
        file = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // Nothing was written through it, so nothing is lost.
                length = 0;
            }
        }
    }
}
