package io.ceait.source.nvml;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.ceait.source.JobProcesses;
import io.ceait.source.Readings;
import io.ceait.source.Slots;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What metering GPUs costs the driver, which holds a lock for each call, and the collector of garbage. */
class NvmlCostTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final Duration TICK = Duration.ofMillis(100);

    @TempDir
    Path dir;

    @Test
    void theDriverIsAskedAsOftenAsItHasNewsAndNotMore() throws IOException {
        NvmlSimulator simulator = NvmlSimulator.create(dir, "r550", NvmlSimulator.scenario("eight-gpus"));
        simulator.setNow(Duration.ofSeconds(1));
        try (MeteredGpus gpus = MeteredGpus.of(simulator, TICK, MeteredGpus.job())) {
            long[] before = calls(simulator);
            gpus.begin();
            gpus.runUntil(Duration.ofSeconds(101), TICK);
            long[] after = calls(simulator);
            // Per GPU and second: energy and power each ten times, use by process twice, the list once in five.
            assertThat(after[0] - before[0]).isBetween(990L, 1010L);
            assertThat(after[1] - before[1]).isBetween(990L, 1010L);
            assertThat(after[2] - before[2]).isBetween(190L, 210L);
            assertThat(after[3] - before[3]).isBetween(18L, 24L);
            assertThat(after[4] - before[4])
                    .as("device utilisation is not needed")
                    .isZero();
            assertThat(simulator.calls("nvmlInit_v2")).isEqualTo(1);
        }
    }

    private static long[] calls(NvmlSimulator simulator) {
        return new long[] {
            simulator.calls(0, "nvmlDeviceGetTotalEnergyConsumption"),
            simulator.calls(0, "nvmlDeviceGetPowerUsage"),
            simulator.calls(0, "nvmlDeviceGetProcessUtilization"),
            simulator.calls(0, "nvmlDeviceGetComputeRunningProcesses_v3"),
            simulator.calls(0, "nvmlDeviceGetUtilizationRates")
        };
    }

    @Test
    void aReadAllocatesNothingOnEitherThread() throws Exception {
        NvmlSimulator simulator = NvmlSimulator.create(dir, "r550", NvmlSimulator.scenario("eight-gpus"));
        AtomicLong nanos = new AtomicLong(1_000_000_000L);
        simulator.setNow(Duration.ofNanos(nanos.get()));
        JobProcesses job = MeteredGpus.job(3_100_001);
        try (NvmlSource source = NvmlSource.discover(MeteredGpus.options(simulator.library(), TICK), nanos::get)) {
            source.attach(job);
            Readings readings =
                    new Readings(source.channels().size(), source.uses().size());
            Slots slots = readings.slots(0, 0);
            long driver = driverThread();
            long own = Thread.currentThread().getId();
            source.read(nanos.get(), true, slots);
            long[] ids = {driver, own};
            long[] allocated = new long[2];
            int measured = 2000;
            for (int tick = 0; tick < 2 * measured; tick++) {
                nanos.addAndGet(TICK.toNanos());
                simulator.setNow(Duration.ofNanos(nanos.get()));
                source.awaitSettled(30_000);
                for (int i = 0; i < 2; i++) {
                    allocated[i] -= tick < measured ? 0 : THREADS.getThreadAllocatedBytes(ids[i]);
                }
                source.read(nanos.get(), false, slots);
                source.awaitSettled(30_000);
                for (int i = 0; i < 2; i++) {
                    allocated[i] += tick < measured ? 0 : THREADS.getThreadAllocatedBytes(ids[i]);
                }
            }
            assertThat(readings.available(0)).isTrue();
            assertThat((double) allocated[0] / measured)
                    .as("the driver's thread")
                    .isLessThan(1);
            // The job of this test looks processes up in a set, which boxes their numbers.
            assertThat((double) allocated[1] / measured)
                    .as("the sampling thread")
                    .isLessThan(64);
        }
    }

    private static long driverThread() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(Session.THREAD_NAME))
                .findFirst()
                .orElseThrow()
                .getId();
    }
}
