package io.ceait.data;

/**
 * Text from outside for a terminal, a log or a sentence. There it must not move the cursor, change colours, turn the
 * direction of what follows or break the line: characters that do are replaced by question marks.
 */
public final class Printable {

    private Printable() {}

    /** The whole text, on one line. */
    public static String of(String text) {
        int plain = 0;
        while (plain < text.length() && isPlain(text.charAt(plain))) {
            plain++;
        }
        if (plain == text.length()) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().map(Printable::replaced).forEach(clean::appendCodePoint);
        return clean.toString();
    }

    /** Its beginning, and whether there was more. */
    public static String shortened(String text, int length) {
        if (text.length() <= length) {
            return of(text);
        }
        int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
        return of(text.substring(0, end)) + "…";
    }

    private static boolean isPlain(char c) {
        return c >= ' ' && c < 0x7F;
    }

    private static int replaced(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> '?';
            default -> c;
        };
    }
}
