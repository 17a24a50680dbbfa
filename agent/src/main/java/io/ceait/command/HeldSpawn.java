package io.ceait.command;

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

    /** What the call came to: 0 or an error's number. */
    int run(IntConsumer held) {
        Thread thread = new Thread(this::spawn, "ceait-spawn");
        thread.setDaemon(true);
        thread.start();
        try {
            awaitChild(held);
        } finally {
            letThrough();
        }
        return error.join();
    }

    private void spawn() {
        try {
            // PID/task/TID, of this thread.
            children.complete(Path.of("/proc")
                    .resolve(Files.readSymbolicLink(Path.of("/proc/thread-self")))
                    .resolve("children"));
        } catch (IOException e) {
            children.completeExceptionally(e);
        }
        try {
            error.complete(spawn.getAsInt());
        } catch (RuntimeException e) {
            error.completeExceptionally(e);
        }
    }

    private void awaitChild(IntConsumer held) {
        try {
            Path file = children.join();
            String child = "";
            while (child.isEmpty() && !error.isDone()) {
                Thread.onSpinWait();
                child = Files.readString(file).strip();
            }
            if (!child.isEmpty()) {
                held.accept(Integer.parseInt(child));
            }
        } catch (IOException | RuntimeException e) {
            // A kernel that does not tell children: nobody is held then.
            return;
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
