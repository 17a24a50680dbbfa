package io.ceait.fuzz;

import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs a target where it cannot take the test down with it: on the small stack of the launcher, and with an end. */
final class Contained {

    /** The launcher's {@code -Xss}. */
    private static final long STACK_BYTES = 256 << 10;

    /** No measure of speed: inputs of some kilobytes take microseconds, and who needs this long will not come back. */
    private static final long HANGS_AFTER_SECONDS = 60;

    private Contained() {}

    static void run(FuzzTarget target, byte[] input) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(
                null,
                () -> {
                    try {
                        target.run(input);
                        done.complete(null);
                    } catch (Throwable e) {
                        done.completeExceptionally(e);
                    }
                },
                "fuzz-" + target,
                STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        try {
            done.get(HANGS_AFTER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(described(target, input) + ": " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError(
                    described(target, input) + " hangs at " + Arrays.toString(thread.getStackTrace()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** With the input in a form that {@code base64 -d} makes a file of the corpus from. */
    private static String described(FuzzTarget target, byte[] input) {
        return target + " on " + Base64.getEncoder().encodeToString(input);
    }
}
