package io.ceait.source.drm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ceait.sampling.Sample;
import io.ceait.source.Unavailable.Reason;
import io.ceait.source.drm.DrmFixture.CardFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.DoubleUnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the sensor's file to the books: what comes out is what the device used. */
class DrmEnergyTest {

    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1000 * MILLI;
    private static final long JOULE = 1_000_000L;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path dir;

    @SuppressWarnings("NullAway.Init")
    private DrmFixture machine;

    private @Nullable Metering metering;

    @BeforeEach
    void makeMachine() {
        machine = new DrmFixture(dir);
    }

    @AfterEach
    void close() {
        if (metering != null) {
            metering.source.close();
        }
    }

    private Metering meter() {
        metering = new Metering(machine.discover());
        return metering;
    }

    @Test
    void theEnergyOfACounterIsItsDifference() {
        CardFiles card = machine.battlemage(0, "0000:03:00.0");
        Metering gpu = meter();
        gpu.after(0);
        for (int second = 1; second <= 10; second++) {
            card.sensor("energy1_input", 5_000_000 + second * 120 * JOULE).sensor("energy2_input", second);
            gpu.after(SECOND, second == 10);
        }
        assertThat(gpu.books().energy().joules()).isEqualTo(1200);
        assertThat(gpu.books().gapTime()).isEqualTo(Duration.ZERO);
        assertThat(gpu.reading(0)).isEqualTo("1205000000");
    }

    @Test
    void aCounterBeyond32BitsIsNoWrap() {
        CardFiles card = machine.battlemage(0, "0000:03:00.0").sensor("energy1_input", (1L << 32) * 100 - 50 * JOULE);
        Metering gpu = meter();
        gpu.after(0);
        card.sensor("energy1_input", (1L << 32) * 100 + 70 * JOULE);
        gpu.after(SECOND, true);
        assertThat(gpu.books().energy().joules()).isEqualTo(120);
    }

    @Test
    void powerIsJoinedByTrapezoids() {
        CardFiles card = machine.instinct(0, "0000:03:00.0");
        Metering gpu = meter();
        gpu.after(0);
        card.sensor("power1_average", 200_000_000);
        gpu.after(2 * SECOND);
        card.sensor("power1_average", 260_000_000);
        gpu.after(SECOND, true);
        // (100 + 200) / 2 * 2 + (200 + 260) / 2
        assertThat(gpu.books().energy().joules()).isEqualTo(530);
        assertThat(gpu.books().gapTime()).isEqualTo(Duration.ZERO);
    }

    /** Ramps are exact; a sine errs by h²/12 of its change of slope (the closed form of the rule's error). */
    @Test
    void theEnergyOfALoadComesNearItsIntegral() {
        double seconds = 20;
        double omega = 2 * Math.PI / 5;
        DoubleUnaryOperator watts = t -> 150 + 100 * Math.sin(omega * t);
        double energy = measured(watts, 100, 200);
        assertThat(energy).isCloseTo(150 * seconds, within(150 * seconds * omega * omega * 0.01 / 12 + 1e-3));
        assertThat(measured(t -> 50 + 10 * t, 100, 200)).isCloseTo(50 * 20 + 10 * 20 * 20 / 2.0, within(1e-3));
    }

    private double measured(DoubleUnaryOperator watts, int stepMillis, int steps) {
        DrmFixture one = new DrmFixture(dir.resolve("of" + watts.hashCode()));
        CardFiles card = one.instinct(0, "0000:03:00.0");
        card.sensor("power1_average", Math.round(watts.applyAsDouble(0) * 1e6));
        Metering gpu = new Metering(one.discover());
        gpu.after(0);
        for (int step = 1; step <= steps; step++) {
            card.sensor("power1_average", Math.round(watts.applyAsDouble(step * stepMillis / 1e3) * 1e6));
            gpu.after(stepMillis * MILLI, step == steps);
        }
        gpu.source.close();
        return gpu.books().energy().joules();
    }

    @Test
    void betweenTwoReadingsOfASensorItsValueStands() {
        CardFiles card = machine.instinct(0, "0000:03:00.0");
        Metering gpu = meter();
        gpu.after(0);
        card.sensor("power1_average", 200_000_000);
        for (int i = 0; i < 9; i++) {
            gpu.after(10 * MILLI);
            assertThat(gpu.reading(0)).isEqualTo("0");
        }
        gpu.after(10 * MILLI);
        assertThat(gpu.reading(0)).isEqualTo("15000000");
        gpu.after(10 * MILLI, true);
        assertThat(gpu.books().energy().joules()).isEqualTo(17);
        assertThat(gpu.books().gapTime()).isEqualTo(Duration.ZERO);
    }

