package io.ceait.source.drm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ceait.source.drm.DrmFixture.CardFiles;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read, and looked at, between ticks that lie far apart. */
class DrmBetweenTicksTest {

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

    /** 2^32 steps of 2^-14 J: what a driver that is not read for longer does not see go round. */
    private static final long ROUND = (1L << 18) * JOULE;

    @Test
    void aCounterThatGoesRoundWithinAnIntervalIsLookedAtMeanwhile() {
        CardFiles card = machine.battlemage(0, "0000:03:00.0");
        Metering gpu = meter();
        // 2^18 J at 190 W last 23 minutes.
        assertThat(gpu.source.lookPeriodNanos()).isBetween(340 * SECOND, 350 * SECOND);
        gpu.after(0);
        for (int look = 1; look <= 9; look++) {
            card.sensor("energy1_input", 5_000_000 + look * 300 * 190 * JOULE);
            gpu.look(300 * SECOND);
        }
        gpu.after(0, true);
        assertThat(gpu.books().energy().joules()).isEqualTo(9 * 300 * 190);
        assertThat(gpu.books().gapTime()).isEqualTo(Duration.ZERO);
    }

    @Test
    void aCounterThatMayHaveGoneRoundUnseenIsAGap() {
        CardFiles card = machine.battlemage(0, "0000:03:00.0");
        Metering gpu = meter();
        gpu.after(0);
        card.sensor("energy1_input", 5_000_000 + 45 * 60 * 190 * JOULE % ROUND);
        gpu.after(45 * 60 * SECOND, true);
        assertThat(gpu.reading(0)).isEqualTo("restarted");
        assertThat(gpu.books().energy().joules()).isZero();
        assertThat(gpu.books().gapTime()).isEqualTo(Duration.ofMinutes(45));
    }

    @Test
    void whatALookFindsBegunAnewIsToldByTheNextReading() {
        CardFiles card = machine.battlemage(0, "0000:03:00.0");
        Metering gpu = meter();
        gpu.after(0);
        card.status("suspended");
        gpu.look(60 * SECOND);
        card.status("active").sensor("energy1_input", 17);
        gpu.look(60 * SECOND);
        card.sensor("energy1_input", 18);
        gpu.after(60 * SECOND);
        assertThat(gpu.reading(0)).isEqualTo("restarted");
        gpu.after(SECOND, true);
        assertThat(gpu.reading(0)).isEqualTo("18");
    }

    /** 60 and 200 W in halves of a second: with the ticks alone it would be 200 W, or 60 W, all the time. */
    @ParameterizedTest
    @ValueSource(ints = {0, 300, 500, 900})
    void aLoadThatSwingsInThePaceOfTheTicksIsSeenBetweenThem(int phaseMillis) {
        CardFiles card = machine.instinct(0, "0000:03:00.0");
        Metering gpu = meter();
        int seconds = 20;
        for (int tenth = 0; tenth <= 10 * seconds; tenth++) {
            boolean high = (100 * tenth + phaseMillis) % 1000 < 500;
            card.sensor("power1_average", high ? 200_000_000 : 60_000_000);
            if (tenth % 10 == 0) {
                gpu.after(SECOND, tenth == 10 * seconds);
            } else {
                gpu.source.readPower(gpu.now() + (tenth % 10) * 100 * MILLI);
            }
        }
        assertThat(gpu.books().energy().joules()).isCloseTo(130.0 * seconds, within(0.01 * 130 * seconds));
        assertThat(gpu.books().gapTime()).isZero();
    }

    @Test
    void aReadingBetweenTicksThatOvertakesATickTakesNothingBack() {
        CardFiles card = machine.instinct(0, "0000:03:00.0");
        Metering gpu = meter();
        gpu.after(0);
        gpu.source.readPower(gpu.now() + SECOND + MILLI);
        gpu.after(SECOND);
        long first = Long.parseLong(gpu.reading(0));
        card.sensor("power1_average", 100_000_000);
        gpu.after(SECOND, true);
        assertThat(Long.parseLong(gpu.reading(0))).isGreaterThan(first);
        assertThat(gpu.books().energy().joules()).isCloseTo(200, within(0.2));
    }

    @Test
    void whatACardUsedWhileItWasAsleepBetweenTicksIsNotKnown() {
        CardFiles card = machine.instinct(0, "0000:03:00.0");
        Metering gpu = meter();
        gpu.after(0);
        card.status("suspended");
        gpu.source.readPower(gpu.now() + 500 * MILLI);
        card.status("active");
        gpu.source.readPower(gpu.now() + 700 * MILLI);
        gpu.after(SECOND);
        assertThat(gpu.reading(0)).isEqualTo("restarted");
        // The next tick is the base of those to come.
        gpu.after(SECOND);
        gpu.after(SECOND, true);
        assertThat(gpu.books().gapTime()).isEqualTo(Duration.ofSeconds(2));
        assertThat(gpu.books().energy().joules()).isEqualTo(100);
    }

    private static boolean readsBetween() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals(BetweenTicks.THREAD_NAME));
    }

    @Test
    void aThreadReadsBetweenTicksThatLieFarApartAndNoOthers() {
        machine.instinct(0, "0000:03:00.0");
        try (DrmSource source = machine.discover(Duration.ofSeconds(1))) {
            assertThat(readsBetween()).isFalse();
            new Metering(source).after(0);
            assertThat(readsBetween()).isTrue();
        }
        assertThat(readsBetween()).isFalse();
        meter().after(0);
        assertThat(readsBetween()).isFalse();
    }
}
