package io.ceait.emission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ceait.data.InputException;
import io.ceait.units.CarbonIntensity;
import io.ceait.units.Energy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarketBasedTest {

    private static final CarbonIntensity LOCATION = CarbonIntensity.ofKilogramsPerKilowattHour(0.5);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path dir;

    private MarketInstruments read(String yaml) throws IOException {
        return MarketInstruments.read(Files.writeString(dir.resolve("market.yaml"), yaml));
    }

    /** 10 kWh at 0.5 kg/kWh: by share, by certificates, by both, with a residual mix, and never below nothing. */
    @ParameterizedTest
    @CsvSource({
        "green_share: 0.4, 4, 3",
        "certificates_kwh: 7, 7, 1.5",
        "'green_share: 0.4\ncertificates_kwh: 3', 7, 1.5",
        "'green_share: 0.4\nresidual_kg_per_kwh: 0.8', 4, 4.8",
        "residual_kg_per_kwh: 0.8, 0, 8",
        "certificates_kwh: 70, 10, 0",
        "offsets_kg: 3, 0, 5",
    })
    void onlyWhatNobodyCoversEmits(String yaml, double covered, double kilograms) throws IOException {
        MarketBased market = MarketBased.of(read(yaml + "\nsource: contract 7"), Energy.ofKilowattHours(10), LOCATION);
        assertThat(market.covered().kilowattHours()).isCloseTo(covered, within(1e-12));
        assertThat(market.emissions().kilograms()).isCloseTo(kilograms, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "green_share: 1.4\nsource: x|market.yaml:1: green_share is wrong: a share lies between 0 and 1, not 1.4",
                "green_share: 0.4|source is missing here",
                "source: x|nothing was bought",
                "offset_kg: 3\nsource: x|unknown key offset_kg; did you mean offsets_kg?",
                "certificates_kwh: -1\nsource: x|certificates_kwh is wrong",
            })
    void whatCannotBeRightIsOneSentence(String yamlAndSentence) {
        String[] parts = yamlAndSentence.split("\\|");
        assertThatThrownBy(() -> read(parts[0]))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(parts[1]);
    }

    @Test
    void statedUncertaintiesReplaceTheAssumedOnes() {
        Uncertainty bundled = Uncertainty.bundled();
        Uncertainty stated = bundled.with(bundled.parse("rapl=0.03, pue-stated = 0.01"));
        assertThat(stated.entries().get("rapl"))
                .isEqualTo(new Uncertainty.Entry(new RelativeUncertainty(0.03), "stated by the user"));
        assertThat(stated.entries().get("ram-model"))
                .isEqualTo(bundled.entries().get("ram-model"));
        assertThatThrownBy(() -> bundled.parse("rappl=0.03"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("did you mean \"rapl\"?");
        assertThatThrownBy(() -> bundled.parse("rapl")).hasMessageContaining("is no KEY=VALUE");
        assertThatThrownBy(() -> bundled.parse("rapl=5%")).hasMessageContaining("0.05 for 5 %");
        assertThatThrownBy(() -> bundled.parse("rapl=-1")).hasMessageContaining("at least 0");
    }
}
