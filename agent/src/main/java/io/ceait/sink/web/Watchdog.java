package io.ceait.sink.web;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Frees threads that wait for a client for too long, by interrupting them: an interrupt closes the channel that a thread
 * is blocked in ({@link java.nio.channels.InterruptibleChannel}), whether it reads or writes and whether or not TLS is
 * between. The server's own time limits count from the start of the connection, and would cut event streams.
 */
final class Watchdog {

    private final ScheduledThreadPoolExecutor timer;

    Watchdog() {
        // Its thread is not started before the first task.
        timer = new ScheduledThreadPoolExecutor(1, Workers.daemons("ceait-http-watchdog"));
        timer.setRemoveOnCancelPolicy(true);
    }

    /** What a client may make wait. */
    @FunctionalInterface
    interface Task<X extends Exception> {
        void run() throws X;
    }

    /** Runs the task on this thread; when it takes longer than {@code patience}, its channel is closed under it. */
    <X extends Exception> void guard(Duration patience, Task<X> task) throws X {
        Guard guard = new Guard(Thread.currentThread());
        ScheduledFuture<?> alarm = timer.schedule(guard::strike, patience.toNanos(), TimeUnit.NANOSECONDS);
        try {
            task.run();
        } finally {
            alarm.cancel(false);
            guard.over();
        }
    }

    void close() {
        timer.shutdownNow();
    }

    /** Strikes only while the task runs: the thread's next one must not be hit. */
    private static final class Guard {

        private @Nullable Thread thread;

        Guard(Thread thread) {
            this.thread = thread;
        }

        synchronized void strike() {
            if (thread != null) {
                thread.interrupt();
            }
        }

        synchronized void over() {
            thread = null;
            // A strike that came too late for the task.
            boolean unused = Thread.interrupted();
        }
    }
}
