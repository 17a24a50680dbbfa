package io.ceait.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.cli.Commands.Result;
import org.junit.jupiter.api.Test;

class IntensityCommandTest {

    private static Result intensity(String... args) {
        return Commands.run(new IntensityCommand(), args);
    }

    @Test
    void listsInAlignedColumns() {
        Result result = intensity("list", "beijing");
        assertThat(result.code()).isZero();
        assertThat(result.out().lines().toList().get(0)).startsWith("ZONE").contains("KG/KWH", "KIND", "SOURCE");
        assertThat(result.out()).containsPattern("CN-BJ +0\\.5554 +2023 +Beijing +average, direct CO2 +MEE");
        assertThat(intensity("list").out().lines().count()).isGreaterThan(400);
    }

    @Test
    void showsEveryVintageAndKindTheUsedOneFirst() {
        Result result = intensity("show", "CN");
        assertThat(result.out().lines().skip(1).findFirst().orElseThrow()).contains("0.5306", "2023");
        assertThat(result.out()).contains("0.5568").contains("life-cycle").contains("fossil-only");
        assertThat(intensity("show", "CN@2021").out().lines().count()).isEqualTo(2);
    }

    @Test
    void printsJson() {
        Result result = intensity("show", "gcp:europe-west1", "--json");
        assertThat(result.json())
                .containsEntry("/intensities/0/zone", "gcp:europe-west1")
                .containsEntry("/intensities/0/kg_per_kwh", 0.10337)
                .containsEntry("/intensities/0/vintage", 2024.0)
                .containsEntry("/intensities/0/licence", "Apache-2.0");
        assertThat(intensity("list", "--json", "germany").json()).containsEntry("/intensities/0/zone", "DE");
    }

    @Test
    void unknownZonesAndMissingWordsAreExitTwo() {
        assertThat(intensity("show", "Germany"))
                .satisfies(r -> assertThat(r.code()).isEqualTo(2))
                .satisfies(r -> assertThat(r.err()).contains("DE (Germany)"));
        assertThat(intensity("list", "zzzz").code()).isEqualTo(2);
        assertThat(intensity("show").code()).isEqualTo(2);
        assertThat(intensity().code()).isEqualTo(2);
    }
}
