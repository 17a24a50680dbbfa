package io.ceait.command;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import io.ceait.libc.Reaping;
import io.ceait.libc.Signalling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.function.ObjIntConsumer;

/** A command that we wait for ourselves. */
final class NativeProcess implements StartedCommand {

    private static final int SIGNALLED = 128;

    /** What a shell says of a command whose end nobody told it. */
    private static final int UNKNOWN = 127;

    private final int pid;
    private final CountDownLatch collected = new CountDownLatch(1);
    private boolean ended;
    private volatile int code = UNKNOWN;

    private NativeProcess(int pid) {
        this.pid = pid;
    }

    /** @param onStop is told, on the thread that waits for the command, by which signal it was stopped */
    static NativeProcess watch(int pid, ObjIntConsumer<NativeProcess> onStop) {
        NativeProcess process = new NativeProcess(pid);
        Thread thread = new Thread(() -> process.await(onStop), "ceait-command");
        thread.setDaemon(true);
        thread.start();
        return process;
    }

    private void await(ObjIntConsumer<NativeProcess> onStop) {
        try (Memory info = new Memory(Reaping.SIGINFO_BYTES)) {
            while (!ended) {
                // Looked at first, so that no signal is sent to a number that is somebody else's already.
                if (waitFor(info, Reaping.WEXITED | Reaping.WSTOPPED | Reaping.WNOWAIT)) {
                    int status = info.getInt(Reaping.SIGINFO_STATUS);
                    if (info.getInt(Reaping.SIGINFO_CODE) == Reaping.CLD_STOPPED) {
                        waitFor(info, Reaping.WSTOPPED | Reaping.WNOHANG);
                        onStop.accept(this, status);
                    } else {
                        code = info.getInt(Reaping.SIGINFO_CODE) == Reaping.CLD_EXITED ? status : SIGNALLED + status;
                        collect(info);
                    }
                } else {
                    collect(info);
                }
            }
        } finally {
            collected.countDown();
        }
    }

    private synchronized void collect(Memory info) {
        ended = true;
        waitFor(info, Reaping.WEXITED | Reaping.WNOHANG);
    }

    /** False when it is not ours to wait for. */
    private boolean waitFor(Memory info, int options) {
        while (Reaping.waitid(Reaping.P_PID, pid, info, options) != 0) {
            if (Native.getLastError() != Reaping.EINTR) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int pid() {
        return pid;
    }

    @Override
    public synchronized void send(int signal) {
        if (!ended) {
            Signalling.kill(pid, signal);
        }
    }

    boolean isStopped() {
        try {
            String stat = Files.readString(Path.of("/proc", Integer.toString(pid), "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) == 'T';
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public int exitCode() throws InterruptedException {
        collected.await();
        return code;
    }
}
