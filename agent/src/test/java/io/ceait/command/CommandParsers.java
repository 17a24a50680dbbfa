package io.ceait.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.fuzz.Inputs;

/** Fuzz harnesses of this package. */
public final class CommandParsers {

    private CommandParsers() {}

    /** {@code /proc/self/stat}, for the terminal. */
    public static void terminal(byte[] input) {
        Terminal terminal = Terminal.parse(Inputs.text(input));
        assertThat(terminal.isOurs() && !terminal.isThere()).isFalse();
    }
}
