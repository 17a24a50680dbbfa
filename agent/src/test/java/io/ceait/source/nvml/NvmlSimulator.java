package io.ceait.source.nvml;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/**
 * A simulated NVIDIA driver for tests in this process: a copy of {@code libnvidia-ml.so.1} of one driver generation, with its
 * scenario and control file beside it, where that copy looks first. Tests need no environment variable, and several simulators
 * stand side by side.
 *
 * <p>Time stands still until it is stepped. The library reads its scenario when {@code nvmlInit} begins a use.
 */
public final class NvmlSimulator {

    static final Path NATIVE = Path.of("").toAbsolutePath().resolveSibling("native");

    /** Wall-clock time at scenario time 0. */
    public static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

    private static final double MILLIJOULES = 1e3;
    private static final int ALL_ROWS = NvmlControl.GPUS + 1;

    private final Path folder;
    private final NvmlControl control;

    private NvmlSimulator(Path folder, NvmlControl control) {
        this.folder = folder;
        this.control = control;
    }

    /**
     * Sets up a simulator in a new folder below this one.
     *
     * @param generation a folder of {@code native/target/nvml}, such as {@code r550}
     * @param scenario the text of a scenario
     */
    public static NvmlSimulator create(Path below, String generation, String scenario) throws IOException {
        Path folder = Files.createTempDirectory(below, generation);
        Path built = NATIVE.resolve("target/nvml").resolve(generation).resolve("libnvidia-ml.so.1");
        Files.copy(built, folder.resolve(built.getFileName()));
        NvmlControl control = NvmlControl.createVirtual(folder.resolve("nvmlsim.ctl"), EPOCH);
        NvmlSimulator simulator = new NvmlSimulator(folder, control);
        simulator.rewrite(scenario);
        return simulator;
    }

    /** The text of a scenario of the project, such as {@code eight-gpus}. */
    public static String scenario(String name) throws IOException {
        return Files.readString(NATIVE.resolve("src/main/scenarios/nvml").resolve(name + ".txt"));
    }

    /** Another scenario from the next {@code nvmlInit} on that begins a use. */
    public void rewrite(String scenario) throws IOException {
        Files.writeString(folder.resolve("nvmlsim.txt"), scenario);
    }

    /** The library to load, by this path. */
    public Path library() {
        return folder.resolve("libnvidia-ml.so.1");
    }

    /** Scenario time. */
    public Duration now() {
        return Duration.of(control.now(), ChronoUnit.MICROS);
    }

    public void setNow(Duration now) {
        control.setNow(micros(now));
    }

    public void advance(Duration step) {
        setNow(now().plus(step));
    }

    /** Sets the fault of a slot, 0 to 31; its {@link #hits} begin at 0. */
    public void fault(int slot, NvmlFault fault) {
        control.setFault(slot, fault);
    }

    public void clearFault(int slot) {
        control.setFault(slot, NvmlFault.NONE);
    }

    /** Calls that this slot's fault applied to, whether it was their turn or not. */
    public long hits(int slot) {
        return control.hits(slot);
    }

    /** Lets all calls go that hang at this moment. */
    public void release() {
        control.release();
    }

    /** Calls that hang at this moment. */
    public long hung() {
        return control.hung();
    }

    /** What the power sensor shows from now on. */
    public void overridePower(int gpu, int milliwatts) {
        control.setOverride(gpu, true, milliwatts);
    }

    public void endOverride(int gpu) {
        control.setOverride(gpu, false, 0);
    }

    /** Process {@code slot:N} of the scenario; 0: it does not run. */
    public void setPid(int slot, long pid) {
        control.setPid(slot, pid);
    }

    /** Calls of a function so far, of all GPUs and of none. */
    public long calls(String function) {
        long sum = 0;
        for (int row = 0; row < ALL_ROWS; row++) {
            sum += control.calls(row, NvmlFunctions.number(function));
        }
        return sum;
    }

    /** Calls of a function so far that concerned a GPU of the scenario. */
    public long calls(int gpu, String function) {
        return control.calls(gpu, NvmlFunctions.number(function));
    }

    /** True energy of a GPU between two scenario times, J. */
    public double truthJoules(int gpu, Duration from, Duration to) {
        return ask("nvmlsim_truth_mj", gpu, micros(from), micros(to)) / MILLIJOULES;
    }

    /** True use of a GPU by a process between two scenario times: seconds times the share of its multiprocessors. */
    public double truthSmSeconds(int gpu, long pid, Duration from, Duration to) {
        return ask("nvmlsim_sm_seconds", gpu, (int) pid, micros(from), micros(to));
    }

    private double ask(String function, Object... args) {
        double answer = NativeLibrary.getInstance(library().toString())
                .getFunction(function)
                .invokeDouble(args);
        if (answer < 0) {
            throw new IllegalStateException(function + ": no such GPU, or the scenario is wrong");
        }
        return answer;
    }

    private static long micros(Duration time) {
        return TimeUnit.SECONDS.toMicros(time.getSeconds()) + TimeUnit.NANOSECONDS.toMicros(time.getNano());
    }
}
