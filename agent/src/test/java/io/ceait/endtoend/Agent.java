package io.ceait.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The jar as users start it: a process of its own, with real arguments, signals, output and exit code. */
final class Agent implements AutoCloseable {

    static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    static final Path JAR = ROOT.resolve("agent/target/agent.jar");
    static final Path LAUNCHER = ROOT.resolve("scripts/ceait");
    static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private static final long PATIENCE_SECONDS = 120;

    private final Process process;
    private final List<String> command;
    private final Path out;
    private final Path err;

    private Agent(Process process, List<String> command, Path out, Path err) {
        this.process = process;
        this.command = command;
        this.out = out;
        this.err = err;
    }

    /** What is left of a process: its exit code and what it said. */
    record Ended(int code, String out, String err) {

        List<String> errLines() {
            return err.lines().toList();
        }

        /** The one sentence with which wrong input is refused. */
        Ended refusedWith(int expected, String... parts) {
            assertThat(errLines()).as("one line on stderr").hasSize(1);
            assertThat(err).startsWith("ceait: ").contains(parts).doesNotContain("Exception");
            assertThat(code).as(err).isEqualTo(expected);
            assertThat(out).isEmpty();
            return this;
        }

        Ended succeeded() {
            assertThat(code).as(err).isZero();
            assertThat(err).doesNotContain("Exception").doesNotContain("\tat ");
            return this;
        }
    }

    static Agent start(Object... args) throws IOException {
        return startWith(List.of(JAVA.toString(), "-jar", JAR.toString()), Redirect.NOTHING, args);
    }

    /** By the launcher: it starts sooner, and no second JVM takes the place of the first. */
    static Agent launch(Object... args) throws IOException {
        return startWith(List.of(LAUNCHER.toString()), Redirect.NOTHING, args);
    }

    static Ended run(Object... args) throws IOException, InterruptedException {
        try (Agent agent = start(args)) {
            return agent.await();
        }
    }

    /** As nobody, who may read little; the caller has made sure that it can. */
    static Ended runAsNobody(Path jar, Object... args) throws IOException, InterruptedException {
        List<String> prefix = new ArrayList<>(Nobody.PREFIX);
        prefix.addAll(List.of(JAVA.toString(), "-jar", jar.toString()));
        try (Agent agent = startWith(prefix, Redirect.NOTHING, args)) {
            return agent.await();
        }
    }

    /** What the process reads from standard input. */
    record Redirect(ProcessBuilder.Redirect source) {
        static final Redirect NOTHING =
                new Redirect(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));

        static Redirect from(Path file) {
            return new Redirect(ProcessBuilder.Redirect.from(file.toFile()));
        }
    }

    static Agent startWith(List<String> prefix, Redirect input, Object... args) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        for (Object arg : args) {
            command.add(arg.toString());
        }
        Path out = Files.createTempFile("ceait-it-", ".out");
        Path err = Files.createTempFile("ceait-it-", ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(input.source())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        withoutOurVariables(builder.environment());
        return new Agent(builder.start(), command, out, err);
    }

    /** The tests may themselves run below Slurm or with settings in the environment. */
    private static void withoutOurVariables(Map<String, String> environment) {
        environment
                .keySet()
                .removeIf(key -> key.startsWith("CEAIT_")
                        || key.startsWith("SLURM")
                        || key.startsWith("OTEL_")
                        || key.startsWith("TORCHELASTIC")
                        || key.startsWith("JAVA_TOOL_OPTIONS")
                        || key.equals("NODE_NAME"));
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** {@code INT}, {@code TERM}, … */
    void signal(String name) throws IOException, InterruptedException {
        Shell.run("kill", "-" + name, Long.toString(pid()));
    }

    /** SIGKILL, at once. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    String errSoFar() throws IOException {
        return Files.readString(err);
    }

    Ended await() throws IOException, InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError(
                    command + " did not end within " + PATIENCE_SECONDS + " s; its stderr:\n" + Files.readString(err));
        }
        // Bytes that are no UTF-8 belong to the job, and to the tests that look at the file.
        return new Ended(
                process.exitValue(),
                new String(Files.readAllBytes(out), StandardCharsets.UTF_8),
                Files.readString(err));
    }

    Path outFile() {
        return out;
    }

    @Override
    public void close() throws IOException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(out);
        Files.deleteIfExists(err);
    }
}
