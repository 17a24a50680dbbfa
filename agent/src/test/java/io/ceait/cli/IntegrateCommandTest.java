package io.ceait.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ceait.cli.Commands.Result;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntegrateCommandTest {

    @TempDir
    Path dir;

    private Result integrate(String csv, String... options) throws IOException {
        Path file = dir.resolve("trace.csv");
        Files.writeString(file, csv);
        String[] args = new String[options.length + 1];
        System.arraycopy(options, 0, args, 0, options.length);
        args[options.length] = file.toString();
        return Commands.run(new IntegrateCommand(), args);
    }

    @Test
    void constantPowerOfTheArticle() throws IOException {
        Result result = integrate("time,power_w\n0,300\n864000,300\n", "--pue", "1", "--intensity", "0.5");
        assertThat(result.code()).isZero();
        assertThat(result.number("/energy_kwh/total")).isCloseTo(72, within(1e-12));
        assertThat(result.number("/emissions_kg")).isCloseTo(36, within(1e-12));
        assertThat(result.number("/devices/0/mean_power_w")).isCloseTo(300, within(1e-9));
        assertThat(result.number("/devices/0/duration_s")).isEqualTo(864000);
        assertThat(result.json())
                .containsEntry(
                        "/warnings/0",
                        "PUE is exactly 1: no overhead of the data centre is"
                                + " counted, while T/CCF 0003-2024 clause 6.1 expects more than 1");
    }

    /** 1 kW for three hours, of which the series knows the first two: 0.1, 0.3 and, standing in, 0.7 kg/kWh. */
    @Test
    void aSeriesIsFollowed() throws IOException {
        Path series = Files.writeString(dir.resolve("series.csv"), """
                time_utc,gco2_per_kwh
                2026-03-01 10:00:00,100
                2026-03-01 11:00:00,300
                """);
        String trace = "time,power_w,device\n2026-03-01T10:30:00Z,1000,gpu0\n2026-03-01T10:30:00Z,500,cpu0\n"
                + "2026-03-01T13:30:00Z,1000,gpu0\n2026-03-01T11:30:00Z,500,cpu0\n";
        Result result = integrate(trace, "--pue", "1.2", "--intensity", "0.7", "--intensity-series", series.toString());
        assertThat(result.err()).isEmpty();
        // The value at 11:00 bridges one step more, until 13:00.
        double gpu = 1.2 * (0.5 * 0.1 + 2 * 0.3 + 0.5 * 0.7);
        double cpu = 1.2 * 0.5 * (0.5 * 0.1 + 0.5 * 0.3);
        assertThat(result.number("/emissions_kg")).isCloseTo(gpu + cpu, within(1e-12));
        assertThat(result.number("/devices/1/emissions_kg")).isCloseTo(cpu, within(1e-12));
        assertThat(result.number("/intensity/mean_kg_per_kwh")).isCloseTo((gpu + cpu) / 1.2 / 3.5, within(1e-12));
        assertThat(result.json()).containsEntry("/intensity/quality", "substituted");
        assertThat(result.json().get("/warnings/0")).asString().contains("has no carbon intensity for 1800 s");
    }

    @Test
    void aMarginalSeriesIsRefused() throws IOException {
        Path series = Files.writeString(dir.resolve("moer.json"), """
                {"data":[{"point_time":"2026-03-01T10:00:00+00:00","value":900}],
                 "meta":{"signal_type":"co2_moer","units":"lbs_co2_per_mwh","region":"CAISO_NORTH"}}""");
        Result result = integrate("time,power_w\n0,1\n1,1\n", "--intensity-series", series.toString());
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("moer.json (WattTime, JSON) holds marginal intensities");
    }

    @Test
    void interleavedDevicesInIsoAndSeconds() throws IOException {
        String csv = """
                # from elsewhere
                device,power_w,time
                gpu0,100,2024-06-10T06:13:20Z
                gpu1,0,2024-06-10T14:13:20+08:00
                cpu0,50,1718000000
                gpu1,1000,2024-06-10T06:43:20Z
                gpu0,100,2024-06-10T07:13:20Z
                gpu1,0,2024-06-10T07:13:20Z
                wall,7,1718000000.5
                cpu0,50,1718003600.000
                ram,1,0
                ram,3,3600
                """;
        Result result = integrate(csv, "--pue", "1.5", "--zone", "CN");
        assertThat(result.err()).isEmpty();
        assertThat(result.number("/energy_kwh/gpu")).isCloseTo(0.1 + 0.5, within(1e-12));
        assertThat(result.number("/energy_kwh/cpu")).isCloseTo(0.05, within(1e-12));
        assertThat(result.number("/energy_kwh/ram")).isCloseTo(0.002, within(1e-12));
        assertThat(result.number("/energy_kwh/other")).isZero();
        assertThat(result.number("/energy_kwh/total")).isCloseTo(0.652, within(1e-12));
        assertThat(result.number("/emissions_kg")).isCloseTo(0.652 * 1.5 * 0.5306, within(1e-12));
        assertThat(result.number("/devices/1/energy_kwh")).isCloseTo(0.5, within(1e-12));
        assertThat(result.number("/devices/1/emissions_kg")).isCloseTo(0.5 * 1.5 * 0.5306, within(1e-12));
        assertThat(result.json())
                .containsEntry("/devices/1/device", "gpu1")
                .containsEntry("/devices/3/device_type", "null")
                .containsEntry("/devices/3/mean_power_w", "null")
                .containsEntry("/rows", 10.0);
        assertThat(result.out()).contains("wall has no two readings");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "time,power_w;1,2;2,x|:3: column power_w: \"x\" is not a number",
                "time,power_w;1,2;2|:3: the row is torn",
                "time,power_w;1,2;2,|:3: column power_w: \"\" is not a number",
                "time,power_w;1,2;2,-5|:3: column power_w: \"-5\" is negative",
                "time,power_w;5,2;4,2|:3: column time: \"4\" comes after a later reading of trace",
                "time,power_w,device;5,2,a;4,2,b;4,2,a|:4: column time: \"4\" comes after a later reading of a",
                "time,power_w,device;5,2,|:2: column device: the device is missing",
                "time,power_w;2024-06-10T06:13:20,2|:2: column time: \"2024-06-10T06:13:20\" has no time zone",
                "time,power_w;1718000000000,2|are these milliseconds?",
                "time,power_w,devise;1,2,a|unknown column \"devise\"; did you mean \"device\"?",
                "time,device;1,a|the column power_w is missing",
                "time,power_w|has a header but no rows",
                "time,power_w;1,2|spans no time",
                "time,power_w;-9000000000,2;9000000000,2|more than 292 years after the first reading of trace",
                "time,power_w;0,1e308;1000,1e308|:2: column power_w: 1.0E308 W is more than all power plants",
                "''|is empty",
            })
    void whatCannotBeRightIsExitTwoWithNothingOnStandardOutput(String csv, String sentence) throws IOException {
        Result result = integrate(csv.replace(';', '\n'));
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("trace.csv").contains(sentence).doesNotContain("\tat ");
    }

    /** A trace of 2021 by the factors of its time is what it should be, whenever it is looked at. */
    @Test
    void theAgeOfFactorsIsJudgedByTheTimeOfTheTrace() throws IOException {
        String[] factors = {"--pue", "1.2", "--zone", "CN@2021"};
        assertThat(integrate("time,power_w\n2021-06-10T06:13:20Z,1\n2021-06-10T07:13:20Z,1\n", factors)
                        .json())
                .doesNotContainKey("/warnings/0");
        assertThat(integrate("time,power_w\n1718000000,1\n1718003600,1\n", factors)
                        .json()
                        .get("/warnings/0"))
                .asString()
                .contains("of 2021, more than two years older than the run of 2024");
        assertThat(integrate("time,power_w\n0,1\n3600,1\n", factors).json().get("/warnings/0"))
                .as("seconds since a start of its own: of this year, for nothing says another")
                .asString()
                .contains("of 2021, more than two years older than the run of 20");
    }

    @Test
    void aSeriesInKilogramsIsDoubted() throws IOException {
        Path series = Files.writeString(dir.resolve("series.csv"), "time_utc,gco2_per_kwh\n2026-03-01 10:00:00,0.3\n");
        String trace = "time,power_w\n2026-03-01T10:30:00Z,1000\n2026-03-01T11:00:00Z,1000\n";
        Result result = integrate(trace, "--pue", "1.2", "--intensity-series", series.toString());
        assertThat(result.json().get("/warnings/0"))
                .asString()
                .contains("series.csv (CSV) are 0.0003 kg/kWh on average, lower than of nearly any grid");
    }

    @Test
    void aMillionRowsStream() throws IOException {
        Path file = dir.resolve("long.csv");
        try (Writer writer = Files.newBufferedWriter(file)) {
            writer.write("time,power_w,device\n");
            for (int i = 0; i <= 500_000; i++) {
                writer.write("1718000000." + String.format("%06d", i) + ",250.5,gpu0\n");
                writer.write("1718000000." + String.format("%06d", i) + ",99.5,gpu1\n");
            }
        }
        Result result = Commands.run(new IntegrateCommand(), file.toString());
        assertThat(result.number("/energy_kwh/total") * 3.6e6).isCloseTo(350 * 0.5, within(1e-9));
        assertThat(result.number("/rows")).isEqualTo(1_000_002);
    }
}
