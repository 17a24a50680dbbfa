package io.ceait.source.rapl;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.device.Device;
import io.ceait.device.DeviceType;
import io.ceait.device.Quality;
import io.ceait.source.Channel;
import io.ceait.source.Readings;
import io.ceait.source.Unavailable;
import io.ceait.source.rapl.PowercapFixture.ZoneFiles;
import io.ceait.units.Power;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A counter that goes round within an interval, and is read in between. */
class TurnsTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long JOULE = 1_000_000L;

    private static Channel counter(long range, double limitWatts) {
        return new Channel(
                "intel-rapl:0",
                new Device("cpu0", DeviceType.CPU, ""),
                "rapl",
                Quality.MEASURED,
                Channel.Role.PRIMARY,
                range,
                limitWatts > 0 ? Optional.of(Power.ofWatts(limitWatts)) : Optional.empty());
    }

    @Property
    void whatIsReadOftenEnoughIsWhatWasUsed(
            @ForAll long seed, @ForAll @LongRange(min = 50_000, max = 300_000) long joules) {
        Random random = new Random(seed);
        Channel counter = counter(joules * JOULE, 200);
        Turns turns = new Turns(counter);
        long truth = Math.floorMod(random.nextLong(), counter.rangeMicrojoules());
        long begin = truth;
        long now = random.nextLong() >> 2;
        long first = turns.count(truth, now);
        long told = first;
        for (int i = 0; i < 200; i++) {
            long nanos = 1 + (long) (random.nextDouble() * (counter.shortestTurnNanos() - 2));
            now += nanos;
            truth += (long) (random.nextDouble() * 200 * nanos / 1e3);
            told = turns.count(truth % counter.rangeMicrojoules(), now);
            assertThat(turns.wereMissed()).isFalse();
        }
        assertThat(told - first).isEqualTo(truth - begin);
    }

    @Test
    void whatIsReadTooSeldomIsToldOnce() {
        Turns turns = new Turns(counter(60_000 * JOULE, 200));
        turns.count(5, 0);
        turns.count(6, 299 * SECOND);
        assertThat(turns.wereMissed()).isFalse();
        turns.count(7, 599 * SECOND);
        turns.count(8, 600 * SECOND);
        assertThat(turns.wereMissed()).isTrue();
        assertThat(turns.wereMissed()).isFalse();
    }

    @Test
    void aCounterThatBeganAnewIsNoTurn() {
        Turns turns = new Turns(counter(60_000 * JOULE, 200));
        turns.count(10_000 * JOULE, 0);
        // From there to the end and on to 5 J were 50 kJ, and 200 W make 2 kJ in ten seconds.
        turns.count(5 * JOULE, 10 * SECOND);
        assertThat(turns.wereMissed()).isTrue();
    }

    @Test
    void onlyWhatGoesRoundWithinAnIntervalIsLookedAt(@TempDir Path sysfs) {
        PowercapFixture tree = new PowercapFixture(sysfs);
        tree.zone("intel-rapl:0", "package-0").range(65_532_610_987L);
        try (RaplSource often = RaplSource.discover(sysfs, "", Duration.ofSeconds(30));
                RaplSource seldom = RaplSource.discover(sysfs, "", Duration.ofMinutes(2))) {
            assertThat(often.lookPeriodNanos()).isEqualTo(RaplSource.NEVER);
            assertThat(often.channels().get(0).rangeMicrojoules()).isEqualTo(65_532_610_987L);
            assertThat(often.bases()).isEmpty();
            // No limit is stated: a package of 1000 W goes round in 65.5 s.
            assertThat(seldom.lookPeriodNanos()).isBetween(16 * SECOND, 17 * SECOND);
            assertThat(seldom.channels().get(0).neverWraps()).isTrue();
            assertThat(seldom.bases())
                    .hasEntrySatisfying(
                            "intel-rapl:0",
                            basis -> assertThat(basis).contains("goes round").contains("18.2 Wh"));
        }
    }

    @Test
    void aRangeThatNoCounterHasIsNotWorthAllTheTimeOfAProcessor(@TempDir Path sysfs) {
        new PowercapFixture(sysfs)
                .zone("intel-rapl:0", "package-0")
                .range(1000)
                .write("constraint_0_power_limit_uw", "200000000\n");
        try (RaplSource source = RaplSource.discover(sysfs, "", Duration.ofMinutes(2))) {
            assertThat(source.lookPeriodNanos()).isEqualTo(RaplSource.NEVER);
            assertThat(source.channels().get(0).rangeMicrojoules()).isEqualTo(1000);
        }
    }

    @Test
    void afterATimeInWhichItCouldNotBeReadItBeginsAnew(@TempDir Path sysfs) {
        ZoneFiles zone = new PowercapFixture(sysfs)
                .zone("intel-rapl:0", "package-0")
                .range(65_532_610_987L)
                .energy(0);
        try (RaplSource source = RaplSource.discover(sysfs, "", Duration.ofMinutes(2))) {
            Readings readings = new Readings(1, 0);
            source.read(0, true, readings.slots(0, 0));
            zone.energy(50_000 * JOULE);
            source.look(50 * SECOND);
            zone.energy(20 * JOULE);
            source.look(100 * SECOND);
            source.read(120 * SECOND, false, readings.slots(0, 0));
            assertThat(readings.microjoules(0)).isEqualTo(65_532_610_987L + 20 * JOULE);
            zone.write("energy_uj", "nonsense\n");
            source.look(160 * SECOND);
            zone.energy(30 * JOULE);
            source.read(240 * SECOND, false, readings.slots(0, 0));
            assertThat(readings.unavailable(0)).hasFieldOrPropertyWithValue("reason", Unavailable.Reason.RESTARTED);
            source.read(241 * SECOND, false, readings.slots(0, 0));
            assertThat(readings.microjoules(0)).isEqualTo(65_532_610_987L + 30 * JOULE);
        }
    }
}
