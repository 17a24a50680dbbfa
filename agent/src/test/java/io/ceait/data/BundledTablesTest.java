package io.ceait.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundledTablesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cloud-regions.csv",
                "cpu-tdp.csv",
                "defaults.csv",
                "gpu-tdp.csv",
                "accelerators.csv",
                "estimate.csv",
                "grid-intensity-china.csv",
                "grid-intensity-us.csv",
                "grid-intensity-world.csv",
                "power-models.csv",
                "uncertainty.csv"
            })
    void everyFileSaysWhereItComesFromAndIsATable(String file) {
        String text = Bundled.text(file);
        assertThat(text).startsWith("# ").doesNotContainIgnoringCase("tests only");
        assertThat(text.toLowerCase(java.util.Locale.ROOT)).containsAnyOf("licence", "government", "mit");
        int rows = 0;
        try (Csv csv = Bundled.table(file)) {
            while (csv.next()) {
                rows++;
            }
        }
        assertThat(rows).isPositive();
        assertThat(Bundled.text("NOTICE-data.md")).contains(file);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cpu-tdp.csv,tdp_w",
                "gpu-tdp.csv,watts",
                "grid-intensity-china.csv,kgco2_per_kwh",
                "grid-intensity-us.csv,kgco2e_per_kwh",
                "grid-intensity-world.csv,gco2e_per_kwh",
                "cloud-regions.csv,gco2e_per_kwh",
                "power-models.csv,value",
                "uncertainty.csv,value"
            })
    void everyValueIsAPositiveNumberOrAZeroOfAGrid(String fileAndColumn) {
        String[] parts = fileAndColumn.split(",", -1);
        try (Csv csv = Bundled.table(parts[0])) {
            int column = csv.column(parts[1]);
            while (csv.next()) {
                assertThat(csv.number(column)).isNotNegative();
                assertThat(csv.number(column)).isLessThan(5000);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"grid-intensity-us.csv,zone,data_year", "grid-intensity-world.csv,iso3,year"})
    void aZoneHasOneValuePerYear(String key) {
        String[] parts = key.split(",", -1);
        Set<String> seen = new HashSet<>();
        try (Csv csv = Bundled.table(parts[0])) {
            while (csv.next()) {
                assertThat(seen.add(csv.text(parts[1]) + csv.text(parts[2]))).isTrue();
            }
        }
    }
}
