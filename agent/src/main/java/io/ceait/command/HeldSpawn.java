package io.ceait.command;

import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;

/**
 * A process that waits at a gate. The call that makes it comes back only when it has become its program, so that the call
 * is another thread's, and the process is found among that thread's children.
 */
final class HeldSpawn {

    private final IntSupplier spawn;
    private final Gate gate;
    private final CompletableFuture<Path> children = new CompletableFuture<>();
    private final CompletableFuture<Integer> error = new CompletableFuture<>();

    HeldSpawn(IntSupplier spawn, Gate gate) {
        this.spawn = spawn;
        this.gate = gate;
    }

    /**
     * What the call came to: 0 or an error's number.
     *
     * @param pid where the call writes the process's number
     * @param held is told the number while the process waits; after that, where the kernel does not tell a thread's children
     */
    int run(Pointer pid, IntConsumer held) {
        Thread thread = new Thread(this::spawn, "ceait-spawn");
        thread.setDaemon(true);
        thread.start();
        boolean told = false;
        try {
            told = tellChild(held);
        } finally {
            letThrough();
        }
        int outcome = error.join();
        if (outcome == 0 && !told) {
            held.accept(pid.getInt(0));
        }
        return outcome;
    }

    private void spawn() {
        try {
            // PID/task/TID, of this thread.
            children.complete(Path.of("/proc")
                    .resolve(Files.readSymbolicLink(Path.of("/proc/thread-self")))
                    .resolve("children"));
        } catch (Throwable e) {
            // Of any kind: somebody waits for the answer.
            children.completeExceptionally(e);
        }
        try {
            error.complete(spawn.getAsInt());
        } catch (Throwable e) {
            error.completeExceptionally(e);
        }
    }

    /** False when no child has been seen. */
    private boolean tellChild(IntConsumer held) {
        try {
            Path file = children.join();
            String child = "";
            while (child.isEmpty() && !error.isDone()) {
                Thread.onSpinWait();
                child = Files.readString(file).strip();
            }
            if (child.isEmpty()) {
                return false;
            }
            held.accept(Integer.parseInt(child));
            return true;
        } catch (IOException | RuntimeException e) {
            // A kernel that does not tell children.
            return false;
        }
    }

    private void letThrough() {
        try {
            gate.open();
        } catch (IOException e) {
            throw new IllegalStateException("the command waits for a pipe that cannot be opened", e);
        }
    }
}
