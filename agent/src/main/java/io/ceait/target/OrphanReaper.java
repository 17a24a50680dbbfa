package io.ceait.target;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import io.ceait.libc.Reaping;
import java.io.Closeable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Makes this process a child sub-reaper and waits for the orphans of a job that it started, so that their CPU time comes
 * into its books of children. Only for those: the job's first process is for whoever started it to wait for.
 *
 * <p>Works on a thread of its own, because JNA takes its time to load: orphans of the first tenths of a second may go
 * elsewhere. No other child may be started before {@link #close}.
 */
public final class OrphanReaper implements Closeable {

    private static final long LOAD_SECONDS = 5;

    private final CompletableFuture<Boolean> works = new CompletableFuture<>();
    private final CompletableFuture<Child> child = new CompletableFuture<>();
    private volatile boolean closed;

    private OrphanReaper() {}

    /** The job's first process and how to wait until somebody else has waited for it. */
    private record Child(int pid, Collection collection) {}

    /** Comes back when a process has been waited for. */
    @FunctionalInterface
    public interface Collection {
        void await() throws InterruptedException;
    }

    public static OrphanReaper start() {
        OrphanReaper reaper = new OrphanReaper();
        Thread thread = new Thread(reaper::run, "ceait-orphan-reaper");
        thread.setDaemon(true);
        thread.start();
        return reaper;
    }

    /** Begins to wait for orphans, of this child alone from now on; the child is the caller's to wait for. */
    public void childStarted(int pid, Collection collection) {
        child.complete(new Child(pid, collection));
    }

    /** Whether orphans come to us; waits until that is known. */
    public boolean works() {
        try {
            return works.get(LOAD_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    private void run() {
        try {
            boolean set = Reaping.prctl(Reaping.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0;
            works.complete(set);
            if (set) {
                reap(child.get());
            }
        } catch (LinkageError | ExecutionException e) {
            // No JNA here: orphans go where they go.
            works.complete(false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void reap(Child started) throws InterruptedException {
        try (Memory info = new Memory(Reaping.SIGINFO_BYTES)) {
            while (!closed) {
                int answer = Reaping.waitid(Reaping.P_ALL, 0, info, Reaping.WEXITED | Reaping.WNOWAIT);
                if (answer != 0) {
                    if (Native.getLastError() == Reaping.ECHILD) {
                        // Without a child there is nobody below one either.
                        return;
                    }
                    continue;
                }
                int ended = info.getInt(Reaping.SIGINFO_PID);
                if (ended == started.pid()) {
                    // It hides the others until it has been collected.
                    started.collection().await();
                } else if (!closed) {
                    Reaping.waitpid(ended, 0, Reaping.WNOHANG);
                }
            }
        }
    }

    /** From now on children are somebody else's to wait for. */
    @Override
    public void close() {
        closed = true;
        child.cancel(false);
    }
}
