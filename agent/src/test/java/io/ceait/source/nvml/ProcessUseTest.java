package io.ceait.source.nvml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class ProcessUseTest {

    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;
    private static final int PID = 42;

    /** One for each try: jqwik keeps the test object for all of them. */
    private ProcessUse use = new ProcessUse();

    /** A driver that samples each {@code periodMillis} on a clock of its own and is asked each {@code pollMillis}. */
    private void work(int percent, long periodMillis, long pollMillis, long clockMicros, long seconds) {
        long asked = 0;
        for (long millis = 0; millis <= seconds * 1000; millis += pollMillis) {
            long now = millis * MILLI;
            long stamp = clockMicros + millis / periodMillis * periodMillis * 1000;
            if (stamp > asked && use.accepts(PID, stamp, percent, now)) {
                use.take(PID, true, stamp, percent, asked, now);
            }
            use.polled(now, millis == 0 ? 0 : pollMillis * MILLI);
            asked = use.askSince(now, true);
        }
    }

    @Property(tries = 200)
    void steadyUseAddsUpWhateverTheClockAndThePaces(
            @ForAll @IntRange(min = 1, max = 100) int percent,
            @ForAll @LongRange(min = 160, max = 1000) long period,
            @ForAll @LongRange(min = 450, max = 5000) long poll,
            @ForAll @LongRange(min = 1, max = 2_000_000_000_000_000L) long clock) {
        use = new ProcessUse();
        work(percent, period, poll, clock, 60);
        long polled = 60_000 / poll * poll;
        assertThat(use.jobMicros(polled * MILLI) / 1e6).isCloseTo(percent / 100.0 * polled / 1e3, within(1.2));
        assertThat(use.busyMicros(polled * MILLI)).isEqualTo(use.jobMicros(polled * MILLI));
    }

    @Example
    void betweenSamplesAProcessGoesOnForAWhileAndNotForEver() {
        work(50, 500, 500, 1_000_000, 10);
        double settled = use.jobMicros(10 * SECOND);
        assertThat(use.jobMicros(11 * SECOND)).isCloseTo(settled + 500_000, within(1.0));
        assertThat(use.jobMicros(60 * SECOND)).isEqualTo(use.jobMicros(20 * SECOND));
        assertThat(use.busyRate(11 * SECOND)).isEqualTo(0.5);
        assertThat(use.busyRate(60 * SECOND)).isZero();
    }

    @Example
    void whatCannotBeIsNotAccepted() {
        assertThat(use.accepts(PID, 5_000_000, 101, 0)).isFalse();
        assertThat(use.accepts(PID, 0, 50, 0)).isFalse();
        assertThat(use.accepts(PID, -1, 50, 0)).isFalse();
        assertThat(use.accepts(PID, 5_000_000, 50, 0)).isTrue();
        use.take(PID, true, 5_000_000, 50, 0, 0);
        assertThat(use.accepts(PID, 5_000_000, 50, SECOND)).as("not newer").isFalse();
        assertThat(use.accepts(PID, 5_500_000, 50, SECOND)).isTrue();
        assertThat(use.accepts(PID, Long.MAX_VALUE, 50, SECOND)).as("far ahead").isFalse();
    }

    @Example
    void aDriverWhoseClockWasSetBackIsAskedFromTheBeginning() {
        work(50, 500, 500, 1_000_000_000_000L, 10);
        assertThat(use.askSince(11 * SECOND, true)).isPositive();
        use.polled(80 * SECOND, SECOND);
        assertThat(use.askSince(80 * SECOND, true)).isZero();
    }

    @Property(tries = 200)
    void aSmoothTotalNeverFallsAndEndsWhereItShould(
            @ForAll List<@IntRange(min = 0, max = 100) Integer> percents,
            @ForAll @LongRange(min = 1, max = 2000) long millis) {
        SmoothTotal total = new SmoothTotal();
        double truth = 0;
        long last = 0;
        for (int percent : percents) {
            truth += percent / 100.0 * millis * 1e3;
            total.approach(truth, percent / 100.0, millis * 1e3, false);
            assertThat(total.micros()).isGreaterThanOrEqualTo(last);
            last = total.micros();
        }
        total.approach(truth, 0, 0, true);
        assertThat((double) total.micros()).isCloseTo(truth, within(1.0));
    }
}
