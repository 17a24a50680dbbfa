package io.ceait.data;

import java.util.Locale;

/** Large numbers as people write them: {@code 7B}, {@code 2T}, {@code 1.5e12}, {@code 300 000 000}. */
public final class Magnitude {

    private Magnitude() {}

    /**
     * The number; {@code K}, {@code M}, {@code B} or {@code G}, {@code T} and {@code P} multiply by thousands. Fails with
     * an {@link IllegalArgumentException} on everything else, and on what is negative.
     */
    public static double parse(String text) {
        String plain = text.replace(" ", "").replace("_", "").toUpperCase(Locale.ROOT);
        double unit = 1;
        if (!plain.isEmpty()) {
            unit = switch (plain.charAt(plain.length() - 1)) {
                case 'K' -> 1e3;
                case 'M' -> 1e6;
                case 'B', 'G' -> 1e9;
                case 'T' -> 1e12;
                case 'P' -> 1e15;
                default -> 1;
            };
        }
        char[] digits = (unit == 1 ? plain : plain.substring(0, plain.length() - 1)).toCharArray();
        double value = Decimals.parse(digits, 0, digits.length) * unit;
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("\"" + text + "\" is no number: write one such as 7e9, 7B, 13.5M or 2T");
        }
        return value;
    }
}
