package io.ceait.emission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ceait.data.InputException;
import io.ceait.device.Quality;
import io.ceait.emission.IntensityFactor.Reach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntensityCatalogTest {

    private final IntensityCatalog catalog = IntensityCatalog.bundled();

    @ParameterizedTest
    @CsvSource({
        "CN, CN, 0.5306, 2023",
        "cn, CN, 0.5306, 2023",
        "CHN, CN, 0.5306, 2023",
        "CN@2021, CN, 0.5568, 2021",
        "CN@2025, CN, 0.52534, 2025",
        "CN-BJ, CN-BJ, 0.5554, 2023",
        "cn-nm@2022, CN-NM, 0.6849, 2022",
        "CN-REG-NORTH, CN-REG-NORTH, 0.6361, 2023",
        "CN-REG-NORTH@2012, CN-REG-NORTH, 0.8843, 2012",
        "US-CAMX, US-CAMX, 0.19504, 2023",
        "US@2025, US, 0.3844, 2025",
        "WORLD, WORLD, 0.45829, 2025",
        "world@2019, WORLD, 0.50575, 2019",
        "CA, CA, 0.19072, 2025",
        "gcp:europe-west1, gcp:europe-west1, 0.10337, 2024",
        "gcp:europe-west1@2019, gcp:europe-west1, 0.196, 2019",
        "GCP:Europe-West1, gcp:europe-west1, 0.10337, 2024",
        "aws:us-east-1, aws:us-east-1, 0.4158, 2020",
        "azure:West US, azure:westus, 0.3509, 2020",
        "azure:westus, azure:westus, 0.3509, 2020",
    })
    void findsZones(String zone, String canonical, double kilograms, int vintage) {
        IntensityFactor factor = catalog.find(zone);
        assertThat(factor.zone()).isEqualTo(canonical);
        assertThat(factor.intensity().kilogramsPerKilowattHour()).isCloseTo(kilograms, within(1e-12));
        assertThat(factor.vintage()).hasValue(vintage);
        assertThat(factor.quality()).isEqualTo(Quality.DERIVED);
        assertThat(factor.source()).isNotBlank();
        assertThat(factor.licence()).isNotBlank();
    }

    @Test
    void bothIsoCodesAndBothWaysOfCaseNameTheSame() {
        assertThat(catalog.find("DE")).isEqualTo(catalog.find("deu"));
        assertThat(catalog.find("NA")).isEqualTo(catalog.find("NAM"));
        assertThat(catalog.find("UK")).isEqualTo(catalog.find("GBR"));
        assertThat(catalog.find("USA")).isEqualTo(catalog.find("US"));
        assertThat(catalog.find("US-CA").name()).isEqualTo("California");
        assertThat(catalog.find("CA-ON").name()).isEqualTo("Ontario");
        assertThat(catalog.find("CA-MB").name()).isEqualTo("Manitoba");
    }

    @Test
    void theCountrysOwnAuthorityComesFirstAndSaysItsKind() {
        assertThat(catalog.find("CN").kind()).isEqualTo("average, direct CO2");
        assertThat(catalog.find("CN").source()).startsWith("MEE");
        assertThat(catalog.find("CN@2025").kind()).isEqualTo("average, life-cycle CO2e");
        assertThat(catalog.find("US").source()).startsWith("EPA");
        assertThat(catalog.find("DE").kind()).isEqualTo("average, life-cycle CO2e");
        assertThat(catalog.find("CN-BJ").reach()).isEqualTo(Reach.REGIONAL);
        assertThat(catalog.find("DE").reach()).isEqualTo(Reach.NATIONAL);
        assertThat(catalog.find("WORLD").reach()).isEqualTo(Reach.WORLD);
    }

    @Test
    void noFootprintUsesMarginalOrResidualFactors() {
        assertThat(catalog.all("CN-REG-NORTH"))
                .anySatisfy(factor -> assertThat(factor.kind()).contains("operating-margin"));
        assertThatThrownBy(() -> catalog.find("CN-REG-NORTH@2019"))
                .isInstanceOf(InputException.class)
                .hasMessage("zone CN-REG-NORTH has no vintage \"2019\"; there are 2012, 2021, 2022, 2023");
        assertThat(catalog.find("CN@2022").intensity().kilogramsPerKilowattHour())
                .isEqualTo(0.5366);
    }

    @Test
    void aRegionWithoutAYearSaysSo() {
        assertThat(catalog.find("aliyun:cn-beijing").vintage()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Germany, DE (Germany)",
        "germny, DE (Germany)",
        "CN-BX, CN-BJ (Beijing)",
        "US-CAMZ, US-CAMX (WECC California)",
        "gcp:europe-west99, gcp:europe-west9 (Paris)",
        "europe-west1, gcp:europe-west1",
        "beijing, CN-BJ (Beijing)",
    })
    void unknownZonesNameTheNearest(String zone, String near) {
        assertThatThrownBy(() -> catalog.find(zone))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("unknown zone \"" + zone + "\"; near to it: ")
                .hasMessageContaining(near);
    }

    @ParameterizedTest
    @CsvSource({"''", "zzzzzzzzzzzz", "@2020"})
    void hopelessZonesPointToTheList(String zone) {
        assertThatThrownBy(() -> catalog.find(zone))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("\"intensity list\" shows all");
    }

    @Test
    void listsByCodeOrName() {
        assertThat(catalog.list("california")).extracting(IntensityFactor::zone).contains("US-CAMX", "US-CA");
        assertThat(catalog.list("cn-bj")).singleElement().isEqualTo(catalog.find("CN-BJ"));
        assertThat(catalog.list("nowhere at all")).isEmpty();
        assertThat(catalog.list("")).hasSizeGreaterThan(400).doesNotHaveDuplicates();
    }

    @Test
    void whatIsListedIsWhatIsFound() {
        assertThat(catalog.list("")).allSatisfy(factor -> {
            if (!factor.zone().equals("CA-MT")) {
                assertThat(catalog.find(factor.zone())).isEqualTo(factor);
            }
        });
    }

    @Test
    void staleMeansMoreThanTwoYearsOlderThanTheRun() {
        IntensityFactor of2023 = catalog.find("CN@2023");
        assertThat(of2023.isStaleIn(2025)).isFalse();
        assertThat(of2023.isStaleIn(2026)).isTrue();
        assertThat(catalog.find("aliyun:cn-beijing").isStaleIn(2026)).isFalse();
    }
}
