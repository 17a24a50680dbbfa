package io.ceait.run;

import io.ceait.data.AsciiLine;
import io.ceait.data.TextFiles;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * The growing file of a journal. A write is whole or is not there; a full file makes room for the next. The sampling thread
 * writes; another may carry to the disk what was written, at any time.
 */
final class JournalFile implements Closeable {

    private final RunDirectory directory;
    private final Opener opener;
    private final byte[] header;
    private final long partBytes;
    private volatile AppendedFile out;

    /** The number that this file gets when it is full; those before it are never written to again. */
    private volatile int part;

    /** Whether it has that name already, and the one of the file that grows could not be given to the next. */
    private boolean renamed;

    /** What was written of whole lines. */
    private long length;

    /** Whether half a line may stand behind them. */
    private boolean torn;

    /** From which length on the next file is begun. */
    private long full;

    /** Whether names were given that are not yet on the disk for certain. */
    private volatile boolean namesChanged = true;

    /** A file that is written to at its end. */
    static class AppendedFile extends FileOutputStream {

        AppendedFile(Path file) throws IOException {
            super(file.toFile(), true);
        }

        /** Cuts off what is behind a place. */
        void truncate(long length) throws IOException {
            getChannel().truncate(length);
        }
    }

    /** Opens a file for appending. */
    @FunctionalInterface
    interface Opener {

        /** The file system's own. */
        Opener REAL = AppendedFile::new;

        AppendedFile open(Path file) throws IOException;
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
        part = JournalParts.next(directory.path());
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

    /** Leaves nothing behind when it fails, where the disk lets us. */
    private AppendedFile begin() throws IOException {
        Path file = directory.file(Journal.FILE);
        directory.createNew(Journal.FILE);
        try {
            return withHeader(opener.open(file));
        } catch (IOException | RuntimeException | Error e) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException left) {
                e.addSuppressed(left);
            }
            throw e;
        }
    }

    private AppendedFile withHeader(AppendedFile file) throws IOException {
        try {
            file.write(header);
            return file;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** Adds whole lines. When that fails, half a line is not left behind: it would hide the next one. */
    void write(AsciiLine lines) throws IOException {
        if (torn) {
            mend();
        }
        if (length + lines.length() > full) {
            turnOver();
        }
        torn = true;
        try {
            lines.writeTo(out);
            length += lines.length();
            torn = false;
        } catch (IOException e) {
            try {
                out.truncate(length);
                torn = false;
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    /** A half line that cannot be cut off is closed by a line feed: its seal says that it is none. */
    private void mend() throws IOException {
        try {
            out.truncate(length);
        } catch (IOException e) {
            out.write('\n');
            length = out.getChannel().size();
        }
        torn = false;
    }

    /** On the sampling thread: two names are changed, once in a day or so. A disk that does not let us is asked later. */
    private void turnOver() {
        Path growing = directory.file(Journal.FILE);
        Path closed = directory.file(JournalParts.closed(part));
        AppendedFile before = out;
        try {
            if (renamed) {
                // What was begun then and could not be removed.
                Files.deleteIfExists(growing);
            } else {
                Files.move(growing, closed);
                renamed = true;
            }
            out = begin();
            length = header.length;
            full = partBytes;
            part++;
            renamed = false;
            namesChanged = true;
            before.close();
        } catch (IOException e) {
            full = length + partBytes / 8;
            if (renamed) {
                takeBack(closed, growing);
            }
        }
    }

    /** What cannot be taken back grows under its new name, and is read under it. */
    private void takeBack(Path closed, Path growing) {
        try {
            Files.move(closed, growing);
            renamed = false;
        } catch (IOException e) {
            LoggerFactory.getLogger(JournalFile.class)
                    .info("the journal goes on in {}: {}", closed, TextFiles.reason(e));
        }
    }

    /** The number of the part that is being written: those before it are full. Callable from any thread. */
    int part() {
        return part;
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
