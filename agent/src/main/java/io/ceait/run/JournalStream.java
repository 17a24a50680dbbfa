package io.ceait.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Iterator;

/**
 * All parts of a journal as one. Between two stands a line feed, so that half a line at the end of one does not run into
 * the first of the next.
 */
final class JournalStream extends InputStream {

    private final Iterator<Path> parts;
    private InputStream part;

    JournalStream(Path journal) throws IOException {
        parts = JournalParts.of(journal).iterator();
        part = JournalParts.open(parts.next());
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int count = readPart(into, from, length);
        if (count >= 0 || !parts.hasNext() || length == 0) {
            return count;
        }
        part.close();
        part = JournalParts.open(parts.next());
        into[from] = '\n';
        return 1;
    }

    private int readPart(byte[] into, int from, int length) throws IOException {
        try {
            return part.read(into, from, length);
        } catch (IOException e) {
            if (JournalParts.isDamage(e)) {
                return -1;
            }
            throw e;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public void close() throws IOException {
        part.close();
    }
}
