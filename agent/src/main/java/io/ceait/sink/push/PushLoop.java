package io.ceait.sink.push;

import io.ceait.http.Backoff;
import io.ceait.run.Snapshot;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One receiver's thread. After a failure that may pass it tries again within a second, then half as often each time down
 * to the interval, and not before the receiver wants; other failures wait for the next turn.
 */
final class PushLoop {

    static final Duration FIRST_WAIT = Duration.ofSeconds(1);

    /** What a receiver may want. */
    static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private final Receiver receiver;
    private final Duration patienceAtEnd;
    private final Backoff backoff;
    private @Nullable ScheduledExecutorService thread;
    private volatile boolean over;
    private volatile boolean arrived;

    // Of the thread alone.
    private int failures;
    private boolean told;

    /**
     * @param patienceAtEnd beyond which nothing is tried again when the run is over
     * @param random from 0 to 1: the nodes of a job must not all come back at the same moment
     */
    PushLoop(Receiver receiver, Duration patienceAtEnd, DoubleSupplier random) {
        this.receiver = receiver;
        this.patienceAtEnd = patienceAtEnd;
        Duration usual = receiver.interval();
        this.backoff =
                new Backoff(FIRST_WAIT, usual.compareTo(LONGEST_WAIT) < 0 ? usual : LONGEST_WAIT, LONGEST_WAIT, random);
    }

    void start(Supplier<Snapshot> snapshots) {
        receiver.started(snapshots);
        ScheduledExecutorService made = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread daemon = new Thread(task, "ceait-push");
            daemon.setDaemon(true);
            return daemon;
        });
        thread = made;
        made.execute(() -> pushAndPushAgain(made));
    }

    private void pushAndPushAgain(ScheduledExecutorService pushing) {
        if (!over) {
            Duration wait = receiver.interval();
            try {
                wait = push(false).after();
            } finally {
                // Nothing that a push meets may be the last of this run's pushes: the executor would not tell.
                schedule(pushing, () -> pushAndPushAgain(pushing), wait);
            }
        }
    }

    /**
     * Pushes once more, after whatever is going on, and again after what may pass.
     *
     * @param done called when it has arrived, or never will
     */
    void pushLast(Runnable done) {
        over = true;
        ScheduledExecutorService pushing = thread;
        if (pushing == null) {
            done.run();
            return;
        }
        pushing.execute(() -> tryLast(pushing, done, patienceAtEnd));
    }

    /** @param left of the time that may go by in waiting */
    private void tryLast(ScheduledExecutorService pushing, Runnable done, Duration left) {
        boolean again = false;
        try {
            Next next = push(true);
            arrived = next.arrived();
            again = !next.arrived() && next.passing() && next.after().compareTo(left) < 0;
            if (again) {
                schedule(pushing, () -> tryLast(pushing, done, left.minus(next.after())), next.after());
            }
        } finally {
            if (!again) {
                done.run();
            }
        }
    }

    private static void schedule(ScheduledExecutorService pushing, Runnable task, Duration wait) {
        try {
            pushing.schedule(task, wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // Closed meanwhile.
            return;
        }
    }

    /** What follows a push: when to come back, and whether it is worth while. */
    record Next(boolean arrived, boolean passing, Duration after) {}

    /** Pushes once, and tells the first failure of the run. */
    Next push(boolean last) {
        try {
            receiver.push(last);
            if (failures > 0) {
                log().info("{} takes figures again", receiver.name());
            }
            failures = 0;
            backoff.reset();
            return new Next(true, true, receiver.interval());
        } catch (PushException e) {
            failed(e.why());
            return new Next(
                    false, e.isPassing(), e.isPassing() ? backoff.afterFailure(e.notBefore()) : receiver.interval());
        } catch (RuntimeException | Error e) {
            // Whatever an answer makes of this program, be it out of memory, the run goes on without it.
            failed("failed: " + e.getClass().getSimpleName());
            return new Next(false, false, receiver.interval());
        }
    }

    private void failed(String why) {
        failures++;
        if (!told && !Thread.currentThread().isInterrupted()) {
            told = true;
            log().warn("{} {}; the run goes on, and so do the pushes", receiver.name(), why);
        }
    }

    /** Ends the thread, and says so when the receiver has not got the last figures. */
    void close() {
        ScheduledExecutorService pushing = thread;
        if (pushing != null) {
            pushing.shutdownNow();
            if (!arrived) {
                log().warn("{} did not get the last figures of the run", receiver.name());
            }
        }
    }

    private static Logger log() {
        return LoggerFactory.getLogger(PushLoop.class);
    }
}
