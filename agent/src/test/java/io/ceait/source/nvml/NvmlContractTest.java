package io.ceait.source.nvml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.ceait.source.UseMeans;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the source owes its caller, with every simulated generation of drivers. */
class NvmlContractTest {

    static final Duration TICK = Duration.ofMillis(100);
    private static final int OURS = Math.toIntExact(ProcessHandle.current().pid());

    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"r390", "r418", "r470", "r525", "r535.43", "r535.98", "r550", "r610"})
    void energyOfEightGpusIsTheTruthAndSoIsTheirUse(String generation) throws IOException {
        try (MeteredGpus gpus = MeteredGpus.of(
                dir, generation, NvmlSimulator.scenario("eight-gpus"), TICK, MeteredGpus.job(OURS))) {
            gpus.simulator.setNow(Duration.ofSeconds(10));
            gpus.begin();
            gpus.runUntil(Duration.ofSeconds(70), TICK);
            gpus.end(TICK);
            assertThat(gpus.source.findings()).isEmpty();
            assertThat(gpus.failures()).isEmpty();
            Duration from = Duration.ofSeconds(10);
            Duration to = gpus.simulator.now();
            for (int gpu = 0; gpu < 8; gpu++) {
                double truth = gpus.simulator.truthJoules(gpu, from, to);
                assertThat(gpus.device("gpu" + gpu).energy().joules())
                        .as("gpu%d", gpu)
                        .isCloseTo(truth, withinPercentage(0.5));
                assertThat(gpus.jobSeconds(gpu))
                        .as("use of gpu%d", gpu)
                        .isCloseTo(gpus.simulator.truthSmSeconds(gpu, OURS, from, to), within(0.6));
                assertThat(gpus.readings().useMeans(gpu)).isEqualTo(UseMeans.PROCESS);
            }
        }
    }

    private void show(MeteredGpus gpus, Duration from) {
        Duration to = gpus.simulator.now();
        int u = 0;
        for (var books : gpus.ledger.books().devices()) {
            int n = Integer.parseInt(books.device().id().replaceAll("gpu(\\d+).*", "$1"));
            System.out.printf("  %s truth %.1f J booked %s gap %s fallback %s implausible %d onFallback %s sensor2 %s%n", books.device().id(),
                    gpus.simulator.truthJoules(n, from, to), books.energyBySource(), books.gapTime(), books.fallbackTime(), books.implausible(), books.onFallback(), books.secondSensor());
        }
        for (var use : gpus.source.uses()) {
            System.out.printf("  use %s job %.2f busy %.2f held %.2f %s%n", use.device().id(), gpus.jobSeconds(u), gpus.busySeconds(u), gpus.heldSeconds(u), gpus.readings().useMeans(u));
            u++;
        }
        gpus.failures().stream().limit(12).forEach(f -> System.out.println("  " + f));
        System.out.println("  failures " + gpus.failures().size());
        gpus.source.findings().forEach(f -> System.out.println("  " + f));
        System.out.println("  " + gpus.source.bases());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a100-mig", "counterless", "square-wave", "quirks", "faults", "sentinel"})
    void scratch(String name) throws IOException {
        for (String generation : new String[] {"r470", "r550"}) {
            System.out.println(generation + " " + name);
            NvmlSimulator sim = NvmlSimulator.create(dir, generation, NvmlSimulator.scenario(name));
            if (name.equals("faults")) sim.rewrite(NvmlSimulator.scenario(name).replaceAll("fault hang.*", "").replaceAll("fault return call=nvmlInit. code=9 nth=1", ""));
            try (MeteredGpus gpus = MeteredGpus.of(sim, TICK, MeteredGpus.job(OURS))) {
                gpus.simulator.setNow(Duration.ofSeconds(1));
                if (gpus.source.channels().isEmpty()) { System.out.println(gpus.source.findings()); continue; }
                gpus.begin();
                gpus.runUntil(Duration.ofSeconds(200), TICK);
                gpus.end(TICK);
                show(gpus, Duration.ofSeconds(1));
            }
        }
    }
}
