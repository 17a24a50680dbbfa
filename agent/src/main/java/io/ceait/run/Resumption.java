package io.ceait.run;

import io.ceait.data.InputException;
import io.ceait.data.TextFiles;
import io.ceait.sampling.Sample;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A run whose agent is gone and that another agent goes on with: the same books, the same journal. Counters are based anew,
 * and the time in which nobody looked is a gap.
 *
 * <p>Holds the lock of the directory from the moment that the run was found to be nobody's.
 */
public final class Resumption implements Closeable {

    private final RunDirectory directory;
    private final RunDescription description;
    private final RunLock lock;
    private final RunState state;
    private final Sample last;

    private Resumption(RunDirectory directory, RunDescription description, RunLock lock, RunState state, Sample last) {
        this.directory = directory;
        this.description = description;
        this.lock = lock;
        this.state = state;
        this.last = last;
    }

    /**
     * Opens a run directory that is there already.
     *
     * @throws InputException if it holds no run that somebody could go on with: it is over, its agent lives, or it is none
     */
    public static Resumption open(Path path) {
        if (!Files.exists(path.resolve(Journal.FILE))) {
            throw exists(path, "");
        }
        RunDirectory directory = RunDirectory.existing(path);
        RecordedRun run = RecordedRun.open(path);
        RunLock lock;
        try {
            lock = RunLock.take(directory);
        } catch (IOException e) {
            throw exists(path, ", and its agent is at work");
        }
        try {
            Replay.Read read = new Replay(run.journal(), run.description())
                    .read((wall, elapsed, device, interval, intensity, kilograms) -> {});
            if (read.end().isPresent() || read.state().isEmpty()) {
                throw exists(path, read.end().isPresent() ? ", and the run is over" : ", and holds no sample");
            }
            if (!run.journal().sealed()) {
                throw exists(path, ", and an earlier version began it");
            }
            directory.removeUnfinished();
            return new Resumption(directory, run.description(), lock, read.state(), read.last());
        } catch (IOException e) {
            release(lock);
            throw new InputException(path + " cannot be gone on with: " + TextFiles.reason(e), e);
        } catch (RuntimeException e) {
            release(lock);
            throw e;
        }
    }

    private static InputException exists(Path path, String why) {
        return new InputException(path + " exists already" + why + ": choose another --run-id or --out");
    }

    private static void release(RunLock lock) {
        try {
            lock.close();
        } catch (IOException e) {
            // A lock that stays is free as soon as this process is gone, which is now.
            return;
        }
    }

    public RunDirectory directory() {
        return directory;
    }

    /** As the run was begun; its figures are computed by this to the end. */
    public RunDescription description() {
        return description;
    }

    /** The last sample that the other agent took. */
    public Sample last() {
        return last;
    }

    RunLock lock() {
        return lock;
    }

    RunState state() {
        return state;
    }

    /**
     * Refuses a call that would meter something else, or otherwise, under the same name.
     *
     * @throws InputException that names what differs
     */
    public void requireSame(RunDescription now) {
        Optional<String> difference = description.differenceFrom(now);
        if (difference.isPresent()) {
            throw new InputException(directory.path()
                    + " holds a run whose agent was killed, and this call cannot go on with"
                    + " it: " + difference.get() + "; call it as it was called, finish it with ceait recover, or choose"
                    + " another --run-id");
        }
    }

    @Override
    public void close() {
        release(lock);
    }
}
