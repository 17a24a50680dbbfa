package io.ceait.text;

/** Text on a terminal, where a letter of China, Japan or Korea takes two columns and an accent none. */
public final class Columns {

    private Columns() {}

    /** How many columns a text takes that holds no control characters. */
    public static int width(String text) {
        return text.codePoints().map(Columns::width).sum();
    }

    /** As much of it from its beginning on as fits; no letter is cut in two. */
    public static String fit(String text, int columns) {
        int room = columns;
        int end = 0;
        while (end < text.length()) {
            int c = text.codePointAt(end);
            room -= width(c);
            if (room < 0) {
                break;
            }
            end += Character.charCount(c);
        }
        return text.substring(0, end);
    }

    /** Blanks behind a text up to that width. */
    public static String left(String text, int columns) {
        return text + padding(text, columns);
    }

    /** Blanks before a text up to that width. */
    public static String right(String text, int columns) {
        return padding(text, columns) + text;
    }

    private static String padding(String text, int columns) {
        return " ".repeat(Math.max(0, columns - width(text)));
    }

    private static int width(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
            default -> isWide(c) ? 2 : 1;
        };
    }

    /** East Asian Width "wide" or "fullwidth" (Unicode Standard Annex 11), and the emoji that terminals draw as wide. */
    private static boolean isWide(int c) {
        return c >= 0x1100
                && (c <= 0x115F
                        || (c >= 0x2E80 && c <= 0xA4CF && c != 0x303F)
                        || (c >= 0xA960 && c <= 0xA97C)
                        || (c >= 0xAC00 && c <= 0xD7A3)
                        || (c >= 0xF900 && c <= 0xFAFF)
                        || (c >= 0xFE30 && c <= 0xFE6F)
                        || (c >= 0xFF01 && c <= 0xFF60)
                        || (c >= 0xFFE0 && c <= 0xFFE6)
                        || (c >= 0x1F300 && c <= 0x1F64F)
                        || (c >= 0x1F680 && c <= 0x1F6FF)
                        || (c >= 0x1F900 && c <= 0x1F9FF)
                        || (c >= 0x20000 && c <= 0x3FFFD));
    }
}
