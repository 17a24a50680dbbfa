package io.ceait.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.jna.Memory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HeldSpawnTest {

    /** Whoever starts a command waits for this answer, and the command with it. */
    @Test
    @Timeout(60)
    void aFailureOfAnyKindIsAnAnswer() {
        Optional<Gate> gate = Gate.make();
        assumeThat(gate).as("a pipe can be made").isPresent();
        List<Integer> held = new ArrayList<>();
        try (Gate open = gate.get();
                Memory pid = new Memory(Integer.BYTES)) {
            HeldSpawn spawn = new HeldSpawn(
                    () -> {
                        throw new StackOverflowError("as any error would");
                    },
                    open);
            assertThatThrownBy(() -> spawn.run(pid, held::add))
                    .isInstanceOf(CompletionException.class)
                    .hasRootCauseMessage("as any error would");
        }
        assertThat(held).isEmpty();
    }
}
