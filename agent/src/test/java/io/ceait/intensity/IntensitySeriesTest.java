package io.ceait.intensity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ceait.data.InputException;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntensitySeriesTest {

    /** Two values of each format, 200 and 250 g/kWh (or the nearest pounds) at 10:00 and 11:00 on the first of March. */
    private static final String OWN = """
            # Source: made up
            time_utc,gco2_per_kwh
            2026-03-01T10:00:00Z,200
            2026-03-01 11:00:00,250
            """;

    private static final String MAPS_CSV = """
            Datetime (UTC),Country,Zone name,Zone id,Carbon intensity gCO₂eq/kWh (direct),Carbon intensity gCO₂eq/kWh (Life cycle),Carbon-free energy percentage (CFE%),Renewable energy percentage (RE%),Data source,Data estimated,Data estimation method
            2026-03-01 10:00:00,Germany,Germany,DE,150.5,200,60,55,entsoe.eu,false,
            2026-03-01 11:00:00,Germany,Germany,DE,170.5,250,50,45,entsoe.eu,true,TIME_SLICER_AVERAGE
            2026-03-01 12:00:00,Germany,Germany,DE,,,,,,,
            """;

    private static final String MAPS_JSON = """
            {"zone":"DE","history":[
             {"zone":"DE","carbonIntensity":200,"datetime":"2026-03-01T10:00:00.000Z","updatedAt":"2026-03-01T10:41:00.000Z",
              "createdAt":"2026-02-26T10:00:00.000Z","emissionFactorType":"lifecycle","isEstimated":false,"estimationMethod":null},
             {"zone":"DE","carbonIntensity":250,"datetime":"2026-03-01T11:00:00.000Z","updatedAt":"2026-03-01T11:41:00.000Z",
              "createdAt":"2026-02-26T11:00:00.000Z","emissionFactorType":"lifecycle","isEstimated":true,
              "estimationMethod":"TIME_SLICER_AVERAGE"},
             {"zone":"DE","carbonIntensity":null,"datetime":"2026-03-01T12:00:00.000Z"}]}
            """;

    private static final String WATTTIME = """
            {"data":[{"point_time":"2026-03-01T10:00:00+00:00","value":440.9245243697551,"last_updated":"2026-03-01T10:05:00+00:00"},
                     {"point_time":"2026-03-01T11:00:00+00:00","value":551.1556554621939,"last_updated":"2026-03-01T11:05:00+00:00"}],
             "meta":{"data_point_period_seconds":300,"region":"CAISO_NORTH","signal_type":"SIGNAL","units":"lbs_co2_per_mwh",
                     "warnings":[],"model":{"date":"2026-02-01"}}}
            """;

    private static final String GB = """
            {"data":[{"from":"2026-03-01T10:00Z","to":"2026-03-01T10:30Z","intensity":{"forecast":190,"actual":200,"index":"moderate"}},
                     {"from":"2026-03-01T11:00Z","to":"2026-03-01T11:30Z","intensity":{"forecast":250,"actual":null,"index":"high"}}]}
            """;

    private static final String SDK = """
            [{"location":"eastus","time":"2026-03-01T10:00:00+00:00","rating":200.0,"duration":"01:00:00"},
             {"Location":"eastus","Time":"2026-03-01T19:00:00+08:00","Rating":250.0,"Duration":"01:00:00"}]
            """;

    private static IntensitySeries parse(String text) {
        return IntensitySeries.parse("file", new StringReader(text));
    }

    private static String text(String format) {
        return switch (format) {
            case "own" -> OWN;
            case "maps-csv" -> MAPS_CSV;
            case "maps-json" -> MAPS_JSON;
            case "aoer" -> WATTTIME.replace("SIGNAL", "co2_aoer");
            case "moer" -> WATTTIME.replace("SIGNAL", "co2_moer");
            case "gb" -> GB;
            case "sdk" -> SDK;
            default -> throw new IllegalArgumentException(format);
        };
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            own       | AVERAGE  |             | average; what it counts is not stated          | file (CSV)
            maps-csv  | AVERAGE  | DE          | average, life-cycle CO2e                       | file (Electricity Maps, CSV)
            maps-json | AVERAGE  | DE          | average, life-cycle CO2e                       | file (Electricity Maps, JSON)
            aoer      | AVERAGE  | CAISO_NORTH | average, direct CO2                            | file (WattTime, JSON)
            moer      | MARGINAL | CAISO_NORTH | marginal, direct CO2                           | file (WattTime, JSON)
            gb        | AVERAGE  | GB          | average, direct CO2                            | file (Carbon Intensity API of Great Britain, JSON)
            sdk       | UNSTATED | eastus      | not stated whether average or marginal         | file (Carbon Aware SDK, JSON)
            """)
    void everyFormatIsKnownByItsContent(String format, Signal signal, String zone, String kind, String source) {
        IntensitySeries series = parse(text(format));
        assertThat(series.signal()).isEqualTo(signal);
        assertThat(series.zone()).isEqualTo(zone == null ? "" : zone);
        assertThat(series.kind()).isEqualTo(kind);
        assertThat(series.source()).isEqualTo(source);
        assertThat(series.size()).isEqualTo(2);
        assertThat(series.time(0)).isEqualTo(Instant.parse("2026-03-01T10:00:00Z"));
        assertThat(series.time(1)).isEqualTo(Instant.parse("2026-03-01T11:00:00Z"));
        assertThat(series.intensity(0).gramsPerKilowattHour()).isCloseTo(200, within(1e-9));
        assertThat(series.intensity(1).gramsPerKilowattHour()).isCloseTo(250, within(1e-9));
        assertThat(series.step()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void estimatesAndForecastsAreCounted() {
        assertThat(parse(MAPS_CSV).notes())
                .containsExactly("1 of 2 carbon intensities in file are forecasts or estimates of who publishes them");
        assertThat(parse(MAPS_JSON).notes()).hasSize(1);
        assertThat(parse(GB).notes()).hasSize(1);
        assertThat(parse(OWN).notes()).isEmpty();
        assertThat(parse(SDK).notes()).singleElement().asString().contains("does not say whether");
    }

    @Test
    void otherAnswersOfTheSamePublishers() {
        IntensitySeries latest = parse("""
                {"zone":"FR","carbonIntensity":58,"datetime":"2026-03-01T10:00:00.000Z","emissionFactorType":"direct"}""");
        assertThat(latest.kind()).isEqualTo("average, direct CO2e");
        assertThat(latest.end()).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(parse("""
                {"zone":"FR","data":[{"marginalCarbonIntensity":58,"datetime":"2026-03-01T10:00:00.000Z"}]}""").signal()).isEqualTo(Signal.MARGINAL);
        IntensitySeries region = parse("""
                {"data":{"regionid":3,"shortname":"North West England","data":[
                 {"from":"2026-03-01T10:00Z","to":"2026-03-01T10:30Z","intensity":{"forecast":41,"index":"low"},
                  "generationmix":[{"fuel":"wind","perc":61.2}]}]}}""");
        assertThat(region.zone()).isEqualTo("GB (North West England)");
        assertThat(region.intensity(0).gramsPerKilowattHour()).isCloseTo(41, within(1e-12));
    }

    @Test
    void aMarginalSeriesIsRefusedForAnInventoryAndReadForOtherQuestions() {
        IntensitySeries marginal = parse(text("moer"));
        assertThatThrownBy(marginal::forInventory)
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("file (WattTime, JSON) holds marginal intensities: they tell what one"
                        + " kilowatt-hour more would emit");
        assertThat(parse(text("aoer")).forInventory().size()).isEqualTo(2);
        IntensitySeries commented = parse("# Marginal operating emission rate (WattTime MOER)\n" + OWN);
        assertThat(commented.signal()).isEqualTo(Signal.MARGINAL);
        assertThatThrownBy(commented::forInventory).isInstanceOf(InputException.class);
    }

    @Test
    void aValueHoldsUntilTheNextAndBridgesOneThatIsMissing() {
        IntensitySeries series = parse("""
                time_utc,gco2_per_kwh
                2026-03-01T00:00:00Z,100
                2026-03-01T01:00:00Z,110
                2026-03-01T02:00:00Z,120
                2026-03-01T06:00:00Z,160
                """);
        assertThat(at(series, "2026-02-28T23:59:59.999Z")).isEmpty();
        assertThat(at(series, "2026-03-01T00:00:00Z")).containsExactly(100.0);
        assertThat(at(series, "2026-03-01T00:59:59.999Z")).containsExactly(100.0);
        assertThat(at(series, "2026-03-01T01:00:00Z")).containsExactly(110.0);
        assertThat(at(series, "2026-03-01T03:59:59.999Z")).containsExactly(120.0);
        assertThat(at(series, "2026-03-01T04:00:00Z")).isEmpty();
        assertThat(at(series, "2026-03-01T06:00:00Z")).containsExactly(160.0);
        assertThat(at(series, "2026-03-01T08:00:00Z")).isEmpty();
        assertThat(series.end()).isEqualTo("2026-03-01T08:00:00Z");
    }

    private static List<Double> at(IntensitySeries series, String instant) {
        List<Double> grams = new ArrayList<>();
        series.at(Instant.parse(instant))
                .ifPresent(found -> grams.add((double) Math.round(found.gramsPerKilowattHour())));
        return grams;
    }

    @Test
    void valuesMayComeInAnyOrderAndTwice() {
        IntensitySeries series = parse("""
                time_utc,gco2_per_kwh
                2026-03-01T02:00:00Z,120
                2026-03-01T00:00:00Z,100
                2026-03-01T02:00:00Z,120
                2026-03-01T09:00:00+08:00,110
                """);
        assertThat(series.size()).isEqualTo(3);
        assertThat(series.intensity(1).gramsPerKilowattHour()).isCloseTo(110, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "time_utc,gco2_per_kwh\n2026-03-01T00:00:00Z,100\n2026-03-01T00:00:00Z,101\n"
                        + "=file has two different values for 2026-03-01T00:00:00Z",
                "time_utc,gco2_per_kwh\n2026-03-01T00:00:00Z,-1\n"
                        + "=file:2: column gco2_per_kwh: \"-1\" is negative; a carbon intensity is at least 0",
                "time_utc,gco2_per_kwh\nnoon,1\n=file:2: column time_utc: \"noon\" is no time",
                "time_utc,gco2_per_kwh\n=file holds no carbon intensity",
                "time,watts\n1,2\n=file: the header time,watts is not that of a known series",
                "[{\"time\":\"2026-03-01T00:00:00\",\"rating\":1}]=file:1: value 1: \"2026-03-01T00:00:00\" is no time with"
                        + " a zone",
                "[{\"time\":\"2026-03-01T00:00:00Z\",\"rating\":\"NaN\"}]=file:1: value 1: a carbon intensity is a finite",
                "[{\"time\":\"2026-03-01T00:00:00Z\",\"rating\":\"x\\ny\"}]=file:1: value 1: \"x?y\" is no number",
                "{\"data\":[{\"point_time\":\"2026-03-01T00:00:00Z\",\"value\":1}],\"meta\":{\"signal_type\":\"health_damage\"}}"
                        + "=file holds WattTime's signal health_damage, which is no carbon intensity",
                "{\"data\":[{\"point_time\":\"2026-03-01T00:00:00Z\",\"value\":1}],\"meta\":{\"units\":\"furlong\"}}"
                        + "=file is in the unit furlong",
                "[{\"location\":\"a\",\"time\":\"2026-03-01T00:00:00Z\",\"rating\":1},"
                        + "{\"location\":\"b\",\"time\":\"2026-03-01T01:00:00Z\",\"rating\":1}]=file:1: value 2 is of b, the"
                        + " values before it are of a",
                "{\"message\":\"Invalid auth-token\"}=file holds no carbon intensity that is known here",
                "{\"data\":[=file:1: this is not JSON",
                "=file is empty",
            })
    void whatCannotBeRightIsOneSentence(String textAndSentence) {
        int at = textAndSentence.lastIndexOf("=file");
        assertThatThrownBy(() -> parse(textAndSentence.substring(0, at)))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(textAndSentence.substring(at + 1));
    }

    @Test
    void nestingWithoutEndIsNoAnswer() {
        assertThatThrownBy(() -> parse("[".repeat(100))).hasMessageContaining("nested more than 32 levels");
        assertThatThrownBy(() -> parse("{\"a\":".repeat(100))).hasMessageContaining("nested more than 32 levels");
    }
}
