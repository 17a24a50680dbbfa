package io.ceait.data;

/** Decimal numbers out of characters, correctly rounded, without garbage where they are plain. */
public final class Decimals {

    private static final double[] TENS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private Decimals() {}

    /**
     * The number that a text is, blanks around it ignored.
     *
     * @return NaN when it is no finite decimal number
     */
    public static double parse(String text) {
        char[] characters = text.toCharArray();
        return parse(characters, 0, characters.length);
    }

    /**
     * The number between {@code start} and {@code end}, blanks around it ignored; NaN when it is no finite decimal number.
     *
     * <p>Up to 15 digits fit a double exactly and so does a power of ten up to 22; one division of the two is then
     * rounded once, which is the correctly rounded result (Clinger 1990). Everything else takes the long way.
     */
    static double parse(char[] text, int start, int end) {
        int from = start;
        int to = end;
        while (from < to && text[from] <= ' ') {
            from++;
        }
        while (to > from && text[to - 1] <= ' ') {
            to--;
        }
        int i = from < to && (text[from] == '-' || text[from] == '+') ? from + 1 : from;
        long digits = 0;
        int count = 0;
        int point = -1;
        for (; i < to; i++) {
            char c = text[i];
            if (c >= '0' && c <= '9') {
                digits = digits * 10 + (c - '0');
                count++;
            } else if (c == '.' && point < 0) {
                point = i;
            } else {
                return slow(text, from, to);
            }
            if (count > 15) {
                return slow(text, from, to);
            }
        }
        if (count == 0) {
            return Double.NaN;
        }
        double value = point < 0 ? digits : digits / TENS[to - point - 1];
        return text[from] == '-' ? -value : value;
    }

    private static double slow(char[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text[i];
            // Java itself also reads 1d, 0x1p3, NaN and Infinity.
            if (!(c >= '0' && c <= '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
                return Double.NaN;
            }
        }
        try {
            double value = Double.parseDouble(new String(text, from, to - from));
            return Double.isInfinite(value) ? Double.NaN : value;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
