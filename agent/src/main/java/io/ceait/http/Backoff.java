package io.ceait.http;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * When to come back to somebody who has no time now: twice as long after each failure up to a longest wait, and not before they
 * want, which has a bound, too. Not thread-safe.
 */
public final class Backoff {

    /** Beyond which no wait grows by doubling; far above what anybody states as the longest. */
    private static final int MOST_DOUBLINGS = 20;

    private final Duration first;
    private final Duration most;
    private final Duration mostWanted;
    private final DoubleSupplier random;
    private int failures;

    /**
     * @param first wait after the first failure
     * @param most wait of our own accord
     * @param mostWanted what the other side may want
     */
    public Backoff(Duration first, Duration most, Duration mostWanted) {
        this(first, most, mostWanted, () -> 0.5);
    }

    /** @param random from 0 to 1, which makes a quarter less or more: those who failed together must not come back together */
    public Backoff(Duration first, Duration most, Duration mostWanted, DoubleSupplier random) {
        this.first = first;
        this.most = most;
        this.mostWanted = mostWanted;
        this.random = random;
    }

    /**
     * One more failure.
     *
     * @param wanted for how long the other side wants to be left alone; whatever it says is no error
     * @return how long to wait
     */
    public Duration afterFailure(Optional<Duration> wanted) {
        Duration doubling = first.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
        failures++;
        Duration spread = Duration.ofNanos(Math.round(doubling.toNanos() * (0.75 + random.getAsDouble() / 2)));
        Duration own = shorter(spread, most);
        return wanted.map(asked -> shorter(asked, mostWanted))
                .filter(asked -> asked.compareTo(own) > 0)
                .orElse(own);
    }

    /** It works again: the next failure is a first one. */
    public void reset() {
        failures = 0;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
