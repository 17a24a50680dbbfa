package io.ceait.sink.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ceait.device.DeviceType;
import io.ceait.emission.EmissionFactors;
import io.ceait.emission.EmissionFactors.StatedPue;
import io.ceait.emission.IntensityFactor;
import io.ceait.run.SimulatedRun;
import io.ceait.units.CarbonIntensity;
import io.ceait.units.Pue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplesCsvTest {

    private final SimulatedRun simulated = new SimulatedRun();

    private List<String> lines(Path out) throws IOException {
        simulated.sinks.add(new SamplesCsv());
        SimulatedRun.Result result = simulated.execute(out);
        assertThat(result.outcome().allWritten()).isTrue();
        return Files.readAllLines(result.file("samples.csv"));
    }

    @Test
    void oneRowPerIntervalAndDevice(@TempDir Path out) throws IOException {
        simulated.clock.at(Duration.ofMillis(1250), simulated::endJob);
        assertThat(lines(out))
                .containsExactly(
                        "time_utc,elapsed_s,interval_s,device_type,device,source,quality,power_w,occupancy,"
                                + "energy_j,job_energy_j,intensity_kg_per_kwh,emissions_kg,gap",
                        "2025-06-01T00:00:01.000Z,1.000000000,1.000000000,cpu,cpu0,rapl,measured,100,0.25,"
                                + "100,25,0.4,0.00000416666666667,0",
                        "2025-06-01T00:00:01.000Z,1.000000000,1.000000000,cpu,cpu1,rapl,measured,50,0.25,"
                                + "50,12.5,0.4,0.00000208333333333,0",
                        "2025-06-01T00:00:01.000Z,1.000000000,1.000000000,ram,ram,ram-model,estimated,10,"
                                + "0.125,10,1.25,0.4,0.000000208333333333,0",
                        "2025-06-01T00:00:01.250Z,1.250000000,0.250000000,cpu,cpu0,rapl,measured,100,0.25,"
                                + "25,6.25,0.4,0.00000104166666667,0",
                        "2025-06-01T00:00:01.250Z,1.250000000,0.250000000,cpu,cpu1,rapl,measured,50,0.25,"
                                + "12.5,3.125,0.4,0.000000520833333333,0",
                        "2025-06-01T00:00:01.250Z,1.250000000,0.250000000,ram,ram,ram-model,estimated,10,"
                                + "0.125,2.5,0.3125,0.4,0.0000000520833333333,0");
    }

    /** A job that uses next to nothing, at 2 ms: what each row is rounded by must not be what the sums are. */
    @Test
    void theRowsOfASmallJobAddUpToItsTotals(@TempDir Path out) throws IOException {
        simulated.interval = Duration.ofMillis(2);
        simulated.jobMemory = 3 << 10;
        simulated.factors = EmissionFactors.of(
                new StatedPue(Pue.of(1.1), "stated"),
                IntensityFactor.stated(CarbonIntensity.ofGramsPerKilowattHour(7), "stated"));
        simulated.clock.at(Duration.ofMillis(500), simulated::endJob);
        simulated.sinks.add(new SamplesCsv());
        SimulatedRun.Result result = simulated.execute(out);
        double joules = 0;
        double kilograms = 0;
        for (String line : Files.readAllLines(result.file("samples.csv"))) {
            String[] cells = line.split(",", -1);
            if (cells[4].equals("ram")) {
                joules += Double.parseDouble(cells[10]);
                kilograms += Double.parseDouble(cells[12]);
            }
        }
        double energy =
                result.snapshot().jobEnergy(DeviceType.RAM, simulated.headline).joules();
        double emissions = result.snapshot().emissions(DeviceType.RAM).kilograms();
        assertThat(joules).isPositive().isCloseTo(energy, within(1e-9 * energy));
        assertThat(kilograms).isPositive().isCloseTo(emissions, within(1e-9 * emissions));
    }

    @Test
    void whatIsNotKnownIsEmptyAndNotZero(@TempDir Path out) throws IOException {
        simulated.failing(1, 2);
        simulated.clock.at(Duration.ofSeconds(1), simulated::endJob);
        assertThat(lines(out).get(1))
                .isEqualTo("2025-06-01T00:00:01.000Z,1.000000000,1.000000000,cpu,cpu0,rapl,measured,,,,,0.4,,1");
    }

    /** The last 250 ms are shorter than the steps in which the counter moves. */
    @Test
    void aCounterThatStoodStillAtTheEndTellsNoPower(@TempDir Path out) throws IOException {
        simulated.stillFrom = Duration.ofSeconds(1);
        simulated.clock.at(Duration.ofMillis(1250), simulated::endJob);
        assertThat(lines(out).get(4))
                .isEqualTo("2025-06-01T00:00:01.250Z,1.250000000,0.250000000,cpu,cpu0,rapl,measured,,0.25,0,0,0.4,"
                        + "0,0");
    }

    @Test
    void aRunWithoutIntervalsHasAHeaderAlone(@TempDir Path out) throws IOException {
        simulated.endJob();
        assertThat(lines(out)).hasSize(1);
    }
}
