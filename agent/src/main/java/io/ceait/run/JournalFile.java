package io.ceait.run;

import io.ceait.data.AsciiLine;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The growing file of a journal. A write is whole or is not there; a full file makes room for the next. The sampling thread
 * writes; another may carry to the disk what was written, at any time.
 */
final class JournalFile implements Closeable {

    private final RunDirectory directory;
    private final Opener opener;
    private final byte[] header;
    private final long partBytes;
    private int nextPart;
    private volatile FileOutputStream out;

    /** What was written of whole lines. */
    private long length;

    /** From which length on the next file is begun. */
    private long full;

    /** Whether names were given that are not yet on the disk for certain. */
    private volatile boolean namesChanged = true;

    /** Opens a file for appending. */
    @FunctionalInterface
    interface Opener {

        /** The file system's own. */
        Opener REAL = file -> new FileOutputStream(file.toFile(), true);

        FileOutputStream open(Path file) throws IOException;
    }

    /**
     * Begins a file.
     *
     * @param header the first line of each part
     * @throws IOException if it cannot be written, or there is one
     */
    JournalFile(RunDirectory directory, Opener opener, byte[] header, long partBytes) throws IOException {
        this.directory = directory;
        this.opener = opener;
        this.header = header;
        this.partBytes = partBytes;
        nextPart = JournalParts.next(directory.path());
        out = begin();
        length = header.length;
        full = partBytes;
    }

    /** Begins a file; what an agent that is gone has left becomes a part that is full, whatever its end looks like. */
    static JournalFile resume(RunDirectory directory, byte[] header, long partBytes) throws IOException {
        Path left = directory.file(Journal.FILE);
        if (Files.exists(left)) {
            Files.move(left, directory.file(JournalParts.closed(JournalParts.next(directory.path()))));
        }
        return new JournalFile(directory, Opener.REAL, header, partBytes);
    }

    private FileOutputStream begin() throws IOException {
        directory.createNew(Journal.FILE);
        FileOutputStream file = opener.open(directory.file(Journal.FILE));
        try {
            file.write(header);
            return file;
        } catch (IOException e) {
            file.close();
            Files.deleteIfExists(directory.file(Journal.FILE));
            throw e;
        }
    }

    /** Adds whole lines. When that fails, half a line is not left behind: it would hide the next one. */
    void write(AsciiLine lines) throws IOException {
        if (length + lines.length() > full) {
            turnOver();
        }
        try {
            lines.writeTo(out);
            length += lines.length();
        } catch (IOException e) {
            out.getChannel().truncate(length);
            throw e;
        }
    }

    /** On the sampling thread: two names are changed, once in a day or so. A disk that does not let us is asked later. */
    private void turnOver() {
        Path growing = directory.file(Journal.FILE);
        Path closed = directory.file(JournalParts.closed(nextPart));
        try {
            Files.move(growing, closed);
        } catch (IOException e) {
            full = length + partBytes / 8;
            return;
        }
        FileOutputStream before = out;
        try {
            out = begin();
            length = header.length;
            full = partBytes;
            nextPart++;
            namesChanged = true;
            before.close();
        } catch (IOException e) {
            full = length + partBytes / 8;
            takeBack(closed, growing);
        }
    }

    /** What cannot be taken back is read under its new name all the same. */
    private static void takeBack(Path closed, Path growing) {
        try {
            Files.move(closed, growing);
        } catch (IOException e) {
            return;
        }
    }

    /** Carries to the disk what was written. Callable from any thread; takes as long as the disk does. */
    void sync() throws IOException {
        boolean names = namesChanged;
        namesChanged = false;
        try {
            out.getChannel().force(false);
        } catch (ClosedChannelException e) {
            // Full in this moment: it is carried over before it is compressed.
            namesChanged = true;
        }
        if (names) {
            directory.sync();
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
