package io.ceait.units;

import java.math.BigDecimal;
import java.math.MathContext;

/** How quantities are written for people: four significant digits, a point, never an exponent. */
public final class Text {

    private static final MathContext FOUR_DIGITS = new MathContext(4);

    private Text() {}

    record Scale(double size, String unit) {}

    /** {@code value} with four significant digits, trailing zeros dropped: {@code 0.5366}, {@code 123.7}, {@code 1240}. */
    public static String significant(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return value == 0 ? "0" : Double.toString(value);
        }
        return BigDecimal.valueOf(value).round(FOUR_DIGITS).stripTrailingZeros().toPlainString();
    }

    static String scaled(double value, Scale... ascending) {
        Scale chosen = ascending[0];
        for (Scale scale : ascending) {
            if (value >= scale.size()) {
                chosen = scale;
            }
        }
        return significant(value / chosen.size()) + " " + chosen.unit();
    }
}
