package io.ceait.kernel;

/**
 * Walks over the ASCII text of a kernel file without making a string of it. Numbers that do not fit, or that are no
 * numbers, come back as {@link #NONE}; the caller decides what that means.
 */
public final class Cursor {

    /** No number stood there. Kernel files hold no such value. */
    public static final long NONE = Long.MIN_VALUE;

    private byte[] bytes = new byte[0];
    private int end;
    private int at;

    public Cursor over(KernelFile file) {
        return over(file.bytes(), file.length());
    }

    public Cursor over(byte[] text, int length) {
        bytes = text;
        end = length;
        at = 0;
        return this;
    }

    public boolean atEnd() {
        return at >= end;
    }

    /** Goes behind the last {@code mark} of the text; false, without moving, when there is none. */
    public boolean behindLast(char mark) {
        for (int i = end - 1; i >= at; i--) {
            if (bytes[i] == mark) {
                at = i + 1;
                return true;
            }
        }
        return false;
    }

    /** Whether the text goes on with {@code word} here; goes behind it if so. */
    public boolean skip(String word) {
        int n = word.length();
        if (end - at < n) {
            return false;
        }
        for (int i = 0; i < n; i++) {
            if (bytes[at + i] != word.charAt(i)) {
                return false;
            }
        }
        at += n;
        return true;
    }

    public void skipSpaces() {
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\t')) {
            at++;
        }
    }

    /** Skips {@code count} words of a line. */
    public void skipWords(int count) {
        for (int i = 0; i < count; i++) {
            skipSpaces();
            while (at < end && bytes[at] != ' ' && bytes[at] != '\t' && bytes[at] != '\n') {
                at++;
            }
        }
    }

    public void nextLine() {
        while (at < end && bytes[at] != '\n') {
            at++;
        }
        at++;
    }

    /** The next byte that is no space, or 0 at the end. */
    public char letter() {
        skipSpaces();
        return at < end ? (char) bytes[at++] : 0;
    }

    /** The decimal number that stands here, after spaces; {@link #NONE} if there is none or it passes 63 bits. */
    public long number() {
        skipSpaces();
        boolean negative = at < end && bytes[at] == '-';
        if (negative) {
            at++;
        }
        int start = at;
        long value = 0;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            int digit = bytes[at] - '0';
            if (value > (Long.MAX_VALUE - digit) / 10) {
                return NONE;
            }
            value = value * 10 + digit;
            at++;
        }
        if (at == start) {
            return NONE;
        }
        return negative ? -value : value;
    }

    /** The number that is the whole text but for white space around it; {@link #NONE} for anything else. */
    public long onlyNumber() {
        long value = number();
        while (at < end) {
            byte b = bytes[at];
            if (b != '\n' && b != ' ' && b != '\t' && b != 0) {
                return NONE;
            }
            at++;
        }
        return value;
    }
}