    @Test
    void readingsThatFailAreBridgedAndNeverZero() {
        CardFiles card = machine.instinct(0, "0000:03:00.0");
        Metering gpu = meter();
        gpu.after(0);
        for (String nonsense : new String[] {"", "garbage\n", "-5\n", "0\n", "700000000\n"}) {
            card.sensor("power1_average", nonsense);
            gpu.after(SECOND);
            assertThat(gpu.reading(0)).as(nonsense).isIn("failed", "implausible");
        }
        card.sensor("power1_average", 300_000_000);
        gpu.after(SECOND, true);
        // From 100 W to 300 W over six seconds.
        assertThat(gpu.books().energy().joules()).isEqualTo(1200);
        assertThat(gpu.ledger.books().gaps()).isPositive();
    }

    @Test
    void aCounterKeepsItsEnergyOverReadingsThatFail() {
        CardFiles card = machine.battlemage(0, "0000:03:00.0");
        Metering gpu = meter();
        gpu.after(0);
        card.sensor("energy1_input", "?\n");
        gpu.after(SECOND);
        assertThat(gpu.reading(0)).isEqualTo("failed");
        card.sensor("energy1_input", 5_000_000 + 150 * JOULE);
        gpu.after(SECOND, true);
        assertThat(gpu.books().energy().joules()).isEqualTo(150);
    }

