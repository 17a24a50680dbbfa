package io.ceait.emission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ceait.data.InputException;
import io.ceait.device.DeviceType;
import io.ceait.device.Quality;
import io.ceait.emission.EmissionFactors.StatedPue;
import io.ceait.emission.RelativeUncertainty.Term;
import io.ceait.emission.Uncertainty.Defect;
import io.ceait.units.CarbonIntensity;
import io.ceait.units.Energy;
import io.ceait.units.Mass;
import io.ceait.units.Pue;
import java.util.List;
import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmissionFactorsTest {

    private static final StatedPue PUE = new StatedPue(Pue.of(1.2), "stated with --pue");

    private static IntensityFactor stated(double kilograms) {
        return IntensityFactor.stated(CarbonIntensity.ofKilogramsPerKilowattHour(kilograms), "stated with --intensity");
    }

    @Test
    void withoutAnyStatementBothFactorsAreSubstitutedAndSaySo() {
        EmissionFactors factors = EmissionFactors.of(null, null);
        assertThat(factors.pue()).isEqualTo(Pue.of(1.56));
        assertThat(factors.pueSource().quality()).isEqualTo(Quality.SUBSTITUTED);
        assertThat(factors.pueSource().source()).contains("Uptime Institute");
        assertThat(factors.intensity().zone()).isEqualTo("WORLD");
        assertThat(factors.intensity().quality()).isEqualTo(Quality.SUBSTITUTED);
        assertThat(factors.intensity().vintage()).hasValue(2025);
        assertThat(factors.warnings(2026))
                .hasSize(2)
                .allSatisfy(w -> assertThat(w).contains("is substituted"));
        assertThat(factors.emissions(Energy.ofKilowattHours(1)).kilograms()).isCloseTo(1.56 * 0.45829, within(1e-12));
    }

    @Test
    void statedFactorsWarnOfNothing() {
        assertThat(EmissionFactors.of(PUE, stated(0.5)).warnings(2026)).isEmpty();
    }

    @Test
    void aPueOfOneIsTakenWithAWarningAndLessIsNot() {
        EmissionFactors one = EmissionFactors.of(new StatedPue(Pue.of(1), "x"), stated(0.5));
        assertThat(one.warnings(2026))
                .singleElement()
                .asString()
                .contains("PUE is exactly 1")
                .contains("clause 6.1");
        assertThatThrownBy(() -> Pue.of(0.85)).hasMessageContaining("clause 6.1");
    }

    @Test
    void staleUndatedAndImplausibleFactorsWarn() {
        IntensityCatalog catalog = IntensityCatalog.bundled();
        assertThat(EmissionFactors.of(PUE, catalog.find("CN@2021")).warnings(2026))
                .singleElement()
                .asString()
                .contains("of 2021, more than two years older than the run of 2026");
        assertThat(EmissionFactors.of(PUE, catalog.find("aliyun:cn-beijing")).warnings(2026))
                .singleElement()
                .asString()
                .contains("does not say of which year")
                .contains("CN-BJ");
        assertThat(EmissionFactors.of(PUE, stated(475)).warnings(2026))
                .singleElement()
                .asString()
                .contains("kilograms, not grams");
    }

    private static EmissionFactors following(IntensityFactor standIn) {
        return EmissionFactors.of(PUE, standIn)
                .with(new VaryingIntensity(
                        "", "average", OptionalInt.of(2026), IntensityOrigin.SERIES, "series.csv (CSV)", List.of()));
    }

    /** Of energy that was used evenly over a time of which the series covers a part. */
    private static IntensityBooks books(EmissionFactors factors, double kilograms, double covered) {
        EmissionIntegral integral = new EmissionIntegral(factors);
        integral.from(0, CarbonIntensity.ofKilogramsPerKilowattHour(kilograms), IntensityOrigin.SERIES);
        long covers = Math.round(covered * 3_600_000);
        integral.from(covers, factors.intensity().intensity(), IntensityOrigin.STAND_IN);
        integral.passed(3_600_000, 3_600_000_000_000L);
        double emitted = integral.add(3_600_000, 3_600_000_000_000L, 3.6e6);
        IntensityBooks books = integral.books();
        assertThat(books.substitutedEmissions().kilograms())
                .as("in an interval of both")
                .isCloseTo(
                        (1 - covered) * 1.2 * factors.intensity().intensity().kilogramsPerKilowattHour(), within(1e-6))
                .isLessThanOrEqualTo(emitted);
        return books;
    }

    @ParameterizedTest
    @CsvSource({
        "300, 1, 'are 300 kg/kWh on average, higher than of any grid: their unit should be grams'",
        "300, 0.01, 'are 300 kg/kWh on average, higher than of any grid'",
        "0.0003, 1, 'are 0.0003 kg/kWh on average, lower than of nearly any grid'",
        "0.0003, 0.1, 'are 0.0003 kg/kWh on average, lower than of nearly any grid'",
    })
    void aSeriesInAnotherUnitIsToldHoweverLittleItCovers(double kilograms, double covered, String sentence) {
        EmissionFactors factors = following(stated(0.5));
        assertThat(factors.warnings(2026, books(factors, kilograms, covered)))
                .filteredOn(line -> !line.contains("has no carbon intensity"))
                .singleElement()
                .asString()
                .startsWith("the carbon intensities of series.csv (CSV) ")
                .contains(sentence);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.0021, 0.4, 1.3})
    void aSeriesThatMayBeIsNotDoubted(double kilograms) {
        EmissionFactors factors = following(stated(0.5));
        assertThat(factors.warnings(2026, books(factors, kilograms, 0.5)))
                .singleElement()
                .asString()
                .contains("has no carbon intensity");
    }

    @Test
    void whatStandsInIsLookedAtWhereItDoesAndNotElsewhere() {
        EmissionFactors factors = following(stated(475));
        assertThat(factors.warnings(2026, books(factors, 0.4, 0.5)))
                .anySatisfy(line -> assertThat(line).contains("475 kg/kWh").contains("kilograms, not grams"));
        assertThat(factors.warnings(2026, books(factors, 0.4, 1))).isEmpty();
    }

    /** What is filled in must not make the whole more certain than both of its parts. */
    @Property
    void aHoleInASeriesNeverMakesAResultMoreCertain(
            @ForAll @DoubleRange(min = 0.01, max = 2) double kilograms,
            @ForAll @DoubleRange(min = 0.01, max = 1) double covered) {
        EmissionFactors factors = following(IntensityCatalog.bundled().find("CN"));
        IntensityBooks books = books(factors, kilograms, covered);
        Mass emissions = Formulas.emissions(books.energy(), PUE.value(), books.mean());
        assertThat(Uncertainty.bundled()
                        .ofIntensity(factors, books, emissions)
                        .value()
                        .value())
                .isBetween(0.05, 0.1);
    }

    @Test
    void theOperatorsPueIsMentionedButNotApplied() {
        EmissionFactors factors =
                EmissionFactors.of(null, IntensityCatalog.bundled().find("gcp:europe-west1"));
        assertThat(factors.pue()).isEqualTo(Pue.of(1.56));
        assertThat(factors.warnings(2026))
                .singleElement()
                .asString()
                .contains("the operator of gcp:europe-west1 publishes 1.09");
    }

    @Test
    void uncertaintiesOfTheMethod() {
        Uncertainty table = Uncertainty.bundled();
        assertThat(table.ofSource("rapl", DeviceType.CPU, Defect.NONE).value().value())
                .isEqualTo(0.05);
        assertThat(table.ofSource("rapl", DeviceType.RAM, Defect.NONE).value().value())
                .isEqualTo(0.20);
        assertThat(table.ofSource("cpu-model", DeviceType.CPU, Defect.NONE)
                        .value()
                        .value())
                .isEqualTo(0.30);
        assertThat(table.ofSource("ram-model", DeviceType.RAM, Defect.NONE)
                        .value()
                        .value())
                .isEqualTo(0.50);
        assertThat(table.ofSource("nvml-energy", DeviceType.GPU, Defect.NONE)
                        .value()
                        .value())
                .isEqualTo(0.05);
        assertThat(table.ofSource("nvml-power", DeviceType.GPU, Defect.NONE)
                        .value()
                        .value())
                .isEqualTo(0.10);
        assertThat(table.ofSource("nvml-power", DeviceType.GPU, Defect.PART_TIME)
                        .value()
                        .value())
                .isEqualTo(0.25);
        assertThat(table.ofSource("nvml-energy", DeviceType.GPU, Defect.SPLIT)
                        .value()
                        .value())
                .isEqualTo(0.30);
        // The maker states nothing worse for a part-time sensor of a counter.
        assertThat(table.ofSource("nvml-energy", DeviceType.GPU, Defect.PART_TIME)
                        .value()
                        .value())
                .isEqualTo(0.05);
        assertThat(table.ofSource("gpu-model", DeviceType.GPU, Defect.NONE)
                        .value()
                        .value())
                .isEqualTo(0.25);
        assertThat(table.ofPue(new PueSource(Quality.DERIVED, "")).value().value())
                .isEqualTo(0.03);
        assertThat(table.ofPue(new PueSource(Quality.SUBSTITUTED, "")).value().value())
                .isEqualTo(0.15);
        IntensityCatalog catalog = IntensityCatalog.bundled();
        assertThat(table.ofIntensity(catalog.find("CN")).value().value()).isEqualTo(0.10);
        assertThat(table.ofIntensity(catalog.find("CN-BJ")).value().value()).isEqualTo(0.05);
        assertThat(table.entries())
                .containsKey("intensity-series")
                .allSatisfy((key, entry) -> assertThat(entry.reason()).isNotBlank());
    }

    @Test
    void independentPartsCombineByRootSumOfSquares() {
        RelativeUncertainty energy = RelativeUncertainty.ofSum(List.of(
                new Term(Energy.ofJoules(300), new RelativeUncertainty(0.05)),
                new Term(Energy.ofJoules(100), new RelativeUncertainty(0.20))));
        assertThat(energy.value()).isCloseTo(Math.sqrt(15 * 15 + 20 * 20) / 400, within(1e-15));
        EmissionFactors factors =
                EmissionFactors.of(PUE, IntensityCatalog.bundled().find("CN"));
        Uncertainty assumed = Uncertainty.bundled();
        RelativeUncertainty result = RelativeUncertainty.ofProduct(
                energy,
                assumed.ofPue(factors.pueSource()).value(),
                assumed.ofIntensity(factors.intensity()).value());
        assertThat(result.value()).isCloseTo(Math.sqrt(0.0625 * 0.0625 + 0.03 * 0.03 + 0.1 * 0.1), within(1e-15));
        assertThat(new RelativeUncertainty(0.1).of(Mass.ofKilograms(50))).isEqualTo(Mass.ofKilograms(5));
    }

    @Test
    void nothingIsCertainAboutNothing() {
        assertThat(RelativeUncertainty.ofSum(List.of())).isEqualTo(RelativeUncertainty.NONE);
        assertThatThrownBy(() -> new RelativeUncertainty(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RelativeUncertainty(-0.1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void valuesCanBeOverriddenByName() {
        Uncertainty changed = Uncertainty.bundled().with("rapl", new RelativeUncertainty(0.02), "calibrated here");
        assertThat(changed.ofSource("rapl", DeviceType.CPU, Defect.NONE).value().value())
                .isEqualTo(0.02);
        assertThat(Uncertainty.bundled()
                        .ofSource("rapl", DeviceType.CPU, Defect.NONE)
                        .value()
                        .value())
                .isEqualTo(0.05);
        assertThatThrownBy(() -> changed.with("rpal", RelativeUncertainty.NONE, ""))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("did you mean \"rapl\"?");
        assertThatThrownBy(() -> changed.ofSource("no-such-source", DeviceType.CPU, Defect.NONE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void aSumIsNeverLessCertainThanItsWorstPart(
            @ForAll @Size(min = 1, max = 8) List<@DoubleRange(min = 0.1, max = 1e6) Double> joules,
            @ForAll @DoubleRange(max = 1) double uncertainty) {
        List<Term> terms = joules.stream()
                .map(j -> new Term(Energy.ofJoules(j), new RelativeUncertainty(uncertainty)))
                .toList();
        double combined = RelativeUncertainty.ofSum(terms).value();
        assertThat(combined).isLessThanOrEqualTo(uncertainty * (1 + 1e-12));
        assertThat(combined).isGreaterThanOrEqualTo(uncertainty / Math.sqrt(joules.size()) * (1 - 1e-12));
    }
}
