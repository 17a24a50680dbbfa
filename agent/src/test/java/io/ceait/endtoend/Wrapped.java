package io.ceait.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program that tells how it was started, and terminals of its making. */
final class Wrapped {

    private Wrapped() {}

    /** Builds it, or skips the test where there is no compiler. */
    static Path buildIn(Path folder) throws IOException, InterruptedException {
        return CProgram.buildIn(folder, "wrapped", "-D_GNU_SOURCE", "-lutil");
    }

    /** A terminal on which a command runs, with its keyboard. */
    static final class Keyboard implements AutoCloseable {

        static final String CTRL_C = "\u0003";
        static final String CTRL_BACKSLASH = "\u001c";
        static final String CTRL_Z = "\u001a";

        private final Process process;
        private final OutputStream keys;
        private final Path output;
        private int read;

        private Keyboard(Process process, Path output) {
            this.process = process;
            this.keys = process.getOutputStream();
            this.output = output;
        }

        static Keyboard of(Path program, Path folder, Object... command) throws IOException {
            List<String> words = new ArrayList<>(List.of(program.toString(), "pty"));
            for (Object word : command) {
                words.add(word.toString());
            }
            Path output = Files.createTempFile(folder, "terminal", ".txt");
            ProcessBuilder builder =
                    new ProcessBuilder(words).redirectOutput(output.toFile()).redirectErrorStream(true);
            builder.environment().keySet().removeIf(key -> key.startsWith("CEAIT_") || key.startsWith("SLURM"));
            return new Keyboard(builder.start(), output);
        }

        void type(String text) throws IOException {
            keys.write(text.getBytes(StandardCharsets.UTF_8));
            keys.flush();
        }

        /** Waits until the terminal shows a text that it has not shown before. */
        Keyboard awaits(String text) throws IOException, InterruptedException {
            try {
                Shell.await(text + " on the terminal", () -> shown().indexOf(text, read) >= 0);
            } catch (AssertionError e) {
                throw new AssertionError(e.getMessage() + "; it shows " + shown(), e);
            }
            read = shown().indexOf(text, read) + text.length();
            return this;
        }

        String shown() throws IOException {
            return Files.readString(output);
        }

        int exitCode() throws InterruptedException {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        }

        @Override
        public void close() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
