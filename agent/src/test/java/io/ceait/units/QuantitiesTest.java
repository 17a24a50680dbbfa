package io.ceait.units;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.function.DoubleFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantitiesTest {

    private static final List<DoubleFunction<Object>> QUANTITIES =
            List.of(Energy::ofJoules, Power::ofWatts, Mass::ofKilograms, CarbonIntensity::ofKilogramsPerKilowattHour);

    @ParameterizedTest
    @ValueSource(doubles = {-1e-9, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void noQuantityIsNegativeOrNotANumber(double value) {
        for (DoubleFunction<Object> quantity : QUANTITIES) {
            assertThatThrownBy(() -> quantity.apply(value))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("at least 0");
        }
        assertThatThrownBy(() -> Pue.of(value)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Ratio.of(value)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aKilowattHourIs3600000Joules() {
        assertThat(Energy.ofKilowattHours(1)).isEqualTo(Energy.ofJoules(3.6e6));
        assertThat(Energy.ofJoules(7.2e6).kilowattHours()).isEqualTo(2.0);
        assertThat(Energy.ofMicrojoules(1_500_000)).isEqualTo(Energy.ofJoules(1.5));
    }

    @Test
    void powerTimesTimeIsEnergyAndBack() {
        Energy energy = Power.ofWatts(250).during(Duration.ofMillis(1500));
        assertThat(energy).isEqualTo(Energy.ofJoules(375));
        assertThat(energy.over(Duration.ofMillis(1500))).isEqualTo(Power.ofWatts(250));
        assertThatThrownBy(() -> energy.over(Duration.ZERO)).hasMessageContaining("above 0 s");
        assertThatThrownBy(() -> energy.over(Duration.ofNanos(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void intensityTurnsEnergyIntoMass() {
        CarbonIntensity china = CarbonIntensity.ofGramsPerKilowattHour(500);
        assertThat(china.of(Energy.ofKilowattHours(2))).isEqualTo(Mass.ofKilograms(1));
        assertThat(china.gramsPerKilowattHour()).isEqualTo(500);
    }

    @Test
    void aKilogramIsAThousandGrams() {
        assertThat(Mass.ofKilograms(0.25).grams()).isEqualTo(250);
    }

    @Test
    void aPueBelowOneNamesTheClauseAndOneIsAcceptedAsNoOverhead() {
        assertThatThrownBy(() -> Pue.of(0.85))
                .hasMessageContaining("0.85")
                .hasMessageContaining("T/CCF 0003-2024 clause 6.1");
        assertThat(Pue.of(1).statesNoOverhead()).isTrue();
        assertThat(Pue.of(1.0001).statesNoOverhead()).isFalse();
        assertThat(Pue.of(1.5).of(Energy.ofJoules(10))).isEqualTo(Energy.ofJoules(15));
    }

    @Test
    void aShareEndsAtOne() {
        assertThat(Ratio.of(1)).isEqualTo(Ratio.ONE);
        assertThat(Energy.ofJoules(8).times(Ratio.of(0.25))).isEqualTo(Energy.ofJoules(2));
        assertThatThrownBy(() -> Ratio.of(Math.nextUp(1.0))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void quantitiesCompareByTheirSize() {
        assertThat(Energy.ofJoules(1)).isLessThan(Energy.ofJoules(2));
        assertThat(Power.ofWatts(3)).isGreaterThan(Power.ZERO);
        assertThat(Mass.ofKilograms(1)).isGreaterThan(Mass.ZERO);
        assertThat(Ratio.ZERO).isLessThan(Ratio.ONE);
        assertThat(CarbonIntensity.ofGramsPerKilowattHour(1)).isLessThan(new CarbonIntensity(1));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 J",
        "0.12345, 0.1235 J",
        "3599, 3599 J",
        "3600, 1 Wh",
        "3.6e6, 1 kWh",
        "444360000, 123.4 kWh",
        "3.6e9, 1 MWh",
        "3.6e13, 10000 MWh"
    })
    void energyAsPeopleReadIt(double joules, String text) {
        assertThat(Energy.ofJoules(joules)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({"0.0000000001234567, 0.0000000001235", "1e22, 10000000000000000000000", "123456, 123500", "2.50, 2.5"})
    void fourDigitsAndNeverAnExponent(double value, String text) {
        assertThat(Text.significant(value)).isEqualTo(text);
    }

    @Test
    void massAndPowerAsPeopleReadThem() {
        assertThat(Mass.ofKilograms(0.0005)).hasToString("500 mgCO2e");
        assertThat(Mass.ofKilograms(1240)).hasToString("1.24 tCO2e");
        assertThat(Power.ofWatts(350)).hasToString("350 W");
        assertThat(Power.ofWatts(12_340)).hasToString("12.34 kW");
        assertThat(Ratio.of(0.123)).hasToString("12.3 %");
        assertThat(Pue.of(1.56)).hasToString("1.56");
        assertThat(CarbonIntensity.ofGramsPerKilowattHour(481)).hasToString("0.481 kgCO2e/kWh");
    }

    @Property
    void sumsAndConversionsHold(
            @ForAll @DoubleRange(min = 0, max = 1e12) double one,
            @ForAll @DoubleRange(min = 0, max = 1e12) double other) {
        assertThat(Energy.ofJoules(one).plus(Energy.ofJoules(other)).joules()).isEqualTo(one + other);
        assertThat(Power.ofWatts(one).plus(Power.ofWatts(other)).watts()).isEqualTo(one + other);
        assertThat(Mass.ofKilograms(one).plus(Mass.ofKilograms(other)).kilograms())
                .isEqualTo(one + other);
        assertThat(Energy.ofKilowattHours(Energy.ofJoules(one).kilowattHours()).joules())
                .isCloseTo(one, within(Math.ulp(one) * 2));
    }
}
