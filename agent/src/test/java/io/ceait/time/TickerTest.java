package io.ceait.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class TickerTest {

    @Test
    void slotsLieAtWholeIntervalsFromTheStart() {
        Ticker ticker = new Ticker(1000, 10);
        assertThat(ticker.next(1000)).isEqualTo(1010);
        assertThat(ticker.next(1010)).isEqualTo(1020);
    }

    @Test
    void latenessDoesNotAddUp() {
        Ticker ticker = new Ticker(1000, 10);
        assertThat(ticker.next(1004)).isEqualTo(1010);
        assertThat(ticker.next(1013)).isEqualTo(1020);
        assertThat(ticker.next(1024)).isEqualTo(1030);
    }

    @Test
    void slotsThatHavePassedAreLeftOut() {
        Ticker ticker = new Ticker(1000, 10);
        assertThat(ticker.next(1000)).isEqualTo(1010);
        assertThat(ticker.next(1054)).isEqualTo(1060);
        assertThat(ticker.next(1060)).isEqualTo(1070);
    }

    @Test
    void aSlotRightBehindALateTickIsLeftOutToo() {
        Ticker ticker = new Ticker(1000, 10);
        assertThat(ticker.next(1029)).isEqualTo(1040);
        assertThat(new Ticker(1000, 10).next(1025)).isEqualTo(1040);
    }

    @Test
    void aTickThatCameEarlyDoesNotRepeatItsSlot() {
        Ticker ticker = new Ticker(1000, 10);
        assertThat(ticker.next(1000)).isEqualTo(1010);
        assertThat(ticker.next(1005)).isEqualTo(1020);
    }

    @Test
    void anIntervalIsLongerThanNothing() {
        assertThatThrownBy(() -> new Ticker(0, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void theNextSlotIsOnTheScheduleAndHalfToOneAndAHalfIntervalsAhead(
            @ForAll @LongRange(min = -1_000_000, max = 1_000_000) long start,
            @ForAll @LongRange(min = 1, max = 5000) long interval,
            @ForAll @LongRange(min = 0, max = 1_000_000_000) long passed) {
        long next = new Ticker(start, interval).next(start + passed);
        assertThat((next - start) % interval).isZero();
        assertThat(next - (start + passed)).isBetween(interval / 2 + 1, interval + interval / 2);
    }
}
