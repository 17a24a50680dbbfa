package io.ceait.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AsciiLineTest {

    private static String significant(double value, int digits) {
        return new AsciiLine().significant(value, digits).toString();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "1, 1",
        "100, 100",
        "0.25, 0.25",
        "-12.5, -12.5",
        "0.1, 0.1",
        "0.01, 0.01",
        "4.166666666666667E-6, 0.00000416666666667",
        "4.166666666666667E-15, 0.00000000000000416666666667",
        "1E-30, 0.000000000000000000000000000001",
        "1E-40, 0",
        "123456789.123456789, 123456789.123",
        "1234567890123456, 1234567890123456",
        "0.9999999999999, 1",
        "99.99999999999, 100",
        "1E18, 1.0E18",
        "NaN, NaN",
    })
    void twelveDigitsAsTheyAreWritten(double value, String text) {
        assertThat(significant(value, 12)).isEqualTo(text);
    }

    /** However small a value is, it is read back to as many digits. */
    @Property
    void whatIsWrittenIsTheValueToSoManyDigits(
            @ForAll @DoubleRange(min = 0.1, max = 1) double mantissa,
            @ForAll @IntRange(min = -22, max = 17) int exponent,
            @ForAll @IntRange(min = 1, max = 14) int digits) {
        double value = mantissa * Math.pow(10, exponent);
        BigDecimal written = new BigDecimal(significant(value, digits));
        double half = new BigDecimal(value).round(new MathContext(digits)).ulp().doubleValue() / 2;
        assertThat(Math.abs(written.doubleValue() - value)).isLessThanOrEqualTo(half * 1.001 + Math.ulp(value));
        assertThat(written.scale() <= 0 || written.unscaledValue().intValue() % 10 != 0)
                .as("%s ends without a zero", written)
                .isTrue();
        assertThat(significant(-value, digits)).isEqualTo("-" + significant(value, digits));
    }
}
