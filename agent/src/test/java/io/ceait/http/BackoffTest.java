package io.ceait.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final Duration FIRST = Duration.ofSeconds(30);
    private static final Duration MOST = Duration.ofMinutes(30);
    private static final Duration WANTED = Duration.ofHours(6);

    private final Backoff backoff = new Backoff(FIRST, MOST, WANTED);

    @Test
    void itDoublesUpToTheLongestAndBeginsAnew() {
        assertThat(backoff.afterFailure(Optional.empty())).isEqualTo(FIRST);
        assertThat(backoff.afterFailure(Optional.empty())).isEqualTo(FIRST.multipliedBy(2));
        for (int i = 0; i < 100; i++) {
            assertThat(backoff.afterFailure(Optional.empty())).isLessThanOrEqualTo(MOST);
        }
        assertThat(backoff.afterFailure(Optional.empty())).isEqualTo(MOST);
        backoff.reset();
        assertThat(backoff.afterFailure(Optional.empty())).isEqualTo(FIRST);
    }

    /** Whatever the other side says it wants, and however often it fails. */
    @Property
    void everyWaitIsOneThatCanBeWaited(
            @ForAll long seconds,
            @ForAll @IntRange(max = 40) int failures,
            @ForAll @DoubleRange(max = 1) double chance) {
        Backoff spread = new Backoff(FIRST, MOST, WANTED, () -> chance);
        Duration wait = Duration.ZERO;
        for (int i = 0; i <= failures; i++) {
            wait = spread.afterFailure(Optional.of(Duration.ofSeconds(seconds)));
        }
        assertThat(wait).isBetween(FIRST.multipliedBy(3).dividedBy(4), WANTED);
        assertThat(wait.toMillis()).isPositive();
        if (seconds >= MOST.toSeconds()) {
            assertThat(wait).isEqualTo(Duration.ofSeconds(Math.min(seconds, WANTED.toSeconds())));
        }
    }
}
