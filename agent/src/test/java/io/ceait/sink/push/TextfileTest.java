package io.ceait.sink.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextfileTest {

    private static final String PAGE = "# HELP ceait_run_info The run.\nceait_run_info 1\n";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path dir;

    private String page = PAGE;

    private Textfile textfile(String name) {
        return new Textfile(dir, name, last -> page.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Path old(String name, String text, Duration age) throws IOException {
        Path file = Files.writeString(dir.resolve(name), text);
        return Files.setLastModifiedTime(
                file, FileTime.fromMillis(Files.getLastModifiedTime(file).toMillis() - age.toMillis()));
    }

    @Test
    void theExporterCanReadItAndMeetsNothingElse() throws Exception {
        Textfile textfile = textfile("digits-node/1");
        textfile.push(false);
        Path file = dir.resolve("ceait-digits-node_1.prom");
        assertThat(file).hasContent(PAGE);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r--r--");
        page = PAGE + "ceait_run_primary 1\n";
        textfile.push(false);
        assertThat(file).hasContent(page);
        assertThat(names()).containsExactly("ceait-digits-node_1.prom");
    }

    @Test
    void whatOthersPutInTheWayIsNotFollowed() throws Exception {
        Path precious = Files.writeString(dir.resolve("precious"), "keep me");
        Files.createSymbolicLink(dir.resolve(".ceait-a.prom.part"), precious);
        Files.createSymbolicLink(dir.resolve("ceait-a.prom"), precious);
        textfile("a").push(false);
        assertThat(precious).hasContent("keep me");
        assertThat(dir.resolve("ceait-a.prom")).isRegularFile().hasContent(PAGE);
        assertThat(Files.isSymbolicLink(dir.resolve("ceait-a.prom"))).isFalse();
    }

    @Test
    void filesOfRunsThatAreLongOverAreRemovedOnceAndNobodyElses() throws Exception {
        Duration longAgo = Textfile.KEPT.plusHours(1);
        old("ceait-old.prom", PAGE, longAgo);
        old("ceait-recent.prom", PAGE, Textfile.KEPT.minusHours(1));
        old("ceait-notes.prom", "# HELP other_thing Not ours.\n", longAgo);
        old("apt.prom", PAGE, longAgo);
        old(".ceait-old.prom.abc.part", "# HEL", longAgo);
        Textfile textfile = textfile("a");
        textfile.push(false);
        assertThat(names()).containsExactly("apt.prom", "ceait-a.prom", "ceait-notes.prom", "ceait-recent.prom");
        old("ceait-old.prom", PAGE, longAgo);
        textfile.push(false);
        assertThat(names()).contains("ceait-old.prom");
    }

    @Test
    void aDirectoryThatGoesAwayIsAFailureThatLeavesNothing() throws Exception {
        Textfile textfile = new Textfile(dir.resolve("gone"), "a", last -> page.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> textfile.push(false))
                .isInstanceOf(PushException.class)
                .hasMessage("cannot be written: there is no such file");
        assertThat(names()).isEmpty();
    }

    @Test
    void whatIsNoDirectoryIsRefused() throws Exception {
        assertThat(Textfile.directory(dir.toString())).isEqualTo(dir);
        assertThatThrownBy(() -> Textfile.directory(dir.resolve("none").toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--collector.textfile.directory");
        Path file = Files.writeString(dir.resolve("file"), "");
        assertThatThrownBy(() -> Textfile.directory(file.toString())).isInstanceOf(IllegalArgumentException.class);
    }
}
