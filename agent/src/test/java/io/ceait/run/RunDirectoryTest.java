package io.ceait.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path out;

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static List<String> names(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    private static RunDirectory.Content text(String text) {
        return stream -> stream.write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void isForOwnerAndGroupAlone() throws IOException {
        RunDirectory directory = RunDirectory.create(out.resolve("a/b"), "run");
        directory.write("summary.json", text("{}"));
        directory.createNew("journal.ndjson");
        assertThat(mode(directory.path())).isEqualTo("rwxr-x---");
        assertThat(mode(directory.path().resolve("summary.json"))).isEqualTo("rw-r-----");
        assertThat(mode(directory.path().resolve("journal.ndjson"))).isEqualTo("rw-r-----");
        assertThat(directory.path()).isEqualTo(out.resolve("a/b/run")).isAbsolute();
    }

    @Test
    void aFileAppearsWhenItIsComplete() throws IOException {
        RunDirectory directory = RunDirectory.create(out, "run");
        directory.write("f", stream -> {
            stream.write('1');
            stream.flush();
            assertThat(directory.path().resolve("f")).doesNotExist();
        });
        assertThat(directory.path().resolve("f")).hasContent("1");
        directory.write("f", text("2"));
        assertThat(directory.path().resolve("f")).hasContent("2");
        assertThat(names(directory.path())).containsExactly("f");
    }

    @Test
    void aLinkThatSomebodyPutInTheWayIsNotFollowed() throws IOException {
        RunDirectory directory = RunDirectory.create(out, "run");
        Path precious = Files.writeString(out.resolve("precious"), "keep me");
        for (String name : List.of("f", ".f.part")) {
            Files.createSymbolicLink(directory.path().resolve(name), precious);
        }
        directory.write("f", text("new"));
        directory.removeUnfinished();
        assertThat(precious).hasContent("keep me");
        assertThat(names(directory.path())).containsExactly("f");
        assertThat(directory.path().resolve("f")).isRegularFile().hasContent("new");
    }

    @Test
    void aFailureLeavesNothingBehind() throws IOException {
        RunDirectory directory = RunDirectory.create(out, "run");
        directory.write("f", text("old"));
        assertThatThrownBy(() -> directory.write("f", stream -> {
                    stream.write(new byte[1 << 20]);
                    throw new IOException("disk full");
                }))
                .hasMessage("disk full");
        assertThat(names(directory.path())).containsExactly("f");
        assertThat(directory.path().resolve("f")).hasContent("old");
    }

    @Test
    void aBugInWhatWritesLeavesNothingBehindEither() throws IOException {
        RunDirectory directory = RunDirectory.create(out, "run");
        assertThatThrownBy(() -> directory.write("f", stream -> {
                    throw new IllegalStateException("bug");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(names(directory.path())).isEmpty();
    }

    @Test
    void anotherRunsDirectoryIsNotTaken() throws IOException {
        RunDirectory.create(out, "run").write("f", text("theirs"));
        assertThatThrownBy(() -> RunDirectory.create(out, "run")).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(out.resolve("run/f")).hasContent("theirs");
    }

    @Test
    void whatWasMadeOnTheWayIsRemovedAgain() throws IOException {
        Files.writeString(out.resolve("file"), "");
        assertThatThrownBy(() -> RunDirectory.create(out.resolve("file/below"), "run"))
                .isInstanceOf(IOException.class);
        assertThat(names(out)).containsExactly("file");
    }

    @Test
    void aRunThatCouldNotBeginIsDiscarded() throws IOException {
        RunDirectory directory = RunDirectory.create(out.resolve("a/b"), "run");
        directory.write("run.json", text("{}"));
        directory.discard();
        assertThat(names(out)).isEmpty();
    }

    @Test
    void whatOthersPutBesideItStays() throws IOException {
        RunDirectory directory = RunDirectory.create(out.resolve("a"), "run");
        Files.writeString(out.resolve("a/theirs"), "");
        directory.discard();
        assertThat(names(out.resolve("a"))).containsExactly("theirs");
    }
}
