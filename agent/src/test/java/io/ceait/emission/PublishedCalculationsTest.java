package io.ceait.emission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ceait.data.Vectors;
import io.ceait.data.Vectors.Row;
import io.ceait.device.DeviceType;
import io.ceait.energy.Trapezoid;
import io.ceait.units.CarbonIntensity;
import io.ceait.units.Energy;
import io.ceait.units.Power;
import io.ceait.units.Pue;
import io.ceait.units.Ratio;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published calculations, recomputed: every row of the vector files, and each erratum with its correct value. */
class PublishedCalculationsTest {

    private static final long SECOND = 1_000_000_000;

    static Stream<Row> appendixA() {
        return Vectors.rows("ccf0003-appendix-a.csv").stream();
    }

    @ParameterizedTest
    @MethodSource
    void appendixA(Row row) {
        double expected = row.number("expected");
        switch (row.text("quantity")) {
            case "E_offline_item" ->
                assertThat(Formulas.offline(offlineItem(row)).kilowattHours()).isCloseTo(expected, within(1e-9));
            case "E_online_item" ->
                assertThat(Formulas.online(onlineItem(row)).kilowattHours()).isCloseTo(expected, within(1e-9));
            case "E_offline_total" ->
                assertThat(appendixAEnergies().offline().kilowattHours()).isCloseTo(expected, within(1e-9));
            case "E_online_total" ->
                assertThat(appendixAEnergies().online().kilowattHours()).isCloseTo(expected, within(1e-9));
            case "CEAIT" -> emissions(row, expected);
            default -> throw new AssertionError("a quantity without a test: " + row);
        }
    }

    private static void emissions(Row row, double expected) {
        Energy training = row.text("case").startsWith("printed energy")
                ? Energy.ofKilowattHours(444.36 + 33)
                : appendixAEnergies().total();
        CarbonIntensity intensity = CarbonIntensity.ofKilogramsPerKilowattHour(row.number("ic_kg_per_kwh"));
        double pue = row.number("pue");
        if (pue < 1) {
            // The standard's own example is impossible by its clause 6.1; its arithmetic is checked all the same.
            assertThatThrownBy(() -> Pue.of(pue))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("clause 6.1");
            assertThat(intensity.of(training).kilograms() * pue).isCloseTo(expected, within(1e-5));
        } else {
            assertThat(Formulas.emissions(training, Pue.of(pue), intensity).kilograms())
                    .isCloseTo(expected, within(1e-5));
        }
    }

    private static OfflineItem offlineItem(Row row) {
        String name = row.text("case");
        return new OfflineItem(
                DeviceType.valueOf(name.substring(name.length() - 3)),
                (int) row.number("n"),
                Power.ofWatts(row.number("w_watts")),
                Duration.ofSeconds((long) row.number("t_seconds")),
                Ratio.of(row.number("p_or_r")));
    }

    private static OnlineItem onlineItem(Row row) {
        return new OnlineItem(
                row.text("case"),
                Power.ofWatts(row.number("w_watts")),
                Duration.ofSeconds((long) row.number("t_seconds")),
                Ratio.of(row.number("p_or_r")));
    }

    private static Energies appendixAEnergies() {
        return Energies.of(
                appendixA()
                        .filter(row -> row.text("quantity").equals("E_offline_item"))
                        .map(PublishedCalculationsTest::offlineItem)
                        .toList(),
                appendixA()
                        .filter(row -> row.text("quantity").equals("E_online_item"))
                        .map(PublishedCalculationsTest::onlineItem)
                        .toList());
    }

    @Test
    void appendixACorrectedTotals() {
        Energies energies = appendixAEnergies();
        assertThat(energies.cpu().kilowattHours()).isCloseTo(43.2, within(1e-9));
        assertThat(energies.gpu().kilowattHours()).isCloseTo(11.4, within(1e-9));
        assertThat(energies.ram().kilowattHours()).isCloseTo(0.96, within(1e-9));
        assertThat(energies.total().kilowattHours()).isCloseTo(88.56, within(1e-9));
        // A.4.3 takes the factor of 2012; the newest of the same grid is lower by more than a quarter.
        IntensityFactor north = IntensityCatalog.bundled().find("CN-REG-NORTH@2012");
        assertThat(north.intensity().kilogramsPerKilowattHour()).isEqualTo(0.8843);
        assertThat(IntensityCatalog.bundled()
                        .find("CN-REG-NORTH@2023")
                        .intensity()
                        .kilogramsPerKilowattHour())
                .isEqualTo(0.6361);
    }

    @Test
    void theArticlesDivisorIsAThousandTimesTooSmall() {
        List<Row> rows = Vectors.rows("integral-article.csv");
        CarbonIntensity half = CarbonIntensity.ofKilogramsPerKilowattHour(0.5);
        Energy constant = integral(new double[][] {{0, 300}, {864_000, 300}});
        // A mean times a time, and a power that holds until the next reading, are sums of formula (4).
        Energy sampled =
                held(new double[][] {{300, 172_800}, {320, 172_800}, {280, 172_800}, {310, 172_800}, {290, 172_800}});
        Energy triangle = integral(new double[][] {{0, 0}, {1800, 1000}, {3600, 0}});
        Energy irregular = integral(new double[][] {{0, 100}, {10, 300}, {40, 300}, {100, 0}});
        Energy leftHold = held(new double[][] {{100, 10}, {300, 30}, {300, 60}});
        List<Energy> energies = List.of(constant, sampled, triangle, irregular, leftHold);
        assertThat(rows).hasSameSizeAs(energies);
        for (int i = 0; i < rows.size(); i++) {
            double kwh = rows.get(i).number("expected_kwh");
            assertThat(energies.get(i).kilowattHours()).isCloseTo(kwh, within(1e-11 + 1e-9 * kwh));
            assertThat(half.of(energies.get(i)).kilograms())
                    .isCloseTo(rows.get(i).number("expected_kg"), within(1e-11 + 1e-9 * kwh));
        }
    }

    private static Energy held(double[][] wattsAndSeconds) {
        List<OfflineItem> items = Stream.of(wattsAndSeconds)
                .map(one -> new OfflineItem(
                        DeviceType.GPU, 1, Power.ofWatts(one[0]), Duration.ofSeconds(Math.round(one[1])), Ratio.ONE))
                .toList();
        return Energies.of(items, List.of()).total();
    }

    private static Energy integral(double[][] secondsAndWatts) {
        Trapezoid integral = new Trapezoid();
        for (double[] reading : secondsAndWatts) {
            integral.add(Math.round(reading[0] * SECOND), Power.ofWatts(reading[1]));
        }
        return integral.total();
    }
}
