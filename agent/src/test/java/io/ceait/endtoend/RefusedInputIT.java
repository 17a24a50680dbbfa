package io.ceait.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Wrong input gets one sentence that names what is wrong, the right exit code, and leaves nothing behind. */
class RefusedInputIT {

    @TempDir
    Path dir;

    private Path out() {
        return dir.resolve("runs");
    }

    private Agent.Ended meter(String... args) throws IOException, InterruptedException {
        List<Object> all = new ArrayList<>(List.of(args));
        all.add("--out");
        all.add(out());
        Agent.Ended ended = Agent.run(all.toArray());
        assertThat(out()).doesNotExist();
        return ended;
    }

    static Stream<Arguments> wrongOptions() {
        return Stream.of(
                arguments("--pid abc", "--pid: 'abc'"),
                arguments("--pid 0", "--pid: '0'"),
                arguments("--pid -5", "--pid: '-5'"),
                arguments("--pid 1,x", "--pid: 'x'"),
                arguments("--machine --interva=1s", "--interva=1s' (did you mean --interval?)"),
                arguments("--machine --zone NOWHERE", "--zone: unknown zone \"NOWHERE\""),
                arguments("--machine --interval 0", "--interval: '0'"),
                arguments("--machine --interval 1e9", "--interval: '1e9'"),
                arguments("--machine --interval 1ms", "--interval: an interval lies between 2ms and 1h"),
                arguments("--machine --interval 2", "--interval: '2'"),
                arguments("--machine --pue 0.85", "--pue: a PUE of 0.85 is impossible: T/CCF 0003-2024 clause 6.1"),
                arguments("--machine --run-id a/b", "--run-id"),
                arguments("--machine --listen 127.0.0.1:99999", "--listen: '127.0.0.1:99999'"),
                arguments("--machine --attribution most", "--attribution: 'most'"),
                arguments("--machine --duration -3s", "--duration: '-3s'"),
                arguments("--machine --pid 1", "--pid, --cgroup and --machine exclude each other"),
                arguments("--machine --nvml-library /no/such/file", "--nvml-library: there is no file /no/such/file"),
                arguments("--machine --disable nvlm", "--disable: 'nvlm' is none of rapl, nvml, drm"),
                arguments("--machine --intensity 1d", "--intensity: '1d' is no number"),
                arguments("--machine --path.procfs /no/such", "--path.procfs: there is no directory /no/such"),
                arguments("--machine --listen 127.0.0.1:0 --no-listen", "--listen and --no-listen exclude each other"),
                arguments("--machine --run-id=", "--run-id is empty"),
                arguments("--interval 1s", "nothing to meter"));
    }

    @ParameterizedTest
    @MethodSource("wrongOptions")
    void aWrongOption(String arguments, String complaint) throws Exception {
        meter(arguments.split(" ")).refusedWith(2, complaint);
    }

    @Test
    void aProcessThatIsNotThere() throws Exception {
        // No process has this number: the kernel's end at 2^22.
        meter("--pid", "2147483647").refusedWith(3, "there is no process 2147483647");
    }

    @Test
    void aProcessOfSomebodyElse() throws Exception {
        Nobody.assumePossible();
        Path open = Files.createTempDirectory("ceait-it-");
        try {
            Path jar = Nobody.jarIn(open);
            Path runs = open.resolve("runs");
            long ours = ProcessHandle.current().pid();
            Agent.runAsNobody(jar, "--pid", ours, "--no-listen", "--out", runs)
                    .refusedWith(3, "process " + ours, "start the agent as that user or as root");
            assertThat(runs).doesNotExist();
        } finally {
            Files.deleteIfExists(open.resolve("agent.jar"));
            Files.delete(open);
        }
    }

    static Stream<Arguments> wrongFiles() {
        return Stream.of(
                arguments("interval: 1s\nintervall: 2s\n", "agent.yaml:2: unknown key intervall", "interval?"),
                arguments("interval: [1s\n", "agent.yaml:2", "not YAML"),
                arguments("# comment\ninterval: 1ms\n", "agent.yaml:2: interval", "between 2ms and 1h"),
                arguments("pue: 0.85\n", "agent.yaml:1: pue", "clause 6.1"));
    }

    @ParameterizedTest
    @MethodSource("wrongFiles")
    void aWrongConfiguration(String yaml, String place, String complaint) throws Exception {
        Path file = Files.writeString(dir.resolve("agent.yaml"), yaml);
        meter("--machine", "--config", file.toString()).refusedWith(2, place, complaint);
    }

    @Test
    void aConfigurationThatIsNotThere() throws Exception {
        meter("--machine", "--config", dir.resolve("absent.yaml").toString())
                .refusedWith(2, "absent.yaml", "no such file");
    }

