package io.ceait.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run --} stands between a script and its command without either noticing. */
class RunCommandIT {

    @TempDir
    Path dir;

    private Path out() {
        return dir.resolve("runs");
    }

    @Test
    void theCodeIsTheCommands() throws Exception {
        Map<Integer, String> commands = new LinkedHashMap<>();
        commands.put(0, "exit 0");
        commands.put(7, "exit 7");
        commands.put(137, "kill -KILL $$");
        commands.put(143, "kill -TERM $$");
        Map<Integer, Agent> agents = new LinkedHashMap<>();
        try {
            for (Map.Entry<Integer, String> command : commands.entrySet()) {
                agents.put(
                        command.getKey(),
                        Agent.start(
                                "run",
                                "--no-listen",
                                "--out",
                                out(),
                                "--run-id",
                                "code-" + command.getKey(),
                                "--",
                                "sh",
                                "-c",
                                command.getValue()));
            }
            for (Map.Entry<Integer, Agent> agent : agents.entrySet()) {
                Agent.Ended ended = agent.getValue().await();
                assertThat(ended.code()).as(ended.err()).isEqualTo(agent.getKey());
                assertThat(ended.out()).isEmpty();
                assertThat(new RunOutputs(out().resolve("code-" + agent.getKey())).hasSummary())
                        .isTrue();
            }
        } finally {
            for (Agent agent : agents.values()) {
                agent.close();
            }
        }
    }

    @Test
    void inputAndOutputPassUntouched() throws Exception {
        byte[] bytes = new byte[200_000];
        new Random(1).nextBytes(bytes);
        Path input = Files.write(dir.resolve("input"), bytes);
        List<String> prefix = List.of(Agent.JAVA.toString(), "-jar", Agent.JAR.toString());
        try (Agent agent = Agent.startWith(
                prefix,
                Agent.Redirect.from(input),
                "run",
                "--no-listen",
                "--out",
                out(),
                "--",
                "sh",
                "-c",
                "cat; echo to-stderr >&2")) {
            Agent.Ended ended = agent.await().succeeded();
            assertThat(Files.mismatch(agent.outFile(), input)).isEqualTo(-1);
            assertThat(ended.errLines()).contains("to-stderr");
            // The table begins with the directory, so that a script can find it.
            assertThat(ended.errLines())
                    .contains(RunOutputs.onlyOneBelow(out()).directory().toString());
        }
    }

    @Test
    void optionsBehindTheDashesBelongToTheCommand() throws Exception {
        Agent.Ended ended = Agent.run("run", "--no-listen", "--out", out(), "--", "echo", "--out", "--help", "--pue=x");
        assertThat(ended.succeeded().out()).isEqualTo("--out --help --pue=x\n");
    }

    @Test
    void whatCannotBeStartedLeavesNothingBehind() throws Exception {
        Path text = Files.writeString(dir.resolve("notes.txt"), "no program", StandardCharsets.UTF_8);
        Agent.run("run", "--no-listen", "--out", out(), "--", text).refusedWith(126, "notes.txt", "cannot be executed");
        assertThat(out()).doesNotExist();
        Agent.run("run", "--no-listen", "--out", out(), "--", dir.resolve("absent"), "x")
                .refusedWith(127, "absent", "is not found");
        assertThat(out()).doesNotExist();
        Agent.run("run", "--no-listen", "--out", out()).refusedWith(2, "no command");
        assertThat(out()).doesNotExist();
    }

    @Test
    void aWrongOptionStartsNothing() throws Exception {
        Path trace = dir.resolve("started");
        Agent.run("run", "--interval", "1ms", "--out", out(), "--", "touch", trace)
                .refusedWith(2, "--interval");
        assertThat(trace).doesNotExist();
        assertThat(out()).doesNotExist();
    }
}
