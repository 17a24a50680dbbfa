package io.ceait.sink.codecarbon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ceait.device.Device;
import io.ceait.device.DeviceType;
import io.ceait.device.Quality;
import io.ceait.emission.EmissionFactors;
import io.ceait.emission.EmissionFactors.StatedPue;
import io.ceait.emission.IntensityCatalog;
import io.ceait.run.SimulatedRun;
import io.ceait.source.Channel;
import io.ceait.units.Power;
import io.ceait.units.Pue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmissionsCsvTest {

    /** The fields of EmissionsData in CodeCarbon 3.3.2, which it writes in this order. */
    private static final String COLUMNS =
            "timestamp,project_name,run_id,experiment_id,duration,emissions,emissions_rate,"
                    + "cpu_power,gpu_power,ram_power,cpu_energy,gpu_energy,ram_energy,energy_consumed,water_consumed,country_name,"
                    + "country_iso_code,region,cloud_provider,cloud_region,os,python_version,codecarbon_version,cpu_count,cpu_model,"
                    + "gpu_count,gpu_model,longitude,latitude,ram_total_size,tracking_mode,cpu_utilization_percent,"
                    + "gpu_utilization_percent,ram_utilization_percent,ram_used_gb,on_cloud,pue,wue";

    @TempDir
    private Path out;

    private final SimulatedRun simulated = new SimulatedRun();

    private List<String> lines() throws IOException {
        simulated.sinks.add(new EmissionsCsv());
        simulated.clock.at(Duration.ofSeconds(36), simulated::endJob);
        SimulatedRun.Result result = simulated.execute(out);
        assertThat(result.outcome().allWritten()).isTrue();
        return Files.readAllLines(result.file("emissions.csv"));
    }

    private Map<String, String> row() throws IOException {
        List<String> lines = lines();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).isEqualTo(COLUMNS);
        String[] names = COLUMNS.split(",", -1);
        assertThat(names).hasSize(38);
        String[] cells = lines.get(1).split(",", -1);
        assertThat(cells).hasSameSizeAs(names);
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < names.length; i++) {
            row.put(names[i], cells[i]);
        }
        return row;
    }

    private void in(String zone) {
        simulated.factors = EmissionFactors.of(
                new StatedPue(Pue.of(1.5), "stated"), IntensityCatalog.bundled().find(zone));
    }

    private static double number(Map<String, String> row, String column) {
        return Double.parseDouble(row.getOrDefault(column, ""));
    }

    @Test
    void theFiguresMeanWhatTheyMeanThere() throws IOException {
        Map<String, String> row = row();
        double kilowattHours = 1395 * 1.5 / 3.6e6;
        assertThat(row)
                .containsEntry("timestamp", "2025-06-01T00:00:36")
                .containsEntry("run_id", "run-1")
                .containsEntry("tracking_mode", "process")
                .containsEntry("cpu_count", "4")
                .containsEntry("gpu_count", "0")
                .containsEntry("pue", "1.5");
        assertThat(number(row, "duration")).isEqualTo(36);
        assertThat(number(row, "energy_consumed")).isCloseTo(kilowattHours, within(1e-15));
        assertThat(number(row, "cpu_energy") + number(row, "gpu_energy") + number(row, "ram_energy"))
                .isCloseTo(kilowattHours, within(1e-15));
        // Energies are multiplied by the PUE there, powers are not.
        assertThat(number(row, "cpu_power")).isCloseTo(1350 / 36.0, within(1e-9));
        assertThat(number(row, "ram_power")).isCloseTo(45 / 36.0, within(1e-9));
        assertThat(number(row, "cpu_power") * 1.5 * 36 / 3.6e6).isCloseTo(number(row, "cpu_energy"), within(1e-15));
        assertThat(number(row, "emissions")).isCloseTo(kilowattHours * 0.4, within(1e-15));
        assertThat(number(row, "emissions_rate")).isCloseTo(kilowattHours * 0.4 / 36, within(1e-18));
        assertThat(number(row, "cpu_utilization_percent")).isCloseTo(25, within(1e-9));
    }

    /** Gigabytes of 2^30 bytes, as it counts them; of the job's memory the mean over the run. */
    @Test
    void theMachineIsWhatTheJournalSaysOfIt() throws IOException {
        simulated.clock.at(Duration.ofMillis(17_500), () -> simulated.jobMemory = 4L << 30);
        Map<String, String> row = row();
        assertThat(row).containsEntry("os", "Linux-6.1").containsEntry("cpu_model", "brand");
        assertThat(number(row, "ram_total_size")).isEqualTo(16);
        // 17 s of 2 GB, one from 2 to 4, and 18 of 4.
        double mean = (17 * 2 + 3 + 18 * 4) / 36.0;
        assertThat(number(row, "ram_used_gb")).isCloseTo(mean, within(1e-9));
        assertThat(number(row, "ram_utilization_percent")).isCloseTo(100 * mean / 16, within(1e-9));
    }

    @Test
    void memoryThatIsNotMeteredHasNoColumn() throws IOException {
        simulated.channels = List.of(SimulatedRun.CPU0);
        assertThat(row()).containsEntry("ram_used_gb", "").containsEntry("ram_total_size", "16");
    }

    @Test
    void whatIsNotKnownIsEmpty() throws IOException {
        assertThat(row())
                .containsEntry("longitude", "")
                .containsEntry("latitude", "")
                .containsEntry("water_consumed", "")
                .containsEntry("wue", "")
                .containsEntry("country_iso_code", "")
                .containsEntry("gpu_utilization_percent", "")
                .containsEntry("on_cloud", "N");
    }

    @Test
    void aCountryIsNamedByItsCodeOfThreeLetters() throws IOException {
        in("DE");
        assertThat(row())
                .containsEntry("country_name", "Germany")
                .containsEntry("country_iso_code", "DEU")
                .containsEntry("region", "");
    }

    @Test
    void aPartOfACountryIsARegion() throws IOException {
        in("CN-BJ");
        assertThat(row())
                .containsEntry("country_iso_code", "CHN")
                .hasEntrySatisfying("region", region -> assertThat(region).isNotEmpty());
    }

    @Test
    void aCloudRegionIsOneOfAProvider() throws IOException {
        in("gcp:europe-west1");
        assertThat(row())
                .containsEntry("cloud_provider", "gcp")
                .containsEntry("cloud_region", "europe-west1")
                .containsEntry("on_cloud", "Y")
                .containsEntry("country_name", "");
    }

    @Test
    void whatIsNotKnownIsEmptyAndNotZero() throws IOException {
        simulated.channels = List.of(SimulatedRun.CPU0, SimulatedRun.RAM);
        simulated.failing(0, 1000);
        assertThat(row())
                .containsEntry("cpu_power", "")
                .containsEntry("cpu_energy", "")
                .containsEntry("cpu_utilization_percent", "")
                .containsEntry("gpu_energy", "0")
                .hasEntrySatisfying("ram_energy", energy -> assertThat(energy).isNotEmpty())
                .hasEntrySatisfying(
                        "emissions", emissions -> assertThat(emissions).isNotEmpty());
    }

    @Test
    void aRunOfWhichNothingIsKnownHasNoFigures() throws IOException {
        simulated.channels = List.of(SimulatedRun.CPU0);
        simulated.failing(0, 1000);
        assertThat(row())
                .containsEntry("duration", "36")
                .containsEntry("emissions", "")
                .containsEntry("emissions_rate", "")
                .containsEntry("energy_consumed", "");
    }

    @Test
    void aHostileNameStaysInItsCell() throws IOException {
        simulated.channels = List.of(new Channel(
                "c",
                new Device("gpu0", DeviceType.GPU, "=cmd(\"x\"),\n1", "u"),
                "nvml-energy",
                Quality.MEASURED,
                Channel.Role.PRIMARY,
                Channel.NEVER_WRAPS,
                Optional.of(Power.ofWatts(200))));
        assertThat(lines()).hasSize(2).last().asString().contains(",\"1 x =cmd(\"\"x\"\"),?1\",");
    }
}
