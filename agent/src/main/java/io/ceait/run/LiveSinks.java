package io.ceait.run;

import io.ceait.data.TextFiles;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the sinks of a run that goes on. One that fails is told about once, and costs itself alone. */
final class LiveSinks {

    private final List<RunSink> sinks;

    /** By sink: those that failed at a tick. */
    private final boolean[] deaf;

    private final CountDownLatch started = new CountDownLatch(1);

    LiveSinks(List<RunSink> sinks) {
        this.sinks = List.copyOf(sinks);
        deaf = new boolean[this.sinks.size()];
    }

    List<RunSink> all() {
        return sinks;
    }

    /** The first sample is taken; once, on any thread. */
    void start(Supplier<Snapshot> snapshots) {
        try {
            for (RunSink sink : sinks) {
                start(sink, snapshots);
            }
        } finally {
            // Whatever has failed: the end of the run waits for it.
            started.countDown();
        }
    }

    private static void start(RunSink sink, Supplier<Snapshot> snapshots) {
        try {
            sink.started(snapshots);
        } catch (IOException | RuntimeException | Error e) {
            log().error("{} cannot start, metering goes on: {}", sink.name(), TextFiles.reason(e));
        }
    }

    /** A sample was taken; on the sampling thread. */
    void tick(Booked booked) {
        for (int i = 0; i < deaf.length; i++) {
            if (!deaf[i]) {
                tick(i, booked);
            }
        }
    }

    private void tick(int sink, Booked booked) {
        try {
            sinks.get(sink).ticked(booked);
        } catch (RuntimeException | Error e) {
            deaf[sink] = true;
            log().error(
                            "{} failed and is told no more ticks: {}",
                            sinks.get(sink).name(),
                            e.toString());
        }
    }

    /** A run may be over before its sinks have started: none is told of the end before the beginning. */
    void awaitStarted() {
        try {
            started.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Logger log() {
        return LoggerFactory.getLogger(LiveSinks.class);
    }
}
