package io.ceait.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A node with simulated GPUs for programs started as processes: a folder with the library, its scenario and its control file. Time is
 * real and begins when this is made, for all processes alike.
 */
final class GpuSimulator {

    private static final Path NATIVE = Agent.ROOT.resolve("native");
    private static final String PROGRAM = NATIVE.resolve("target/nvmlsim").toString();
    private static final String LIBRARY = "libnvidia-ml.so.1";
    private static final String SCENARIO = "nvmlsim.txt";
    private static final String CONTROL = "nvmlsim.ctl";

    private final Path folder;
    private final Instant epoch;

    private GpuSimulator(Path folder, Instant epoch) {
        this.folder = folder;
        this.epoch = epoch;
    }

    /**
     * Prepares a scenario of the project in a new folder.
     *
     * @param generation a folder of {@code native/target/nvml}, such as {@code r550}
     */
    static GpuSimulator prepare(String generation, String scenario, Path folder)
            throws IOException, InterruptedException {
        Path text = NATIVE.resolve("src/main/scenarios/nvml/" + scenario + ".txt");
        return prepareText(generation, Files.readString(text), folder);
    }

    static GpuSimulator prepareText(String generation, String scenario, Path folder)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Files.copy(NATIVE.resolve("target/nvml").resolve(generation).resolve(LIBRARY), folder.resolve(LIBRARY));
        Files.writeString(folder.resolve(SCENARIO), scenario);
        String ready = tell("ctl", folder.resolve(CONTROL).toString()).strip();
        long epochNanos = Long.parseLong(ready.substring(ready.indexOf("epoch_ns=") + 9));
        return new GpuSimulator(folder, Instant.ofEpochSecond(0, epochNanos));
    }

    /** The moment at which the scenario began. */
    Instant epoch() {
        return epoch;
    }

    /** The library's path, for an agent that is told where it lies. */
    Path library() {
        return folder.resolve(LIBRARY);
    }

    /** For an agent that finds the library by its name, and for copies of the library that lie elsewhere. */
    Map<String, String> environment() {
        return Map.of(
                "LD_LIBRARY_PATH", folder.toString(),
                "NVMLSIM_SCENARIO", scenario(),
                "NVMLSIM_CTL", control());
    }

    /** The true energy of a GPU between two moments, in joules. */
    double joules(int gpu, Instant from, Instant to) throws IOException, InterruptedException {
        return number("truth", scenario(), control(), Integer.toString(gpu), nanos(from), nanos(to));
    }

    /**
     * The true use of a GPU by a process between two moments: seconds times the share of its multiprocessors.
     *
     * @param process a process as the scenario names it, or a number
     */
    double smSeconds(int gpu, String process, Instant from, Instant to) throws IOException, InterruptedException {
        return number("sm", scenario(), control(), Integer.toString(gpu), process, nanos(from), nanos(to));
    }

    /** Says which process {@code slot:N} of the scenario is; 0: it has ended. */
    void setPid(int slot, long pid) throws IOException, InterruptedException {
        tell("pid", control(), Integer.toString(slot), Long.toString(pid));
    }

    /** Sets a fault, 0 to 31, in the words of a scenario; {@code none} takes it away. */
    void fault(int slot, String... words) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("fault", control(), Integer.toString(slot)));
        arguments.addAll(Arrays.asList(words));
        tell(arguments.toArray(String[]::new));
    }

    /** Calls of a function so far, by all processes and of all GPUs. */
    long calls(String function) throws IOException, InterruptedException {
        return tell("calls", control())
                .lines()
                .map(line -> line.split(" ", -1))
                .filter(words -> words[1].equals(function))
                .mapToLong(words -> Long.parseLong(words[2]))
                .sum();
    }

    private String scenario() {
        return folder.resolve(SCENARIO).toString();
    }

    private String control() {
        return folder.resolve(CONTROL).toString();
    }

    private static double number(String... arguments) throws IOException, InterruptedException {
        return Double.parseDouble(tell(arguments).strip());
    }

    private static String tell(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(PROGRAM));
        command.addAll(Arrays.asList(arguments));
        Shell.Ended answer = Shell.run(command.toArray(String[]::new));
        if (answer.code() != 0) {
            throw new AssertionError(answer.output());
        }
        return answer.output();
    }

    private static String nanos(Instant instant) {
        return Long.toString(instant.getEpochSecond() * 1_000_000_000 + instant.getNano());
    }
}
