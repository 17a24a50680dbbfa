package io.ceait.sink.push;

import io.ceait.run.FinishedRun;
import io.ceait.run.RunSink;
import io.ceait.run.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Hands the figures of a run to receivers, each on a thread of its own, and once more when the run has ended. What fails
 * is told and harms nothing; the end waits for all receivers together, and not for long.
 */
public final class Push implements RunSink {

    /** For how long the end of a run may wait. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final List<PushLoop> loops;
    private final Duration patience;

    public Push(List<Receiver> receivers) {
        this(receivers, PATIENCE);
    }

    Push(List<Receiver> receivers, Duration patience) {
        this.patience = patience;
        loops = receivers.stream()
                .map(receiver -> new PushLoop(receiver, patience, Math::random))
                .toList();
    }

    @Override
    public String name() {
        return "push";
    }

    @Override
    public void started(Supplier<Snapshot> snapshots) {
        loops.forEach(loop -> loop.start(snapshots));
    }

    /** The files of the run are written: nobody's slowness can cost them. */
    @Override
    public void ended(FinishedRun run) {
        CountDownLatch done = new CountDownLatch(loops.size());
        loops.forEach(loop -> loop.pushLast(done::countDown));
        try {
            // Who is not done has told why, or is told below to give up.
            boolean unused = done.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        loops.forEach(PushLoop::close);
    }
}
