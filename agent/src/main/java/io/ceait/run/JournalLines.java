package io.ceait.run;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.Arrays;

/**
 * The lines of a journal behind its header, one after the other and in one buffer. A line that is torn or damaged is passed
 * over where lines have seals. Costs no garbage per line.
 */
final class JournalLines implements Closeable {

    /** A node of a thousand devices has a header of some hundred kilobytes, and shorter lines. */
    static final int LONGEST = 1 << 21;

    private final InputStream in;
    private final JournalSeal seal = new JournalSeal();
    private final boolean sealed;
    private final byte[] chunk = new byte[1 << 16];
    private int chunkAt;
    private int chunkLength;
    private byte[] line = new byte[4096];
    private int length;
    private long number = 1;

    /**
     * Opens a journal.
     *
     * @throws IOException if it cannot be read or has not even a header
     */
    JournalLines(JournalSource journal) throws IOException {
        sealed = journal.sealed();
        in = new JournalStream(journal.file());
        if (!read()) {
            in.close();
            throw new IOException(journal.file() + " has no header line");
        }
    }

    /** Goes to the next line that is whole; false at the end. */
    boolean next() throws IOException {
        while (read()) {
            number++;
            if (!sealed) {
                return true;
            }
            length = seal.open(line, length);
            if (length > 0) {
                return true;
            }
        }
        return false;
    }

    /** The number of this line, counted over all parts; the header is the first. */
    long number() {
        return number;
    }

    /** This line, without its seal, up to {@link #length}; refilled by the next. */
    byte[] bytes() {
        return line;
    }

    int length() {
        return length;
    }

    boolean startsWith(byte[] key) {
        return length > key.length && Arrays.equals(line, 0, key.length, key, 0, key.length);
    }

    String text(Charset charset) {
        return new String(line, 0, length, charset);
    }

    /** False at the end and for a line without its line feed, which was not written to its end. */
    private boolean read() throws IOException {
        length = 0;
        while (true) {
            int end = chunkAt;
            while (end < chunkLength && chunk[end] != '\n') {
                end++;
            }
            take(end - chunkAt);
            if (end < chunkLength) {
                chunkAt = end + 1;
                return true;
            }
            chunkLength = Math.max(0, in.read(chunk));
            chunkAt = 0;
            if (chunkLength == 0) {
                return false;
            }
        }
    }

    /** What is beyond the longest line is left out, so that what is no journal needs no more memory than one. */
    private void take(int available) {
        int count = Math.min(available, LONGEST - length);
        if (length + count > line.length) {
            line = Arrays.copyOf(line, Math.max(line.length * 2, length + count));
        }
        System.arraycopy(chunk, chunkAt, line, length, count);
        length += count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
