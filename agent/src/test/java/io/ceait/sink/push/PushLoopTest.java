package io.ceait.sink.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.run.Snapshot;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PushLoopTest {

    private static final Duration INTERVAL = Duration.ofSeconds(15);
    private static final Supplier<Snapshot> NO_RUN = () -> {
        throw new IllegalStateException("nobody looks at the run here");
    };

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final PrintStream stderr = System.err;
    private final Script receiver = new Script();
    private final PushLoop loop = new PushLoop(receiver, Duration.ofSeconds(5), () -> 0.5);

    /** Fails as it is told to, then takes everything. */
    private static final class Script implements Receiver {

        final Deque<Object> failures = new ArrayDeque<>();
        final List<Thread> threads = new ArrayList<>();
        final CountDownLatch entered = new CountDownLatch(1);

        @Nullable
        CountDownLatch busy;

        int pushes;

        @Override
        public String name() {
            return "the receiver";
        }

        @Override
        public Duration interval() {
            return INTERVAL;
        }

        @Override
        public void push(boolean last) throws PushException {
            pushes++;
            threads.add(Thread.currentThread());
            entered.countDown();
            try {
                if (busy != null) {
                    busy.await();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Object failure = failures.poll();
            if (failure instanceof PushException e) {
                throw e;
            }
            if (failure instanceof RuntimeException e) {
                throw e;
            }
            if (failure instanceof Error e) {
                throw e;
            }
        }
    }

    @BeforeEach
    void captureLog() {
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void giveLogBack() {
        System.setErr(stderr);
        loop.close();
    }

    private String log() {
        return log.toString(StandardCharsets.UTF_8);
    }

    private static PushException passing(@Nullable Duration wait) {
        return PushException.passing("is busy", Optional.ofNullable(wait));
    }

    private List<Duration> waits(int pushes) {
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < pushes; i++) {
            waits.add(loop.push(false).after());
        }
        return waits;
    }

    @Test
    void afterWhatMayPassItComesBackSoonAndThenLessAndLessOften() {
        for (int i = 0; i < 6; i++) {
            receiver.failures.add(passing(null));
        }
        assertThat(waits(8))
                .extracting(Duration::toMillis)
                .containsExactly(1000L, 2000L, 4000L, 8000L, 15_000L, 15_000L, 15_000L, 15_000L);
        receiver.failures.add(passing(null));
        assertThat(waits(1)).as("after a success from the beginning").containsExactly(Duration.ofSeconds(1));
    }

    @Test
    void theNodesOfAJobDoNotComeBackTogether() {
        PushLoop early = new PushLoop(receiver, Duration.ofSeconds(5), () -> 0.0);
        PushLoop late = new PushLoop(receiver, Duration.ofSeconds(5), () -> 1.0);
        receiver.failures.add(passing(null));
        receiver.failures.add(passing(null));
        assertThat(early.push(false).after()).isEqualTo(Duration.ofMillis(750));
        assertThat(late.push(false).after()).isEqualTo(Duration.ofMillis(1250));
    }

    @Test
    void itWaitsAsLongAsTheReceiverWantsButNotForHours() {
        receiver.failures.add(passing(Duration.ofSeconds(40)));
        receiver.failures.add(passing(Duration.ofHours(9)));
        receiver.failures.add(passing(Duration.ofSeconds(-9)));
        assertThat(waits(3)).containsExactly(Duration.ofSeconds(40), PushLoop.LONGEST_WAIT, Duration.ofSeconds(4));
    }

    /** What a receiver may say in {@code Retry-After} is any number that a long can hold. */
    @Test
    void aReceiverThatWantsToBeLeftAloneForEverIsAskedAgainAllTheSame() {
        receiver.failures.add(passing(Duration.ofSeconds(Long.MAX_VALUE)));
        receiver.failures.add(passing(Duration.ofSeconds(Long.MIN_VALUE)));
        assertThat(waits(2)).containsExactly(PushLoop.LONGEST_WAIT, Duration.ofSeconds(2));
    }

    @Test
    void anErrorOfTheJvmIsNotTheLastOfThePushes() {
        receiver.failures.add(new OutOfMemoryError("for the test"));
        assertThat(waits(2)).containsExactly(INTERVAL, INTERVAL);
        assertThat(log()).contains("the receiver failed: OutOfMemoryError; the run goes on, and so do the pushes");
    }

    @Test
    void theEndIsNotHeldUpByAnError() throws Exception {
        receiver.failures.add(new OutOfMemoryError("for the test"));
        receiver.failures.add(new OutOfMemoryError("for the test"));
        loop.start(NO_RUN);
        receiver.entered.await();
        CountDownLatch done = new CountDownLatch(1);
        loop.pushLast(done::countDown);
        assertThat(done.await(1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void whatWillNotPassIsTriedAtTheNextTurnAndToldOnce() {
        receiver.failures.add(PushException.lasting("answered 400"));
        receiver.failures.add(PushException.lasting("answered 400"));
        receiver.failures.add(new IllegalStateException("a mistake of ours"));
        assertThat(waits(3)).containsExactly(INTERVAL, INTERVAL, INTERVAL);
        assertThat(loop.push(false).arrived()).isTrue();
        receiver.failures.add(PushException.lasting("answered 400"));
        assertThat(loop.push(false).arrived()).isFalse();
        assertThat(log()).containsOnlyOnce("the receiver answered 400; the run goes on");
    }

    @Test
    void theLastPushFollowsTheOneThatIsGoingOn() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        receiver.busy = busy;
        loop.start(NO_RUN);
        receiver.entered.await();
        CountDownLatch done = new CountDownLatch(1);
        loop.pushLast(done::countDown);
        busy.countDown();
        assertThat(done.await(1, TimeUnit.MINUTES)).isTrue();
        loop.close();
        assertThat(receiver.pushes).isEqualTo(2);
        assertThat(receiver.threads).doesNotContain(Thread.currentThread());
        assertThat(log()).isEmpty();
    }

    @Test
    void theLastPushIsTriedAgainAfterWhatMayPass() throws Exception {
        receiver.failures.add(passing(null));
        loop.start(NO_RUN);
        CountDownLatch done = new CountDownLatch(1);
        loop.pushLast(done::countDown);
        assertThat(done.await(1, TimeUnit.MINUTES)).isTrue();
        loop.close();
        assertThat(log()).contains("the receiver is busy").doesNotContain("last figures");
    }

    @Test
    void aReceiverThatWantsToBeLeftAloneIsNotWaitedForAtTheEnd() throws Exception {
        receiver.failures.add(passing(Duration.ofSeconds(60)));
        receiver.failures.add(passing(Duration.ofSeconds(60)));
        loop.start(NO_RUN);
        receiver.entered.await();
        CountDownLatch done = new CountDownLatch(1);
        loop.pushLast(done::countDown);
        assertThat(done.await(1, TimeUnit.MINUTES)).isTrue();
        loop.close();
        assertThat(receiver.pushes).isEqualTo(2);
        assertThat(log()).contains("the receiver did not get the last figures of the run");
    }

    @Test
    void aRunThatEndsBeforeItBeganPushesNothing() {
        CountDownLatch done = new CountDownLatch(1);
        loop.pushLast(done::countDown);
        assertThat(done.getCount()).isZero();
        assertThat(receiver.pushes).isZero();
    }
}
