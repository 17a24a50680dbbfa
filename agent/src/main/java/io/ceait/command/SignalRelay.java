package io.ceait.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;

/**
 * Passes the agent's signals on to the command. What the kernel sends to all processes of a terminal's foreground group, or
 * a shell to all of a hung-up one, has reached the command already and is not sent twice. Who else sends a signal to every
 * process one by one, as a scheduler may, cannot be told from one who means us alone: that is passed on.
 *
 * <p>The JVM keeps SIGQUIT and SIGUSR2 for itself; both are ignored from {@link Command#prepare} on, instead of a thread
 * dump on the command's output for the one and a crash for the other.
 */
final class SignalRelay {

    /** Whatever would end the agent, so that no signal that was meant for the job ends its meter. */
    private static final List<String> PASSED_ON =
            List.of("HUP", "INT", "TERM", "USR1", "ALRM", "VTALRM", "PROF", "IO", "PWR", "STKFLT");

    private final Inherited inherited;
    private final boolean hadTerminal = Terminal.now().isThere();
    private final List<Integer> early = new ArrayList<>();
    private String kept = "";
    private boolean inGroup;
    private @Nullable StartedCommand command;

    SignalRelay(Inherited inherited) {
        this.inherited = inherited;
    }

    /** That one is not touched. */
    void keep(String name) {
        kept = name;
    }

    /** From now on no signal is lost: one that comes before the command has started waits for it. */
    void begin() {
        PASSED_ON.stream()
                .filter(name -> !name.equals(kept))
                .forEach(name -> signal(name).ifPresent(this::handle));
    }

    /** Those that the JVM gives up and the process was not told to ignore. */
    private Optional<Signal> signal(String name) {
        try {
            return Optional.of(new Signal(name)).filter(signal -> !inherited.ignores(signal.getNumber()));
        } catch (IllegalArgumentException e) {
            // Another system has other signals.
            return Optional.empty();
        }
    }

    private void handle(Signal signal) {
        try {
            Signal.handle(signal, received -> pass(received.getName()));
        } catch (IllegalArgumentException e) {
            // Kept by the JVM, with -Xrs say: its default action stands.
            return;
        }
    }

    /** The process is there and in our group, though it may not have become the command yet. */
    synchronized void isInGroup() {
        inGroup = true;
    }

    synchronized void started(StartedCommand begun) {
        command = begun;
        early.forEach(begun::send);
        early.clear();
    }

    /** @param name as {@code INT} */
    synchronized void pass(String name) {
        int number = new Signal(name).getNumber();
        if (inGroup && hasReachedIt(name)) {
            return;
        }
        StartedCommand running = command;
        if (running == null) {
            early.add(number);
        } else {
            running.send(number);
        }
    }

    private boolean hasReachedIt(String name) {
        return switch (name) {
            case "INT", "TSTP" -> Terminal.now().isOurs();
            case "HUP" -> hadTerminal && !Terminal.now().isThere();
            default -> false;
        };
    }
}
