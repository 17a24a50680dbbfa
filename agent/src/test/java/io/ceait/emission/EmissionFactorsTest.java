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
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

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
