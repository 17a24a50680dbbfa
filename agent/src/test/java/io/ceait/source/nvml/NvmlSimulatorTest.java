package io.ceait.source.nvml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mirror of the control file against the real library, without any binding of ours between. */
class NvmlSimulatorTest {

    private static final String TWO_GPUS = """
            gpu name="First" uuid=GPU-1 preset=hopper
                power const 100
                power ramp from=0 to=200 at=10 over=0
                process 4242 memory_mib=100
                    sm const 50
                process slot:3 memory_mib=7
                    sm const 25
            gpu name="Second" preset=volta
                power const 50
            """;

    @TempDir
    Path dir;

    /** A library as a program sees it. */
    private record Driver(NativeLibrary library) {

        static Driver of(NvmlSimulator simulator) {
            return new Driver(NativeLibrary.getInstance(simulator.library().toString()));
        }

        int call(String function, Object... args) {
            return library.getFunction(function).invokeInt(args);
        }

        Pointer gpu(int index) {
            PointerByReference handle = new PointerByReference();
            assertThat(call("nvmlDeviceGetHandleByIndex_v2", index, handle)).isZero();
            return handle.getValue();
        }

        int milliwatts(Pointer gpu) {
            IntByReference milliwatts = new IntByReference(-1);
            assertThat(call("nvmlDeviceGetPowerUsage", gpu, milliwatts)).isZero();
            return milliwatts.getValue();
        }

        long millijoules(Pointer gpu) {
            LongByReference millijoules = new LongByReference(-1);
            assertThat(call("nvmlDeviceGetTotalEnergyConsumption", gpu, millijoules))
                    .isZero();
            return millijoules.getValue();
        }
    }

    private NvmlSimulator simulator() throws IOException {
        return NvmlSimulator.create(dir, "r550", TWO_GPUS);
    }

    @Test
    void steppedTimeMovesCounterPowerAndTruthTogether() throws IOException {
        NvmlSimulator simulator = simulator();
        Driver driver = Driver.of(simulator);
        assertThat(driver.call("nvmlInit_v2")).isZero();
        Pointer gpu = driver.gpu(0);
        assertThat(driver.millijoules(gpu)).isZero();
        simulator.setNow(Duration.ofSeconds(10));
        assertThat(driver.millijoules(gpu)).isEqualTo(1_000_000);
        assertThat(driver.milliwatts(gpu)).isEqualTo(100_000);
        simulator.advance(Duration.ofHours(1));
        assertThat(simulator.now()).isEqualTo(Duration.ofSeconds(3610));
        assertThat(driver.milliwatts(gpu)).isEqualTo(300_000);
        assertThat(driver.millijoules(gpu)).isEqualTo(1_000_000 + 3600L * 300_000);
        assertThat(simulator.truthJoules(0, Duration.ZERO, simulator.now())).isCloseTo(1000 + 3600 * 300, within(1e-6));
        assertThat(simulator.truthSmSeconds(0, 4242, Duration.ZERO, Duration.ofSeconds(8)))
                .isCloseTo(4, within(1e-9));
        assertThat(driver.call("nvmlShutdown")).isZero();
    }

    @Test
    void faultsHitTheCallsTheyNameAndAreCounted() throws IOException {
        NvmlSimulator simulator = simulator();
        Driver driver = Driver.of(simulator);
        assertThat(driver.call("nvmlInit_v2")).isZero();
        Pointer first = driver.gpu(0);
        Pointer second = driver.gpu(1);
        simulator.fault(
                31, NvmlFault.returning(15).on("nvmlDeviceGetPowerUsage").gpu(0).calls(2, 1));
        IntByReference milliwatts = new IntByReference(-1);
        assertThat(driver.call("nvmlDeviceGetPowerUsage", first, milliwatts)).isZero();
        milliwatts.setValue(-1);
        assertThat(driver.call("nvmlDeviceGetPowerUsage", first, milliwatts)).isEqualTo(15);
        assertThat(milliwatts.getValue()).isEqualTo(-1);
        assertThat(driver.call("nvmlDeviceGetPowerUsage", second, milliwatts)).isZero();
        assertThat(driver.call("nvmlDeviceGetPowerUsage", first, milliwatts)).isZero();
        assertThat(simulator.hits(31)).isEqualTo(3);
        assertThat(simulator.calls(0, "nvmlDeviceGetPowerUsage")).isEqualTo(3);
        assertThat(simulator.calls("nvmlDeviceGetPowerUsage")).isEqualTo(4);
        simulator.fault(
                31,
                NvmlFault.value(0)
                        .on("nvmlDeviceGetPowerUsage")
                        .from(Duration.ofSeconds(5))
                        .until(Duration.ofSeconds(6)));
        assertThat(driver.milliwatts(first)).isEqualTo(100_000);
        simulator.setNow(Duration.ofSeconds(5));
        assertThat(driver.milliwatts(first)).isZero();
        simulator.clearFault(31);
        assertThat(driver.milliwatts(first)).isEqualTo(100_000);
    }

