package io.ceait.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SystemClockTest {

    @Test
    void aDeadlineThatHasPassedIsNotWaitedFor() {
        SystemClock clock = new SystemClock();
        long before = clock.monotonicNanos();
        clock.waitUntil(before);
        assertThat(clock.monotonicNanos()).isGreaterThanOrEqualTo(before);
    }

    @Test
    void aWakeUpBeforeTheWaitEndsIt() {
        SystemClock clock = new SystemClock();
        clock.wake();
        // Would wait for three centuries.
        clock.waitUntil(Long.MAX_VALUE / 2 + clock.monotonicNanos() / 2);
        assertThat(clock.wallMillis()).isPositive();
    }

    @Test
    void aWakeUpFromAnotherThreadEndsTheWait() throws Exception {
        SystemClock clock = new SystemClock();
        CompletableFuture<Void> wait =
                CompletableFuture.runAsync(() -> clock.waitUntil(clock.monotonicNanos() + Long.MAX_VALUE / 4));
        clock.wake();
        wait.get(60, TimeUnit.SECONDS);
        assertThat(wait).isCompleted();
    }
}
