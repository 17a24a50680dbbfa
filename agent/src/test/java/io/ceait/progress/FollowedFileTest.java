package io.ceait.progress;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ceait.data.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowedFileTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path dir;

    @SuppressWarnings("NullAway.Init")
    private Path file;

    private final List<String> lines = new ArrayList<>();
    private long clock = 1_700_000_000_000L;

    @BeforeEach
    void name() {
        file = dir.resolve("progress");
    }

    private FollowedFile follow() {
        return FollowedFile.of("--progress", file);
    }

    /** File systems stamp with a few milliseconds at best; a test writes faster. */
    private void stamp() throws IOException {
        clock += 1000;
        Files.setLastModifiedTime(file, FileTime.fromMillis(clock));
    }

    private void append(String text) throws IOException {
        Files.writeString(file, text, CREATE, APPEND);
        stamp();
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
        stamp();
    }

    private List<String> poll(FollowedFile followed) throws IOException {
        lines.clear();
        followed.poll(0, lines::add);
        return lines;
    }

    @Test
    void whatWasThereBeforeDoesNotCount() throws IOException {
        append("epoch 10/10\n");
        FollowedFile followed = follow();
        assertThat(poll(followed)).isEmpty();
        append("epoch 1/10\nepoch 2/10\n");
        assertThat(poll(followed)).containsExactly("epoch 1/10", "epoch 2/10");
        assertThat(poll(followed)).isEmpty();
        followed.close();
    }

    @Test
    void aFileThatComesLaterIsReadFromItsBeginning() throws IOException {
        FollowedFile followed = follow();
        assertThat(poll(followed)).isEmpty();
        append("step 1/2\n");
        assertThat(poll(followed)).containsExactly("step 1/2");
        followed.close();
    }

    @Test
    void aLineWaitsForItsEndAndACarriageReturnIsOne() throws IOException {
        FollowedFile followed = follow();
        append("step 12");
        assertThat(poll(followed)).isEmpty();
        append("00/50000\r1/2\r\n\nstep 3");
        assertThat(poll(followed)).containsExactly("step 1200/50000", "1/2");
        lines.clear();
        followed.drain(lines::add);
        assertThat(lines).containsExactly("step 3");
        followed.close();
    }

    @Test
    void aFileThatIsCutBeginsAnew() throws IOException {
        FollowedFile followed = follow();
        append("step 1/100\nstep 2/100\nste");
        poll(followed);
        write("step 3/100\n");
        assertThat(poll(followed)).containsExactly("step 3/100");
        followed.close();
    }

    /** A status of one line that is overwritten, always as long as before; and one that is longer by then. */
    @Test
    void aFileThatIsWrittenAnewWithTheSameLengthOrMoreIsSeen() throws IOException {
        FollowedFile followed = follow();
        write("step 10/100\n");
        poll(followed);
        write("step 11/100\n");
        assertThat(poll(followed)).containsExactly("step 11/100");
        write("step 12/100\nstep 13/100\nstep 14/100\n");
        assertThat(poll(followed)).containsExactly("step 12/100", "step 13/100", "step 14/100");
        followed.close();
    }

    @Test
    void aFileThatIsMovedAwayIsReadToItsEndAndTheNextOneFromItsBeginning() throws IOException {
        FollowedFile followed = follow();
        append("step 1/100\n");
        poll(followed);
        append("step 2/100\n");
        Files.move(file, dir.resolve("progress.1"));
        append("step 3/100\n");
        assertThat(poll(followed)).containsExactly("step 2/100", "step 3/100");
        Files.delete(file);
        assertThat(poll(followed)).isEmpty();
        followed.close();
    }

    @Test
    void ofALineWithoutEndTheBeginningIsKept() throws IOException {
        FollowedFile followed = follow();
        append("step 5/10 " + "x".repeat(3_000_000));
        for (int i = 0; i < 10; i++) {
            poll(followed);
        }
        append("\nstep 6/10\n");
        poll(followed);
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).startsWith("step 5/10 x").hasSize(LineSplitter.LONGEST);
        assertThat(lines.get(1)).isEqualTo("step 6/10");
        followed.close();
    }

    @Test
    void whoeverIsFarBehindReadsTheEnd() throws IOException {
        append("");
        FollowedFile followed = follow();
        append("step 1/100\n".repeat(1_000_000) + "step 2/100\n");
        List<String> seen = poll(followed);
        assertThat(seen).hasSizeLessThan(100_000).last().isEqualTo("step 2/100");
        followed.close();
    }

    @Test
    void whatIsNoRegularFileIsRefused() throws Exception {
        Path fifo = dir.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        assertThatThrownBy(() -> FollowedFile.of("--progress", fifo))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--progress")
                .hasMessageContaining("is no regular file")
                .hasMessageContaining("unix:PATH");
        assertThatThrownBy(() -> FollowedFile.of("--progress", dir)).hasMessageContaining("is no regular file");
        assertThatThrownBy(() -> FollowedFile.of("--progress", dir.resolve("a/b")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("there is no folder");
    }
}
