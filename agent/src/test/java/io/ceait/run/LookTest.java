package io.ceait.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ceait.energy.DeviceBooks;
import io.ceait.run.SimulatedRun.Result;
import io.ceait.source.rapl.PowercapFixture;
import io.ceait.source.rapl.PowercapFixture.ZoneFiles;
import io.ceait.source.rapl.RaplSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Intervals in which a counter goes round: 1 kW, read every two minutes, on a package that counts to 65.5 kJ. */
class LookTest {

    private static final long RANGE = 65_532_610_987L;
    private static final long WATTS = 1000;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path out;

    private final SimulatedRun simulated = new SimulatedRun();

    /** The zone counts on the clock of the test, a step each second. */
    private Result run(Duration length) {
        ZoneFiles zone = new PowercapFixture(out.resolve("sys"))
                .zone("intel-rapl:0", "package-0")
                .range(RANGE)
                .energy(0);
        for (int second = 1; second <= length.toSeconds(); second++) {
            long counted = second * WATTS * 1_000_000 % RANGE;
            simulated.clock.at(Duration.ofSeconds(second), () -> zone.energy(counted));
        }
        simulated.interval = Duration.ofMinutes(2);
        simulated.duration = Optional.of(length);
        try (RaplSource rapl = RaplSource.discover(out.resolve("sys"), "brand", simulated.interval)) {
            simulated.source = Optional.of(rapl);
            simulated.channels = rapl.channels();
            return simulated.execute(out);
        }
    }

    @Test
    void eachTurnIsCountedAndIsInTheJournal() throws IOException {
        Result result = run(Duration.ofSeconds(250));
        DeviceBooks cpu = result.snapshot().books().devices().get(0);
        assertThat(cpu.energy().joules()).isCloseTo(250 * WATTS, within(2.0 * WATTS));
        assertThat(cpu.gapTime()).isZero();
        assertThat(result.snapshot().books().ticks()).isEqualTo(3);
        RunState again = new Replay(
                        result.file(Journal.FILE),
                        RecordedRun.open(result.directory().path()).description())
                .through((wall, elapsed, device, interval, intensity, kilograms) -> {});
        assertThat(again.snapshot().books()).isEqualTo(result.snapshot().books());
    }
}
