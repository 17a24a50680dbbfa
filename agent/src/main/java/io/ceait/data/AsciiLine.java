package io.ceait.data;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Checksum;

/**
 * Builds lines of plain ASCII text in one buffer that is used again and again: the journal writes one at each tick and
 * the time series millions at the end, both without making garbage.
 */
public final class AsciiLine {

    private static final long[] TENS = new long[19];

    static {
        TENS[0] = 1;
        for (int i = 1; i < TENS.length; i++) {
            TENS[i] = TENS[i - 1] * 10;
        }
    }

    /** Powers of ten as doubles, each the nearest there is, as far as {@link #significant} writes places. */
    private static final double[] POWERS = new double[37];

    static {
        for (int i = 0; i < POWERS.length; i++) {
            POWERS[i] = Double.parseDouble("1e" + i);
        }
    }

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes = new byte[1024];
    private int length;

    public AsciiLine clear() {
        length = 0;
        return this;
    }

    /** Appends text; a character beyond ASCII becomes a question mark. */
    public AsciiLine text(String ascii) {
        int n = ascii.length();
        room(n);
        for (int i = 0; i < n; i++) {
            char c = ascii.charAt(i);
            bytes[length++] = (byte) (c < 128 ? c : '?');
        }
        return this;
    }

    /** Appends bytes as they are: what is written again and again need not be looked at again. */
    public AsciiLine bytes(byte[] text) {
        room(text.length);
        System.arraycopy(text, 0, bytes, length, text.length);
        length += text.length;
        return this;
    }

    /** Appends all that another line holds. */
    public AsciiLine line(AsciiLine other) {
        room(other.length);
        System.arraycopy(other.bytes, 0, bytes, length, other.length);
        length += other.length;
        return this;
    }

    public AsciiLine letter(char c) {
        room(1);
        bytes[length++] = (byte) c;
        return this;
    }

    public AsciiLine number(long value) {
        if (value == Long.MIN_VALUE) {
            return text("-9223372036854775808");
        }
        room(20);
        long rest = value;
        if (rest < 0) {
            bytes[length++] = '-';
            rest = -rest;
        }
        digits(rest, digitCount(rest));
        return this;
    }

    /**
     * A decimal number, rounded to {@code decimals} places, never with an exponent.
     *
     * @param decimals 0 to 15; the value times ten to that power must fit 63 bits, or it is written by the JDK
     */
    public AsciiLine decimal(double value, int decimals) {
        double scaled = value * TENS[decimals];
        if (!(Math.abs(scaled) < 9e18)) {
            return text(Double.toString(value));
        }
        long all = Math.round(scaled);
        room(40);
        if (all < 0) {
            bytes[length++] = '-';
            all = -all;
        }
        long whole = all / TENS[decimals];
        digits(whole, digitCount(whole));
        if (decimals > 0) {
            bytes[length++] = '.';
            digits(all % TENS[decimals], decimals);
        }
        return this;
    }

    /**
     * A decimal number, rounded to so many significant digits and without zeros at its end, never with an exponent: what is
     * small keeps as many digits as what is large, so that sums over rows are as exact as their terms.
     *
     * @param digits 1 to 17; whole places are all written, a value from 10<sup>18</sup> on by the JDK. What has no digit within 36
     *     places is 0
     */
    public AsciiLine significant(double value, int digits) {
        double size = Math.abs(value);
        if (!(size < 1e18)) {
            return text(Double.toString(value));
        }
        int before = 0;
        while (size >= TENS[before]) {
            before++;
        }
        int zeros = 0;
        while (before == 0 && zeros < POWERS.length - 1 && size * POWERS[zeros + 1] < 1) {
            zeros++;
        }
        int decimals = Math.min(Math.max(0, digits - before + zeros), POWERS.length - 1);
        long all = Math.round(size * POWERS[decimals]);
        while (decimals > 0 && all % 10 == 0) {
            all /= 10;
            decimals--;
        }
        room(40);
        if (value < 0 && all > 0) {
            bytes[length++] = '-';
        }
        long whole = decimals < TENS.length ? all / TENS[decimals] : 0;
        digits(whole, digitCount(whole));
        if (decimals > 0) {
            bytes[length++] = '.';
            digits(decimals < TENS.length ? all % TENS[decimals] : all, decimals);
        }
        return this;
    }

    private void digits(long value, int count) {
        long rest = value;
        for (int at = length + count - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += count;
    }

    private static int digitCount(long value) {
        for (int i = 1; i < TENS.length; i++) {
            if (value < TENS[i]) {
                return i;
            }
        }
        return 19;
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    /** Eight hexadecimal digits. */
    public AsciiLine hex(int value) {
        room(8);
        for (int shift = 28; shift >= 0; shift -= 4) {
            bytes[length++] = HEX[value >>> shift & 15];
        }
        return this;
    }

    /** Shows what was appended from that place on to a checksum. */
    public void addTo(Checksum sum, int from) {
        sum.update(bytes, from, length - from);
    }

    /** The number of bytes so far. */
    public int length() {
        return length;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, length);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.US_ASCII);
    }
}
