package io.ceait.run;

import io.ceait.data.AsciiLine;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * The checksum that closes each line of a journal as its last member: the CRC-32 (of gzip, zip and PNG) of all bytes before
 * it. Half a line, or one of which the disk has lost a bit, is told from a whole one, and those behind it stay good.
 *
 * <p>Not thread-safe; a line costs no garbage.
 */
final class JournalSeal {

    private static final byte[] KEY = ",\"crc\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGITS = 8;

    /** What a seal is long, the closing brace with it. */
    private static final int LENGTH = KEY.length + DIGITS + 2;

    private final CRC32 sum = new CRC32();

    /** Closes an object that begins at that place and whose brace is still open, and the line. */
    void close(AsciiLine line, int from) {
        sum.reset();
        line.addTo(sum, from);
        line.bytes(KEY).hex((int) sum.getValue()).text("\"}\n");
    }

    /** A whole object as a sealed line. */
    byte[] line(String json) {
        AsciiLine line =
                new AsciiLine().bytes(json.substring(0, json.lastIndexOf('}')).getBytes(StandardCharsets.UTF_8));
        close(line, 0);
        return line.toBytes();
    }

    /** Whether a line, without its line feed, has a seal, be it right or wrong. */
    static boolean isThere(byte[] line, int length) {
        int at = length - LENGTH;
        return at > 0
                && Arrays.equals(line, at, at + KEY.length, KEY, 0, KEY.length)
                && line[length - 2] == '"'
                && line[length - 1] == '}';
    }

    /**
     * The length of a line without its seal and with its brace, which takes the seal's place.
     *
     * @return 0 if the seal is missing or wrong
     */
    int open(byte[] line, int length) {
        if (!isThere(line, length)) {
            return 0;
        }
        int end = length - LENGTH;
        sum.reset();
        sum.update(line, 0, end);
        if (hex(line, end + KEY.length) != sum.getValue()) {
            return 0;
        }
        line[end] = '}';
        return end + 1;
    }

    private static long hex(byte[] line, int at) {
        long value = 0;
        for (int i = at; i < at + DIGITS; i++) {
            int digit = Character.digit(line[i], 16);
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }
}
