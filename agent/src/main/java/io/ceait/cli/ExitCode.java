package io.ceait.cli;

/** What the process says at its end. {@code run} ends with its child's code instead. */
final class ExitCode {

    static final int OK = 0;
    static final int INTERNAL = 1;
    static final int USAGE = 2;
    static final int TARGET = 3;
    static final int OUTPUT = 4;
    static final int NOT_EXECUTABLE = 126;
    static final int NOT_FOUND = 127;

    private ExitCode() {}
}
