package io.ceait.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.endtoend.Wrapped.Keyboard;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command behind {@code run --} is started, stopped, interrupted and waited for as it would be without. */
class TransparencyIT {

    private static final int UNTIL_A_KEY_IS_SETTLED = 20;

    @TempDir
    Path dir;

    private Path wrapped = Path.of("");

    @BeforeEach
    void build() throws IOException, InterruptedException {
        wrapped = Wrapped.buildIn(dir);
    }

    private List<Object> run(String id, Object... command) {
        List<Object> words = new ArrayList<>(List.of(Agent.JAVA, "-jar", Agent.JAR, "run", "--no-listen", "--quiet"));
        words.addAll(List.of("--out", dir.resolve("runs"), "--run-id", id, "--"));
        words.addAll(List.of(command));
        return words;
    }

    private Keyboard keyboard(List<Object> command) throws IOException {
        return Keyboard.of(wrapped, dir, command.toArray());
    }

    /** A job that says how often a trap was sprung, once a file is there. */
    private Path job(String trap) throws IOException {
        return Files.writeString(dir.resolve("job.sh"), """
                n=0
                %s
                echo rea''dy
                while [ ! -e "$1" ]; do sleep 0.05; done
                echo "n is $n"
                """.formatted(trap));
    }

    private String report(List<Object> command) throws IOException, InterruptedException {
        Path output = dir.resolve("report");
        List<String> words = new ArrayList<>(List.of(wrapped.toString(), "odd"));
        command.forEach(word -> words.add(word.toString()));
        Process process = new ProcessBuilder(words)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(process.waitFor()).isZero();
        return Files.readString(output, StandardCharsets.ISO_8859_1);
    }

    /** Signals, limits, files and bytes as odd as they come: what differs from a start without the agent is a defect. */
    @Test
    void itIsGivenWhatTheAgentWasGiven() throws Exception {
        List<Object> command = List.of(wrapped, "report", "@file", "--help", "", "a b");
        String without = report(command);
        assertThat(without)
                .contains("signal 1 is ignored", "signal 34 is blocked", "file 23 says through the pipe", "umask 27")
                .contains("word @file\n", "variable BASH_FUNC_module%%=() {", "variable BYTES=\u00e4", "in /usr\n");
        assertThat(report(run("report", command.toArray()))).isEqualTo(without);
    }

    @Test
    void keysReachItOnce() throws Exception {
        Path go = dir.resolve("go");
        try (Keyboard keyboard = keyboard(run("int", "bash", job("trap 'n=$((n + 1)); echo interrupted' INT"), go))) {
            keyboard.awaits("ready").type(Keyboard.CTRL_C);
            keyboard.awaits("interrupted");
            for (int i = 0; i < UNTIL_A_KEY_IS_SETTLED; i++) {
                Shell.run("sleep", "0.01");
            }
            Files.createFile(go);
            keyboard.awaits("n is 1");
            assertThat(keyboard.exitCode()).isZero();
        }
        assertThat(new RunOutputs(dir.resolve("runs/int")).hasSummary()).isTrue();
    }

    @Test
    void theQuitKeyEndsItAndNotItsMeter() throws Exception {
        try (Keyboard keyboard = keyboard(run("quit", "sh", "-c", "echo ready; exec sleep 300"))) {
            keyboard.awaits("ready").type(Keyboard.CTRL_BACKSLASH);
            assertThat(keyboard.exitCode()).isEqualTo(131);
            assertThat(keyboard.shown()).doesNotContain("Full thread dump");
        }
        assertThat(new RunOutputs(dir.resolve("runs/quit")).summary().text("/status"))
                .isEqualTo("completed");
    }

    @Test
    void aShellStopsItAndGoesOnWithIt() throws Exception {
        Path go = dir.resolve("go");
        Path job = job("trap 'n=$((n + 1))' CONT");
        String command = String.join(
                " ", run("stop", "bash", job, go).stream().map(Object::toString).toList());
        try (Keyboard keyboard = keyboard(List.of("bash", "--norc", "--noprofile", "-i"))) {
            keyboard.type("stty rows 33 cols 77; stty size\n");
            keyboard.awaits("33 77").type(command + "\n");
            keyboard.awaits("ready").type(Keyboard.CTRL_Z);
            keyboard.awaits("Stopped").type("ps -o stat=,args= | grep -c '^T.* ba[s]h .*job.sh'; echo counted\n");
            keyboard.awaits("counted\r").type("fg\n");
            Files.createFile(go);
            keyboard.awaits("n is 1").type("echo code $?; exit 5\n");
            keyboard.awaits("code 0");
            assertThat(keyboard.exitCode()).isEqualTo(5);
        }
        assertThat(new RunOutputs(dir.resolve("runs/stop")).summary().text("/status"))
                .isEqualTo("completed");
    }

    @Test
    void itTakesNoPartInTheDeathOfItsMeter() throws Exception {
        Path go = dir.resolve("go");
        Path done = dir.resolve("done");
        Path job = Files.writeString(dir.resolve("outlives.sh"), """
                echo begun >"$1.begun"
                while [ ! -e "$1" ]; do sleep 0.05; done
                echo done >"$2"
                """);
        try (Agent agent = Agent.start("run", "--no-listen", "--out", dir.resolve("runs"), "--", "sh", job, go, done)) {
            Shell.await("the job", () -> Files.exists(dir.resolve("go.begun")));
            agent.signal("KILL");
            assertThat(agent.await().code()).isEqualTo(137);
            assertThat(done).doesNotExist();
            Files.createFile(go);
            Shell.await("the end of the job", () -> Files.exists(done));
        }
    }
}
