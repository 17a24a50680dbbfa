package io.ceait.cli;

import io.ceait.command.EnduredSignals;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import sun.misc.Signal;

/**
 * Turns the signals that end a process into a wish. {@code sun.misc.Signal} is the JDK's only way to do so: a shutdown
 * hook comes too late to choose the exit code.
 */
final class Signals {

    private Signals() {}

    /**
     * What is sent to all of a job, to tell it to write a checkpoint, must not end a meter beside it.
     *
     * @param kept a signal that means something to this run
     */
    static void endureThoseOfTheJob(Optional<String> kept, Consumer<String> onSignal) {
        if (!kept.equals(Optional.of("USR1"))) {
            handle(List.of("USR1"), signal -> {});
        }
        if (EnduredSignals.endure()) {
            handle(List.of("INT"), onSignal);
        }
    }

    /** Those that end a process. */
    static void handle(Consumer<String> onSignal) {
        handle(List.of("INT", "TERM", "HUP"), onSignal);
    }

    static void handle(List<String> names, Consumer<String> onSignal) {
        for (String name : names) {
            try {
                Signal.handle(new Signal(name), signal -> onSignal.accept(signal.getName()));
            } catch (IllegalArgumentException e) {
                // The JVM keeps it for itself (-Xrs) or the system does not have it: the default action stands.
                continue;
            }
        }
    }
}
