package io.ceait.endtoend;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** A machine with energy counters, made of files, that knows afterwards what it really used. */
final class Simulator implements AutoCloseable {

    private static final Path PROGRAM = Agent.ROOT.resolve("native/target/powercapsim");

    private final Process process;
    private final Path scenario;
    private final Path tree;
    private final long epochNanos;

    private Simulator(Process process, Path scenario, Path tree, long epochNanos) {
        this.process = process;
        this.scenario = scenario;
        this.tree = tree;
        this.epochNanos = epochNanos;
    }

    /** Starts a scenario of the project; its counters move when this returns. */
    static Simulator start(String name, Path tree) throws IOException {
        return start(Agent.ROOT.resolve("native/src/main/scenarios/" + name + ".txt"), tree);
    }

    static Simulator start(Path scenario, Path tree) throws IOException {
        Process process = new ProcessBuilder(PROGRAM.toString(), "run", scenario.toString(), tree.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String ready = reader.readLine();
        if (ready == null || !ready.startsWith("ready ")) {
            process.destroyForcibly();
            throw new IOException("the simulator says " + ready);
        }
        return new Simulator(process, scenario, tree, Long.parseLong(ready.substring(ready.indexOf("epoch_ns=") + 9)));
    }

    Path sysfs() {
        return tree;
    }

    /** Options that meter all of it below {@code out} as the run {@code it}, often, and serve nothing. */
    Object[] metering(Path out) {
        return new Object[] {
            "--machine", "--path.sysfs", tree, "--interval", "50ms", "--no-listen", "--out", out, "--run-id", "it"
        };
    }

    /** The true energy of every zone between two moments, in joules, by the name of its directory. */
    Map<String, Double> truth(Instant from, Instant to) throws IOException, InterruptedException {
        Shell.Ended answer = Shell.run(
                PROGRAM.toString(),
                "truth",
                scenario.toString(),
                Long.toString(epochNanos),
                Long.toString(nanos(from)),
                Long.toString(nanos(to)));
        if (answer.code() != 0) {
            throw new AssertionError(answer.output());
        }
        Map<String, Double> joules = new HashMap<>();
        for (String line : answer.output().lines().toList()) {
            String[] words = line.split(" ", -1);
            joules.put(words[0], Double.parseDouble(words[2]));
        }
        return joules;
    }

    private static long nanos(Instant instant) {
        return instant.getEpochSecond() * 1_000_000_000 + instant.getNano();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