    @Test
    void aHungCallLeavesOthersAloneAndIsReleased() throws Exception {
        NvmlSimulator simulator = simulator();
        Driver driver = Driver.of(simulator);
        assertThat(driver.call("nvmlInit_v2")).isZero();
        Pointer first = driver.gpu(0);
        Pointer second = driver.gpu(1);
        simulator.fault(0, NvmlFault.hang().on("nvmlDeviceGetPowerUsage").gpu(0));
        CompletableFuture<Integer> hung = CompletableFuture.supplyAsync(() -> driver.milliwatts(first));
        while (simulator.hung() == 0) {
            Thread.onSpinWait();
        }
        assertThat(driver.milliwatts(second)).isEqualTo(50_000);
        assertThat(hung).isNotDone();
        simulator.release();
        assertThat(hung.get(30, TimeUnit.SECONDS)).isEqualTo(100_000);
        assertThat(simulator.hung()).isZero();
    }

    @Test
    void aReloadVoidsHandlesAndEnergy() throws IOException {
        NvmlSimulator simulator = simulator();
        Driver driver = Driver.of(simulator);
        assertThat(driver.call("nvmlInit_v2")).isZero();
        Pointer old = driver.gpu(0);
        simulator.fault(7, NvmlFault.reload(Duration.ofSeconds(4)));
        simulator.setNow(Duration.ofSeconds(6));
        IntByReference milliwatts = new IntByReference();
        assertThat(driver.call("nvmlDeviceGetPowerUsage", old, milliwatts)).isEqualTo(1);
        assertThat(driver.call("nvmlInit_v2")).isZero();
        assertThat(driver.call("nvmlDeviceGetPowerUsage", old, milliwatts)).isEqualTo(2);
        assertThat(driver.millijoules(driver.gpu(0))).isEqualTo(200_000);
    }

    @Test
    void overridesAndProcessSlotsAreSetWhileItRuns() throws IOException {
        NvmlSimulator simulator = simulator();
        Driver driver = Driver.of(simulator);
        assertThat(driver.call("nvmlInit_v2")).isZero();
        Pointer gpu = driver.gpu(0);
        simulator.overridePower(0, 123);
        assertThat(driver.milliwatts(gpu)).isEqualTo(123);
        simulator.endOverride(0);
        assertThat(driver.milliwatts(gpu)).isEqualTo(100_000);

        IntByReference count = new IntByReference(8);
        Memory rows = new Memory(8 * 24);
        assertThat(driver.call("nvmlDeviceGetComputeRunningProcesses_v3", gpu, count, rows))
                .isZero();
        assertThat(count.getValue()).isEqualTo(1);
        simulator.setPid(3, 5151);
        count.setValue(8);
        assertThat(driver.call("nvmlDeviceGetComputeRunningProcesses_v3", gpu, count, rows))
                .isZero();
        assertThat(count.getValue()).isEqualTo(2);
        assertThat(rows.getInt(24)).isEqualTo(5151);
        assertThat(rows.getLong(24 + 8)).isEqualTo(7L << 20);
    }

    @Test
    void threadsSeeTheCounterRiseWhileTimeIsStepped() throws Exception {
        NvmlSimulator simulator = simulator();
        Driver driver = Driver.of(simulator);
        assertThat(driver.call("nvmlInit_v2")).isZero();
        Pointer gpu = driver.gpu(0);
        Duration end = Duration.ofSeconds(120);
        List<CompletableFuture<Long>> readers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            readers.add(CompletableFuture.supplyAsync(() -> {
                long last = 0;
                while (simulator.now().compareTo(end) < 0) {
                    long next = driver.millijoules(gpu);
                    assertThat(next).isGreaterThanOrEqualTo(last);
                    last = next;
                }
                return driver.millijoules(gpu);
            }));
        }
        while (simulator.now().compareTo(end) < 0) {
            simulator.advance(Duration.ofMillis(100));
            driver.milliwatts(gpu);
        }
        double truth = simulator.truthJoules(0, Duration.ZERO, end) * 1000;
        for (CompletableFuture<Long> reader : readers) {
            assertThat(reader.get(60, TimeUnit.SECONDS).doubleValue()).isCloseTo(truth, within(1.0));
        }
    }

    @Test
    void simulatorsStandSideBySide() throws IOException {
        NvmlSimulator simulator = simulator();
        NvmlSimulator other = NvmlSimulator.create(dir, "r470", NvmlSimulator.scenario("counterless"));
        Driver driver = Driver.of(simulator);
        Driver otherDriver = Driver.of(other);
        assertThat(driver.call("nvmlInit_v2")).isZero();
        assertThat(otherDriver.call("nvmlInit_v2")).isZero();
        other.setNow(Duration.ofHours(2));
        LongByReference millijoules = new LongByReference();
        assertThat(otherDriver.call("nvmlDeviceGetTotalEnergyConsumption", otherDriver.gpu(0), millijoules))
                .isEqualTo(3);
        assertThat(driver.millijoules(driver.gpu(0))).isZero();
        assertThat(simulator.calls("nvmlDeviceGetTotalEnergyConsumption")).isEqualTo(1);
    }
}