    @Test
    void aRunOfThatNameIsNotTouched() throws Exception {
        Path run = Files.createDirectories(out().resolve("taken"));
        Path file = Files.writeString(run.resolve("summary.json"), "precious");
        Agent.run("--machine", "--no-listen", "--run-id", "taken", "--out", out())
                .refusedWith(2, run.toString(), "exists already", "--run-id");
        assertThat(file).hasContent("precious");
        assertThat(run).isDirectoryContaining(f -> f.equals(file));
    }

    @Test
    void anOutputFolderThatIsAFile() throws Exception {
        Path file = Files.writeString(dir.resolve("file"), "precious");
        Agent.run("--machine", "--no-listen", "--out", file).refusedWith(4, "--out", file.toString());
        Agent.run("--machine", "--no-listen", "--out", file.resolve("below")).refusedWith(4, "--out", file.toString());
        assertThat(file).hasContent("precious");
    }

    @Test
    void anOutputFolderThatIsNotOurs() throws Exception {
        Nobody.assumePossible();
        Path open = Files.createTempDirectory("ceait-it-");
        try {
            Path jar = Nobody.jarIn(open);
            Path closed = Files.createDirectory(open.resolve("closed"));
            Agent.runAsNobody(jar, "--machine", "--no-listen", "--out", closed.resolve("runs"))
                    .refusedWith(4, "--out", "closed");
            assertThat(closed).isEmptyDirectory();
            Files.delete(closed);
        } finally {
            Files.deleteIfExists(open.resolve("agent.jar"));
            Files.delete(open);
        }
    }

    @Test
    void aDiskThatIsFull() throws Exception {
        Path disk = Files.createDirectory(dir.resolve("disk"));
        assumeThat(Shell.isRoot()).as("only root can mount a small disk").isTrue();
        int mounted = Shell.run("mount", "-t", "tmpfs", "-o", "size=64k", "ceait-it", disk.toString())
                .code();
        assumeThat(mounted).as("a small disk cannot be mounted here").isZero();
        try {
            Shell.run("dd", "if=/dev/zero", "of=" + disk.resolve("fill"), "bs=1k");
            Path started = dir.resolve("started");
            Agent.run("run", "--no-listen", "--out", disk.resolve("runs"), "--", "touch", started)
                    .refusedWith(4, disk.toString(), "No space left on device");
            assertThat(started).doesNotExist();
            assertThat(disk.resolve("runs")).doesNotExist();
            Agent.run("--machine", "--no-listen", "--duration", "1s", "--out", disk.resolve("runs"))
                    .refusedWith(4, disk.toString(), "No space left on device");
            assertThat(disk.resolve("runs")).doesNotExist();
        } finally {
            assertThat(Shell.run("umount", disk.toString()).code()).isZero();
        }
    }

    @Test
    void aPortThatIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            meter("--machine", "--listen", address).refusedWith(2, "--listen", address);
            Path started = dir.resolve("started");
            Agent.run("run", "--listen", address, "--out", out(), "--", "touch", started)
                    .refusedWith(2, "--listen", address);
            assertThat(started).doesNotExist();
            assertThat(out()).doesNotExist();
        }
    }

    static Stream<Arguments> wrongTraces() {
        return Stream.of(
                arguments("time,power_w\n1700000000,100\n1700000001\n", "trace.csv:3: the row is torn"),
                arguments("time,power_w\n1700000000,100\n1700000001,many\n", "trace.csv:3: column power_w: \"many\""),
                arguments("when,power_w\n1700000000,100\n", "trace.csv: unknown column \"when\""));
    }

    @ParameterizedTest
    @MethodSource("wrongTraces")
    void aWrongTrace(String csv, String complaint) throws Exception {
        Path file = Files.writeString(dir.resolve("trace.csv"), csv);
        Agent.run("integrate", file).refusedWith(2, complaint);
    }

    @Test
    void aWrongInventory() throws Exception {
        Path file = Files.writeString(dir.resolve("inventory.yaml"), "offline:\n  - {device_type: cpu, pwer_w: 1}\n");
        Agent.run("evaluate", file).refusedWith(2, "inventory.yaml:2: unknown key pwer_w", "power_w?");
        Agent.run("evaluate", dir.resolve("absent.yaml")).refusedWith(2, "absent.yaml", "no such file");
    }

    @Test
    void aWrongCommand() throws Exception {
        Agent.run("evalute").refusedWith(2, "'evalute'", "did you mean evaluate?");
        Agent.run("intensity", "show", "NOWHERE").refusedWith(2, "unknown zone \"NOWHERE\"");
        Agent.run("completion", "tcsh").refusedWith(2, "'tcsh'");
    }
}
