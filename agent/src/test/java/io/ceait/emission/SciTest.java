package io.ceait.emission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.ceait.data.InputException;
import io.ceait.data.Vectors;
import io.ceait.device.DeviceType;
import io.ceait.units.CarbonIntensity;
import io.ceait.units.Energy;
import io.ceait.units.Mass;
import io.ceait.units.Power;
import io.ceait.units.Ratio;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the specification's example and its case study. */
class SciTest {

    /** As the case study takes it, g/kWh. */
    private static final CarbonIntensity CASE_STUDY = CarbonIntensity.ofGramsPerKilowattHour(951);

    /** Four years, which the time shares of the vectors are an hour of. */
    private static final Duration LIFESPAN = Duration.ofHours(4 * 365 * 24);

    @TempDir
    private Path dir;

    static List<Vectors.Row> embodied() {
        return Vectors.rows("sci.csv").stream().filter(row -> row.has("te_kg")).toList();
    }

    private static Vectors.Row row(String name) {
        return Vectors.rows("sci.csv").stream()
                .filter(row -> row.text("case").equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Equipment equipment(Vectors.Row row) {
        Duration reserved = Duration.ofNanos(Math.round(LIFESPAN.toNanos() * row.number("time_share")));
        return new Equipment(
                "server",
                Mass.ofKilograms(row.number("te_kg")),
                LIFESPAN,
                Optional.of(reserved),
                Ratio.of(row.number("resource_share")));
    }

    @ParameterizedTest
    @MethodSource("embodied")
    void embodiedEmissionsAreAShareOfTimeAndResources(Vectors.Row row) {
        assertThat(equipment(row).embodiedIn(Duration.ZERO).grams())
                .isCloseTo(row.number("expected"), withinPercentage(1e-3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"app", "db"})
    void theIntensityIsOperationalAndEmbodiedPerUnit(String part) {
        Energy energy = Energy.ofKilowattHours(row("eshoppen-" + part + "-E").number("expected"));
        SciStatement statement = new SciStatement("hour", 1, List.of(equipment(row("eshoppen-" + part + "-M"))));
        Sci sci = Sci.of(statement, energy, CASE_STUDY.of(energy), Duration.ofHours(1));
        assertThat(sci.perUnit().grams())
                .isCloseTo(row("eshoppen-" + part + "-SCI").number("expected"), withinPercentage(1e-3));
    }

    /** Two cores at the rated power of a processor × 0.32, used by so much for an hour: formula (4). */
    @ParameterizedTest
    @CsvSource({"eshoppen-app-E, 205, 0.183922", "eshoppen-db-E, 150, 0.10"})
    void theEnergyOfTheCaseStudyIsOneOfFormulaFour(String name, double rated, double used) {
        OfflineItem cores =
                new OfflineItem(DeviceType.CPU, 2, Power.ofWatts(0.32 * rated), Duration.ofHours(1), Ratio.of(used));
        assertThat(Formulas.offline(cores).kilowattHours())
                .isCloseTo(row(name).number("expected"), withinPercentage(1e-3));
    }

    @Test
    void whatIsNotSaidToBeReservedIsForTheTimeOfTheRun() {
        Equipment half =
                new Equipment("node", Mass.ofKilograms(1000), Duration.ofHours(100), Optional.empty(), Ratio.of(0.5));
        Sci sci = Sci.of(
                new SciStatement("image", 10, List.of(half, half)),
                Energy.ZERO,
                Mass.ofKilograms(50),
                Duration.ofHours(10));
        assertThat(sci.embodied().kilograms()).isCloseTo(100, within(1e-9));
        assertThat(sci.total().kilograms()).isCloseTo(150, within(1e-9));
        assertThat(sci.perUnit().kilograms()).isCloseTo(15, within(1e-9));
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(dir.resolve("sci.yaml"), yaml);
    }

    @Test
    void aFileSaysWhatNoMeterKnows() throws IOException {
        SciStatement read = SciStatement.read(file("""
                functional_unit: thousand tokens
                count: 2.5e6
                hardware:
                  - {name: node, embodied_kg: 1205.52, lifespan_h: 35040, resources_reserved: 8, resources_total: 64}
                  - {embodied_kg: 150, lifespan_h: 35040, reserved_h: 72}
                """));
        assertThat(read.functionalUnit()).isEqualTo("thousand tokens");
        assertThat(read.count()).isEqualTo(2.5e6);
        assertThat(read.equipment())
                .containsExactly(
                        new Equipment("node", Mass.ofKilograms(1205.52), LIFESPAN, Optional.empty(), Ratio.of(0.125)),
                        new Equipment(
                                "hardware",
                                Mass.ofKilograms(150),
                                LIFESPAN,
                                Optional.of(Duration.ofHours(72)),
                                Ratio.ONE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "count: 1|functional_unit is missing",
                "{functional_unit: x, count: 0}|count is the number of functional units",
                "{functional_unit: x, count: 1, hardwear: []}|unknown key hardwear; did you mean hardware?",
                "{functional_unit: x, count: 1, hardware: [{lifespan_h: 1}]}|embodied_kg is missing",
                "{functional_unit: x, count: 1, hardware: [{embodied_kg: -1, lifespan_h: 1}]}|embodied_kg is a mass",
                "{functional_unit: x, count: 1, hardware: [{embodied_kg: 1, lifespan_h: 0}]}|lifespan_h is a number of hours",
                "{functional_unit: x, count: 1, hardware: [{embodied_kg: 1, lifespan_h: 1, resources_reserved: 3}]}"
                        + "|resources_reserved is a part"
            })
    void aFileThatCannotBeRightIsRefusedWithItsLine(String yaml, String sentence) throws IOException {
        Path file = file(yaml);
        assertThatThrownBy(() -> SciStatement.read(file))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(file + ":1: ")
                .hasMessageContaining(sentence);
    }
}
