package io.ceait.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * One way in which a text goes wrong.
 *
 * @param at where in the text, from 0 to below 1
 * @param amount of bytes, bits or repetitions, from 1
 */
record Mutation(Kind kind, double at, int amount) {

    enum Kind {
        FLIP_A_BIT,
        DELETE,
        REPEAT,
        CUT_OFF,
        DELETE_A_LINE,
        REPEAT_A_LINE,
        SWAP_LINES,
        HUGE_NUMBER,
        NEGATIVE_NUMBER,
        NO_UTF8,
        TOKEN
    }

    private static final List<byte[]> HUGE = bytes(
            "9223372036854775807",
            "9223372036854775808",
            "18446744073709551616",
            "4294967296",
            "2147483647",
            "99999999999999999999999999999999999999999",
            "1e308",
            "1e999",
            "1e-400000000",
            "0.00000000000000000000000000000000001");

    private static final List<byte[]> TOKENS = bytes(
            "null",
            "NaN",
            "Infinity",
            "true",
            "\"",
            "'",
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\n",
            "\r\n",
            "\t",
            "\u0000",
            "#",
            "%",
            "\\",
            "\u001b[31m",
            "\ufeff",
            "\u202e",
            "&a",
            "*a",
            "---",
            "0x1p3",
            "-",
            "+",
            ".",
            "\f");

    private static List<byte[]> bytes(String... texts) {
        return Arrays.stream(texts)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    byte[] of(byte[] text) {
        int from = (int) (at * text.length);
        return switch (kind) {
            case FLIP_A_BIT -> flipped(text, from);
            case DELETE -> spliced(text, from, Math.min(text.length, from + amount), new byte[0]);
            case REPEAT -> repeated(text, from, Math.min(text.length, from + amount), 1 + amount % 40);
            case CUT_OFF -> Arrays.copyOf(text, from);
            case DELETE_A_LINE -> spliced(text, lineStart(text, from), lineEnd(text, from), new byte[0]);
            case REPEAT_A_LINE -> repeated(text, lineStart(text, from), lineEnd(text, from), 1 + amount % 5);
            case SWAP_LINES -> swapped(text, from);
            case HUGE_NUMBER -> number(text, from, HUGE.get(amount % HUGE.size()));
            case NEGATIVE_NUMBER -> number(text, from, "-1".getBytes(StandardCharsets.UTF_8));
            case NO_UTF8 -> spliced(text, from, from, new byte[] {(byte) (0x80 + amount % 0x80)});
            case TOKEN -> spliced(text, from, from, TOKENS.get(amount % TOKENS.size()));
        };
    }

    private byte[] flipped(byte[] text, int from) {
        byte[] changed = text.clone();
        if (changed.length > 0) {
            changed[from] ^= (byte) (1 << (amount % 8));
        }
        return changed;
    }

    /** In place of the next number of the text. */
    private static byte[] number(byte[] text, int from, byte[] value) {
        int start = from;
        while (start < text.length && !isDigit(text[start])) {
            start++;
        }
        int end = start;
        while (end < text.length && isDigit(text[end])) {
            end++;
        }
        return spliced(text, start, end, value);
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static int lineStart(byte[] text, int from) {
        int start = from;
        while (start > 0 && text[start - 1] != '\n') {
            start--;
        }
        return start;
    }

    private static int lineEnd(byte[] text, int from) {
        int end = from;
        while (end < text.length && text[end] != '\n') {
            end++;
        }
        return Math.min(text.length, end + 1);
    }

    /** The line with the one behind it. */
    private static byte[] swapped(byte[] text, int from) {
        int start = lineStart(text, from);
        int middle = lineEnd(text, from);
        int end = lineEnd(text, middle);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(text, 0, start);
        out.write(text, middle, end - middle);
        out.write(text, start, middle - start);
        out.write(text, end, text.length - end);
        return out.toByteArray();
    }

    private static byte[] repeated(byte[] text, int from, int to, int times) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i <= times; i++) {
            out.write(text, from, to - from);
        }
        return spliced(text, from, to, out.toByteArray());
    }

    private static byte[] spliced(byte[] text, int from, int to, byte[] instead) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(text, 0, from);
        out.writeBytes(instead);
        out.write(text, to, text.length - to);
        return out.toByteArray();
    }
}
