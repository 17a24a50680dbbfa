package io.ceait.sink.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.run.SimulatedRun;
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
                        "2025-06-01T00:00:01.000Z,1.000000000,1.000000000,cpu,cpu0,rapl,measured,100.000000,0.250000000,"
                                + "100.000000,25.000000000,0.400000000,0.000004166666667,0",
                        "2025-06-01T00:00:01.000Z,1.000000000,1.000000000,cpu,cpu1,rapl,measured,50.000000,0.250000000,"
                                + "50.000000,12.500000000,0.400000000,0.000002083333333,0",
                        "2025-06-01T00:00:01.000Z,1.000000000,1.000000000,ram,ram,ram-model,estimated,10.000000,"
                                + "0.125000000,10.000000,1.250000000,0.400000000,0.000000208333333,0",
                        "2025-06-01T00:00:01.250Z,1.250000000,0.250000000,cpu,cpu0,rapl,measured,100.000000,0.250000000,"
                                + "25.000000,6.250000000,0.400000000,0.000001041666667,0",
                        "2025-06-01T00:00:01.250Z,1.250000000,0.250000000,cpu,cpu1,rapl,measured,50.000000,0.250000000,"
                                + "12.500000,3.125000000,0.400000000,0.000000520833333,0",
                        "2025-06-01T00:00:01.250Z,1.250000000,0.250000000,ram,ram,ram-model,estimated,10.000000,"
                                + "0.125000000,2.500000,0.312500000,0.400000000,0.000000052083333,0");
    }

    @Test
    void whatIsNotKnownIsEmptyAndNotZero(@TempDir Path out) throws IOException {
        simulated.failing(1, 2);
        simulated.clock.at(Duration.ofSeconds(1), simulated::endJob);
        assertThat(lines(out).get(1))
                .isEqualTo(
                        "2025-06-01T00:00:01.000Z,1.000000000,1.000000000,cpu,cpu0,rapl,measured,,,,,0.400000000,,1");
    }

    @Test
    void aRunWithoutIntervalsHasAHeaderAlone(@TempDir Path out) throws IOException {
        simulated.endJob();
        assertThat(lines(out)).hasSize(1);
    }
}
