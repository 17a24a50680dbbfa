package io.ceait.command;

import io.ceait.libc.Signalling;

/** Signals to an agent that is attached to a job, and what a JVM would make of them. */
public final class EnduredSignals {

    private EnduredSignals() {}

    /**
     * SIGUSR2 does nothing from now on: a JVM takes it for its own and crashes. SIGINT does what it should: a shell that puts
     * something into the background has it ignore that, and a JVM then never hears of it.
     *
     * @return whether SIGINT was ignored: it has its default action now and wants a handler
     */
    public static boolean endure() {
        try {
            Signalling.signal(Signalling.SIGUSR2, Signalling.IGNORE);
            boolean ignored = Inherited.isIgnoredNow(Signalling.SIGINT);
            if (ignored) {
                Signalling.signal(Signalling.SIGINT, Signalling.DEFAULT);
            }
            return ignored;
        } catch (LinkageError e) {
            // Without JNA they are as the JVM has them.
            return false;
        }
    }
}
