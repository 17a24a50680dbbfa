package io.ceait.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of some kilobytes, which only root can mount. */
final class TinyDisk implements AutoCloseable {

    private static final int KILOBYTE = 1024;

    private final Path root;

    private TinyDisk(Path root) {
        this.root = root;
    }

    /** Mounts one, or skips the test, saying why. */
    static TinyDisk mount(Path root, int kilobytes) throws IOException, InterruptedException {
        assumeThat(Shell.isRoot()).as("only root can mount a file system").isTrue();
        Files.createDirectories(root);
        Shell.Ended mounted =
                Shell.run("mount", "-t", "tmpfs", "-o", "size=" + kilobytes + "k", "ceait-test", root.toString());
        assumeThat(mounted.code())
                .as("no file system can be mounted here: " + mounted.output())
                .isZero();
        return new TinyDisk(root);
    }

    Path root() {
        return root;
    }

    private Path filling() {
        return root.resolve("filling");
    }

    /** To the last byte. */
    void fill() throws IOException {
        byte[] block = new byte[KILOBYTE];
        try (var out = Files.newOutputStream(filling())) {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    void empty() throws IOException {
        Files.deleteIfExists(filling());
    }

    /** While nobody writes there. */
    void setReadOnly() throws IOException, InterruptedException {
        Shell.Ended remounted = Shell.run("mount", "-o", "remount,ro", root.toString());
        assertThat(remounted.code()).as(remounted.output()).isZero();
    }

    @Override
    public void close() throws IOException {
        try {
            // Lazily: an agent that a failed test left behind may have files open.
            Shell.run("umount", "-l", root.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
