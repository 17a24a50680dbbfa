package io.ceait.sink.web;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that read requests and write answers: a bounded number, none before the first request and none when there
 * have been no more for a while. When all are busy and the queue is full the server closes the connection.
 */
final class Workers implements Executor {

    private static final long IDLE_SECONDS = 30;

    private final ThreadPoolExecutor pool;
    private final Watchdog watchdog;
    private final Limits limits;

    Workers(Limits limits, Watchdog watchdog) {
        this.limits = limits;
        this.watchdog = watchdog;
        pool = new ThreadPoolExecutor(
                limits.threads(),
                limits.threads(),
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(limits.queue()),
                daemons("ceait-http"));
        pool.allowCoreThreadTimeOut(true);
    }

    static ThreadFactory daemons(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public void execute(Runnable request) {
        pool.execute(() -> watchdog.guard(limits.patience(), request::run));
    }

    void close() {
        pool.shutdownNow();
    }
}
