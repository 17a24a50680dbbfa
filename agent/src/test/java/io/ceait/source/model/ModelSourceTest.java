package io.ceait.source.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.device.Device;
import io.ceait.device.DeviceType;
import io.ceait.device.Quality;
import io.ceait.machine.IdleLoad;
import io.ceait.source.Channel;
import io.ceait.source.Readings;
import io.ceait.source.model.ModelSource.ModelledDevice;
import io.ceait.units.Power;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelSourceTest {

    private static final long MILLISECOND = 1_000_000;

    private static final class Load extends IdleLoad {
        long busy;

        @Override
        public long busyMicroseconds() {
            return busy;
        }

        @Override
        public int onlineCpus() {
            return 4;
        }
    }

    private final Load load = new Load();
    private final Readings readings = new Readings(2, 0);
    private final ModelSource source = new ModelSource(
            load,
            List.of(
                    modelled("cpu0", DeviceType.CPU, new PowerCurve(u -> Power.ofWatts(100 + 100 * u.value()))),
                    modelled("ram", DeviceType.RAM, PowerCurve.constant(Power.ofWatts(7)))));

    private static ModelledDevice modelled(String id, DeviceType type, PowerCurve curve) {
        Channel channel = new Channel(
                "model:" + id,
                new Device(id, type, ""),
                "model",
                Quality.ESTIMATED,
                Channel.Role.FALLBACK,
                Channel.NEVER_WRAPS,
                Optional.empty());
        return new ModelledDevice(channel, curve, () -> "test");
    }

    private double cpuJoulesAt(long millis) {
        source.read(millis * MILLISECOND, false, readings.slots(0, 0));
        return readings.microjoules(0) / 1e6;
    }

    @Test
    void theCounterIsTheIntegralOfTheModelsPower() {
        assertThat(cpuJoulesAt(0)).isZero();
        // Half of four CPUs busy for a second: 150 W.
        load.busy = 2_000_000;
        assertThat(cpuJoulesAt(1000)).isEqualTo(150);
        assertThat(readings.microjoules(1)).isEqualTo(7_000_000);
        assertThat(cpuJoulesAt(2000)).isEqualTo(250);
        assertThat(readings.microjoules(1)).isEqualTo(14_000_000);
    }

    @Test
    void utilisationIsSeenOverHalfASecondNotThroughAKeyhole() {
        cpuJoulesAt(0);
        load.busy = 1_000_000;
        assertThat(cpuJoulesAt(500)).isEqualTo(75);
        // 10 ms of CPU time seen in 2 ms of wall time would be more than full load; it is not looked at yet.
        load.busy += 10_000;
        assertThat(cpuJoulesAt(502)).isEqualTo(75 + 0.3);
        load.busy += 990_000;
        assertThat(cpuJoulesAt(1000)).isEqualTo(75 + 0.3 + 74.7);
    }

    @Test
    void moreThanFullLoadIsFullLoad() {
        cpuJoulesAt(0);
        load.busy = 100_000_000;
        assertThat(cpuJoulesAt(1000)).isEqualTo(200);
    }

    @Test
    void theCounterNeverFallsEvenWhenTheLoadDoes() {
        cpuJoulesAt(0);
        load.busy = 1_000_000;
        double first = cpuJoulesAt(1000);
        load.busy = 0;
        assertThat(cpuJoulesAt(2000)).isEqualTo(first + 100);
        assertThat(cpuJoulesAt(2000)).isEqualTo(first + 100);
    }
}