    @Test
    void aCardThatCameBackBeganAnew() {
        CardFiles card = machine.battlemage(0, "0000:03:00.0");
        Metering gpu = meter();
        gpu.after(0);
        card.sensor("energy1_input", 5_000_000 + 100 * JOULE);
        gpu.after(SECOND);
        card.unplug();
        gpu.after(SECOND);
        assertThat(gpu.reading(0)).isEqualTo("failed");
        gpu.after(SECOND);
        assertThat(gpu.reading(0)).isEqualTo("absent");
        card.hwmon(9, "xe").sensor("energy1_label", "card\n").sensor("energy1_input", 5_000_000 + 130 * JOULE);
        gpu.after(SECOND);
        // More than before, and still another counter: its monitor has another number.
        assertThat(gpu.reading(0)).isEqualTo("restarted");
        gpu.after(SECOND / 100);
        assertThat(gpu.reading(0)).isEqualTo("135000000");
        card.sensor("energy1_input", 5_000_000 + 180 * JOULE);
        gpu.after(SECOND, true);
        assertThat(gpu.books().energy().joules()).isEqualTo(150);
        assertThat(gpu.books().gapTime()).isGreaterThanOrEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void thePowerOfACardThatWasAwayIsNotBridged() {
        CardFiles card = machine.instinct(0, "0000:03:00.0");
        Metering gpu = meter();
        gpu.after(0);
        gpu.after(SECOND);
        card.unplug();
        gpu.after(SECOND);
        gpu.after(2 * SECOND);
        card.hwmon(4, "amdgpu").sensor("power1_average", 100_000_000);
        gpu.after(SECOND);
        assertThat(gpu.reading(0)).isEqualTo("restarted");
        gpu.after(SECOND);
        gpu.after(SECOND, true);
        // The second before it went, and the one whose both ends were read after it came back.
        assertThat(gpu.books().energy().joules()).isEqualTo(200);
        assertThat(gpu.books().gapTime()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void aSleepingCardIsNeitherReadNorZero() {
        CardFiles card = machine.instinct(0, "0000:03:00.0");
        Metering gpu = meter();
        gpu.after(0);
        gpu.after(SECOND);
        // Would be read as 400 W if it were read.
        card.status("suspended").sensor("power1_average", 400_000_000);
        for (int i = 0; i < 60; i++) {
            gpu.after(SECOND);
            assertThat(gpu.reading(0)).isEqualTo("failed");
        }
        card.status("active").sensor("power1_average", 100_000_000);
        gpu.after(SECOND);
        assertThat(gpu.reading(0)).isEqualTo("restarted");
        gpu.after(SECOND);
        gpu.after(SECOND, true);
        assertThat(gpu.books().energy().joules()).isEqualTo(200);
        assertThat(gpu.books().time()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aCounterThatCountedThroughASleepIsExact() {
        CardFiles card = machine.battlemage(0, "0000:03:00.0");
        Metering gpu = meter();
        gpu.after(0);
        card.status("suspended");
        for (int i = 0; i < 100; i++) {
            gpu.after(SECOND);
        }
        card.status("active").sensor("energy1_input", 5_000_000 + 210 * JOULE);
        gpu.after(SECOND, true);
        assertThat(gpu.books().energy().joules()).isEqualTo(210);
    }

    /** The driver takes the restart of a 32-bit register for a wrap: 262 kJ that nobody used. */
    @Test
    void aCounterThatLostItselfInASleepIsNotBelieved() {
        CardFiles card = machine.battlemage(0, "0000:03:00.0");
        Metering gpu = meter();
        gpu.after(0);
        card.status("suspended");
        for (int i = 0; i < 3600; i++) {
            gpu.after(SECOND);
        }
        card.status("active").sensor("energy1_input", 262_144 * JOULE);
        gpu.after(SECOND);
        assertThat(gpu.reading(0)).isEqualTo("restarted");
        gpu.after(SECOND / 100);
        card.sensor("energy1_input", (262_144 + 50) * JOULE);
        gpu.after(SECOND, true);
        assertThat(gpu.books().energy().joules()).isEqualTo(50);
    }

    @Test
    void aCardThatSleptAtTheStartIsMeteredFromItsWakingOn() {
        CardFiles card = machine.battlemage(0, "0000:03:00.0").status("suspended");
        Metering gpu = meter();
        gpu.after(0);
        gpu.after(SECOND);
        assertThat(gpu.reading(0)).isEqualTo("failed");
        card.status("active");
        gpu.after(SECOND);
        assertThat(gpu.reading(0)).isEqualTo("5000000");
        card.sensor("energy1_input", 5_000_000 + 80 * JOULE);
        gpu.after(SECOND, true);
        assertThat(gpu.books().energy().joules()).isEqualTo(80);
    }

    @Test
    void powerTakesOverFromACounterThatIsStuck() {
        CardFiles card = machine.card(0, "0000:03:00.0", "xe", 0x8086, 0xe20b)
                .hwmon(0, "xe")
                .sensor("energy1_input", 10)
                .sensor("power1_input", 60_000_000)
                .sensor("power1_max", 190_000_000);
        Metering gpu = meter();
        gpu.after(0);
        for (int i = 1; i <= 10; i++) {
            gpu.after(SECOND, i == 10);
        }
        assertThat(gpu.books().energy().joules()).isEqualTo(600);
        assertThat(gpu.books().onFallback()).isTrue();
        assertThat(card.directory).exists();
    }

    @Test
    void aLateTickCostsACounterNothing() {
        CardFiles card = machine.battlemage(0, "0000:03:00.0");
        Metering gpu = meter();
        gpu.after(0);
        card.sensor("energy1_input", 5_000_000 + 9000 * JOULE);
        gpu.after(90 * SECOND, true);
        assertThat(gpu.books().energy().joules()).isEqualTo(9000);
    }

    /** Whatever constant power is read at whatever ticks: energy is power times time. */
    @Property(tries = 60)
    void constantPowerTimesTime(
            @ForAll @DoubleRange(min = 1, max = 550) double watts,
            @ForAll @IntRange(min = 1, max = 3000) int stepMillis,
            @ForAll @IntRange(min = 1, max = 60) int steps)
            throws java.io.IOException {
        Path root = java.nio.file.Files.createTempDirectory("ceait-drm");
        try {
            DrmFixture one = new DrmFixture(root);
            long microwatts = Math.round(watts * 1e6);
            one.instinct(0, "0000:03:00.0").sensor("power1_average", microwatts);
            Metering gpu = new Metering(one.discover());
            gpu.after(0);
            for (int step = 1; step <= steps; step++) {
                gpu.after(stepMillis * MILLI, step == steps);
            }
            gpu.source.close();
            double expected = microwatts / 1e6 * stepMillis * steps / 1e3;
            assertThat(gpu.books().energy().joules()).isCloseTo(expected, within(1e-6 + expected * 1e-12));
        } finally {
            DrmFixture.delete(root);
        }
    }

    @Test
    void withoutCardsATickDoesNothing() {
        try (DrmSource source = machine.discover()) {
            Sample sample = new Sample(1, 0);
            source.read(0, true, sample.readings().slots(0, 0));
            assertThat(sample.readings().unavailable(0))
                    .isNotNull()
                    .satisfies(why -> assertThat(why.reason()).isEqualTo(Reason.FAILED));
        }
    }
}
