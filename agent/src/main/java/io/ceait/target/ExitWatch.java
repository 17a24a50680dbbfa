package io.ceait.target;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import io.ceait.kernel.KernelFile;
import io.ceait.libc.LibC;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Says at once when a process has ended. The kernel tells it through a pidfd, which costs nothing while nothing happens;
 * without one (a kernel before 5.3, no JNA) the processes are looked at every {@value #LOOK_MILLIS} ms.
 */
public final class ExitWatch implements Closeable {

    private static final int LOOK_MILLIS = 20;

    /** Waking up costs the job a little; only the end of the watch itself has to wait for this. */
    private static final int POLL_MILLIS = 60_000;

    /** Processes beyond these are noticed when the set is given anew. */
    private static final int MOST_WATCHED = 512;

    private final Path procfs;
    private final Runnable onExit;
    private final LinkedBlockingQueue<List<Integer>> sets = new LinkedBlockingQueue<>();
    private final CompletableFuture<Boolean> pidfds = new CompletableFuture<>();
    private volatile boolean closed;

    private ExitWatch(Path procfs, Runnable onExit) {
        this.procfs = procfs;
        this.onExit = onExit;
    }

    /** @param onExit called, on a thread of the watch, once for each set given, as soon as one of it has ended */
    public static ExitWatch start(Path procfs, Runnable onExit) {
        ExitWatch watch = new ExitWatch(procfs, onExit);
        daemon("ceait-exit-watch", watch::run);
        // JNA takes its time to load; until then we look.
        daemon("ceait-jna-loader", () -> watch.pidfds.complete(pidfdsWork()));
        return watch;
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Watches these from now on, once the earlier set has been answered. */
    public void watch(List<Integer> pids) {
        sets.add(pids.subList(0, Math.min(pids.size(), MOST_WATCHED)));
    }

    private void run() {
        try {
            while (!closed) {
                List<Integer> pids = sets.take();
                if (!waitByLooking(pids)) {
                    waitByPidfd(pids);
                }
                onExit.run();
            }
        } catch (InterruptedException e) {
            // Closed.
            Thread.currentThread().interrupt();
        }
    }

    private static boolean pidfdsWork() {
        try {
            int fd = (int)
                    LibC.syscall(LibC.SYS_PIDFD_OPEN, ProcessHandle.current().pid(), 0);
            return fd >= 0 && LibC.close(fd) == 0;
        } catch (LinkageError e) {
            return false;
        }
    }

    /** False when pidfds became available before one of them ended. */
    private boolean waitByLooking(List<Integer> pids) throws InterruptedException {
        byte[] buffer = new byte[1024];
        ProcessStat stat = new ProcessStat();
        while (!closed) {
            if (pidfds.getNow(false)) {
                return false;
            }
            for (int pid : pids) {
                if (ended(pid, buffer, stat)) {
                    return true;
                }
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return true;
    }

    private boolean ended(int pid, byte[] buffer, ProcessStat stat) {
        try (KernelFile file = KernelFile.open(procfs.resolve(pid + "/stat"), buffer)) {
            return stat.parse(file.bytes(), file.length()) && stat.ended();
        } catch (IOException e) {
            return true;
        }
    }

    private void waitByPidfd(List<Integer> pids) throws InterruptedException {
        try (Memory pollfds = new Memory((long) Math.max(1, pids.size()) * LibC.POLLFD_BYTES)) {
            int[] fds = new int[pids.size()];
            int open = 0;
            boolean someEnded = false;
            for (int pid : pids) {
                int fd = (int) LibC.syscall(LibC.SYS_PIDFD_OPEN, pid, 0);
                if (fd < 0) {
                    someEnded |= Native.getLastError() == LibC.ESRCH;
                    continue;
                }
                long at = (long) open * LibC.POLLFD_BYTES;
                pollfds.setInt(at, fd);
                pollfds.setShort(at + LibC.POLLFD_EVENTS, LibC.POLLIN);
                pollfds.setShort(at + LibC.POLLFD_REVENTS, (short) 0);
                fds[open++] = fd;
            }
            if (open == 0 && !someEnded) {
                // Out of descriptors, say: the caller looks for itself, though not in a tight loop.
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
            int ready = 0;
            while (!someEnded && open > 0 && ready == 0 && !closed) {
                ready = LibC.poll(com.sun.jna.Pointer.nativeValue(pollfds), open, POLL_MILLIS);
                // A signal ends a poll early; then it is -1 and we wait on.
                ready = Math.max(0, ready);
            }
            for (int i = 0; i < open; i++) {
                LibC.close(fds[i]);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        sets.add(List.of());
    }
}
