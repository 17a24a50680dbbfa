package io.ceait.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path out;

    @Test
    void isHeldUntilItIsClosedAndLeavesNothingBehind() throws IOException {
        RunDirectory directory = RunDirectory.create(out, "run");
        assertThat(RunLock.isHeld(directory.path())).isFalse();
        try (RunLock lock = RunLock.take(directory)) {
            assertThat(lock).isNotNull();
            assertThat(RunLock.isHeld(directory.path())).isTrue();
            assertThatThrownBy(() -> RunLock.take(directory))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another");
            assertThat(RunLock.isHeld(directory.path())).isTrue();
        }
        assertThat(RunLock.isHeld(directory.path())).isFalse();
        assertThat(directory.path()).isEmptyDirectory();
    }

    @Test
    void aFileLeftOverFromAKilledAgentLocksNothing() throws IOException {
        RunDirectory directory = RunDirectory.create(out, "run");
        Files.createFile(directory.path().resolve(RunLock.FILE));
        assertThat(RunLock.isHeld(directory.path())).isFalse();
        RunLock.take(directory).close();
        assertThat(directory.path()).isEmptyDirectory();
    }

    /** Somebody may have put it there for one who may write more than they: what it points to is not made. */
    @Test
    void aLinkIsNotFollowed() throws IOException {
        RunDirectory directory = RunDirectory.create(out, "run");
        Path created = out.resolve("created");
        Files.createSymbolicLink(directory.path().resolve(RunLock.FILE), created);
        assertThat(RunLock.isHeld(directory.path())).isFalse();
        assertThatThrownBy(() -> RunLock.take(directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("something that is no file has the name .lock: remove it");
        assertThat(created).doesNotExist();
    }
}
