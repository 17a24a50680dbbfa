package io.ceait.kernel;

/**
 * Walks over the ASCII text of a kernel file without making a string of it. Numbers that do not fit, or that are no
 * numbers, come back as {@link #NONE}; the caller decides what that means.
 */
public final class Cursor {

    /** No number stood there. Kernel files hold no such value. */
    public static final long NONE = Long.MIN_VALUE;

    private static final long MOST_BEFORE_LAST_DIGIT = Long.MAX_VALUE / 10 - 1;

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
        if (!looksAt(word)) {
            return false;
        }
        at += word.length();
        return true;
    }

    /** Whether the text goes on with {@code word} here. */
    public boolean looksAt(String word) {
        int n = word.length();
        if (end - at < n) {
            return false;
        }
        for (int i = 0; i < n; i++) {
            if (bytes[at + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    // The loops work on local copies: a field would be read again at each byte, and a tick parses thousands of them.

    public void skipSpaces() {
        byte[] text = bytes;
        int i = at;
        while (i < end && (text[i] == ' ' || text[i] == '\t')) {
            i++;
        }
        at = i;
    }

    /** Skips {@code count} words of a line. */
    public void skipWords(int count) {
        byte[] text = bytes;
        int stop = end;
        int i = at;
        for (int word = 0; word < count; word++) {
            while (i < stop && (text[i] == ' ' || text[i] == '\t')) {
                i++;
            }
            while (i < stop && text[i] != ' ' && text[i] != '\t' && text[i] != '\n') {
                i++;
            }
        }
        at = i;
    }

    public void nextLine() {
        byte[] text = bytes;
        int stop = end;
        int i = at;
        while (i < stop && text[i] != '\n') {
            i++;
        }
        at = i + 1;
    }

    /** The next byte that is no space, or 0 at the end. */
    public char letter() {
        skipSpaces();
        return at < end ? (char) bytes[at++] : 0;
    }

    /** The decimal number that stands here, after spaces; {@link #NONE} if there is none or it passes 63 bits. */
    public long number() {
        skipSpaces();
        byte[] text = bytes;
        int stop = end;
        int i = at;
        boolean negative = i < stop && text[i] == '-';
        if (negative) {
            i++;
        }
        int start = i;
        long value = 0;
        while (i < stop) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            if (value > MOST_BEFORE_LAST_DIGIT && value > (Long.MAX_VALUE - digit) / 10) {
                at = i;
                return NONE;
            }
            value = value * 10 + digit;
            i++;
        }
        at = i;
        if (i == start) {
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
