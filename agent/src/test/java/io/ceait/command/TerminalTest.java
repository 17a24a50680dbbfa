package io.ceait.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalTest {

    @Test
    void aKeyReachesTheForegroundAlone() {
        Terminal foreground = Terminal.parse("77 (a) b) S 1 70 60 34816 70 4194304 0 0");
        assertThat(foreground).isEqualTo(new Terminal(70, 34816, 70));
        assertThat(foreground.isOurs()).isTrue();
        assertThat(Terminal.parse("77 (java) S 1 70 60 34816 71 4194304 0 0").isOurs())
                .isFalse();
    }

    @Test
    void withoutATerminalNoKeyDoes() {
        Terminal none = Terminal.parse("77 (java) S 1 70 60 0 -1 4194304 0 0");
        assertThat(none.isThere()).isFalse();
        assertThat(none.isOurs()).isFalse();
    }
}
