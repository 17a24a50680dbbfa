package io.ceait.command;

import io.ceait.libc.Signalling;
import java.util.concurrent.TimeUnit;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Stops with the command and goes on with it, so that the shell which waits for us sees what it would see of the command.
 * A command that does not stop at the key does not leave the shell with a stopped agent, either.
 */
final class JobControl {

    /** The key stops a whole group at once; whoever continues it may do so at once as well. */
    private static final long SETTLE_MILLIS = 30;

    private final SignalRelay relay;
    private final int ourselves = (int) ProcessHandle.current().pid();

    JobControl(SignalRelay relay) {
        this.relay = relay;
    }

    /** Once the command is there: nothing before it would be stopped in our place. */
    void begin(NativeProcess command) {
        try {
            handleStops();
            Signal.handle(new Signal("CONT"), signal -> continued(command));
        } catch (IllegalArgumentException e) {
            // Kept by the JVM: then a group stops and goes on as the kernel has it.
            return;
        }
    }

    private void handleStops() {
        Signal.handle(new Signal("TSTP"), signal -> relay.pass(signal.getName()));
    }

    /** Sent to us alone, it would leave the command as it is. */
    private static void continued(NativeProcess command) {
        if (command.isStopped()) {
            command.send(Signalling.SIGCONT);
        }
    }

    /** Other stops, as by a debugger, are undone by whoever made them, for the command alone. */
    void commandStopped(NativeProcess command, int signal) {
        if (signal != Signalling.SIGTSTP || !Terminal.now().isThere()) {
            return;
        }
        try {
            TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
            if (command.isStopped()) {
                Signal.handle(new Signal("TSTP"), SignalHandler.SIG_DFL);
                Signalling.kill(ourselves, Signalling.SIGTSTP);
                // Another thread may be the one that takes it.
                TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
                handleStops();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
