package io.ceait.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.kernel.KernelConstants;
import io.ceait.kernel.KernelRoots;
import io.ceait.machine.Machine;
import io.ceait.machine.MachineLoad;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Real processes of this machine: what we count against what the kernel and the shell say themselves. */
class ProcessTreeLiveTest {

    private static final Path PROC = Path.of("/proc");
    private static final KernelConstants CONSTANTS = KernelConstants.ofThisMachine();
    private static final int LOOPS = 120_000;

    /** A shell that waits for a line, works itself and by children one below the other, and prints its times. */
    private static final String WORK = "read go; i=0; while [ $i -lt " + LOOPS + " ]; do i=$((i+1)); done; "
            + "(i=0; while [ $i -lt " + LOOPS + " ]; do i=$((i+1)); done; "
            + "(i=0; while [ $i -lt " + LOOPS + " ]; do i=$((i+1)); done; true); true); "
            + "times; read end";

    private static MachineLoad load() {
        return Machine.load(new KernelRoots(PROC, PROC, PROC), CONSTANTS);
    }

    /** Seconds of {@code times}: own user and system, then those of the children. */
    private static double seconds(String line) {
        double sum = 0;
        for (String time : line.trim().split(" ", -1)) {
            int minutes = time.indexOf('m');
            sum += 60 * Double.parseDouble(time.substring(0, minutes))
                    + Double.parseDouble(time.substring(minutes + 1, time.indexOf('s')));
        }
        return sum;
    }

    @Test
    void aTreeOfShellsUsedWhatTheyThemselvesSay() throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", WORK)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (MachineLoad load = load();
                ProcessTree tree = ProcessTree.attach(PROC, List.of((int) shell.pid()), load, CONSTANTS)) {
            tree.refresh(System.nanoTime());
            CompletableFuture<Double> said = CompletableFuture.supplyAsync(() -> timesOf(shell));
            long last = 0;
            go(shell);
            while (!said.isDone()) {
                load.refresh(System.nanoTime());
                tree.refresh(System.nanoTime());
                assertThat(tree.cpuMicroseconds()).isGreaterThanOrEqualTo(last);
                last = tree.cpuMicroseconds();
            }
            load.refresh(System.nanoTime());
            tree.refresh(System.nanoTime());
            double kernel = said.get(60, TimeUnit.SECONDS);
            assertThat(kernel).isPositive();
            // Not at the start: newer kernels tell pages by the dozen, and a shell that has just begun has fewer.
            assertThat(tree.memoryBytes()).isPositive();
            // What the shell used before the attach is missing; nothing is there that was not used.
            assertThat(tree.cpuMicroseconds() / 1e6).isBetween(kernel * 0.8 - 0.08, kernel + 0.08);
            go(shell);
            assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
            load.refresh(System.nanoTime());
            tree.refresh(System.nanoTime());
            assertThat(tree.alive()).isFalse();
            assertThat(tree.cpuMicroseconds()).isGreaterThanOrEqualTo(last);
        } finally {
            shell.destroyForcibly();
        }
    }

    private static void go(Process shell) throws IOException {
        shell.getOutputStream().write('\n');
        shell.getOutputStream().flush();
    }

    private static double timesOf(Process shell) {
        try {
            BufferedReader out = shell.inputReader(StandardCharsets.US_ASCII);
            return seconds(String.valueOf(out.readLine())) + seconds(String.valueOf(out.readLine()));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void theEndOfAProcessIsToldWithoutBeingAskedFor() throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", "read end").start();
        CompletableFuture<Boolean> told = new CompletableFuture<>();
        try (ExitWatch watch = ExitWatch.start(PROC, () -> told.complete(true))) {
            watch.watch(List.of((int) shell.pid()));
            assertThat(told).isNotDone();
            go(shell);
            assertThat(told.get(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            shell.destroyForcibly();
        }
    }

    @Test
    void theWatchLooksAtTheProcessTreeItIsGiven() throws Exception {
        CompletableFuture<Boolean> told = new CompletableFuture<>();
        try (ExitWatch watch = ExitWatch.start(Path.of("/none"), () -> told.complete(true))) {
            // No process has this number: numbers end at 2^22.
            watch.watch(List.of(Integer.MAX_VALUE));
            assertThat(told.get(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void ourOwnProcessIsOurs() {
        ProcessOwner.requireOurs(PROC, (int) ProcessHandle.current().pid());
        // One that does not exist is somebody else's error to tell.
        ProcessOwner.requireOurs(PROC, Integer.MAX_VALUE);
    }
}
