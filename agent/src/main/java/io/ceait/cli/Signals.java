package io.ceait.cli;

import java.util.List;
import java.util.function.Consumer;
import sun.misc.Signal;

/**
 * Turns the signals that end a process into a wish. {@code sun.misc.Signal} is the JDK's only way to do so: a shutdown
 * hook comes too late to choose the exit code.
 */
final class Signals {

    private Signals() {}

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
