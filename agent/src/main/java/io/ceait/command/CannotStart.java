package io.ceait.command;

/** There is no such program, or it cannot be executed: one sentence for the user. */
public final class CannotStart extends Exception {

    private static final long serialVersionUID = 1L;
    private final boolean absent;

    CannotStart(String name, boolean absent) {
        super("'" + name + (absent ? "' is not found" : "' cannot be executed"));
        this.absent = absent;
    }

    public boolean isAbsent() {
        return absent;
    }
}
