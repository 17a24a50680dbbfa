package io.ceait.command;

/** A command that runs, or has run. */
sealed interface StartedCommand permits NativeProcess, JvmProcess {

    int pid();

    /** Sends a signal, unless the command has ended. */
    void send(int signal);

    /** Waits for the end: the command's code, or 128 and the number of the signal that ended it. */
    int exitCode() throws InterruptedException;
}
