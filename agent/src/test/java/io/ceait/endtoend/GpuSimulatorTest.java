package io.ceait.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulated node as another process sees it, with this process for the other one. */
class GpuSimulatorTest {

    @TempDir
    Path dir;

    private GpuSimulator simulator() throws Exception {
        String scenario = """
                gpu preset=volta
                    power sine mean=200 amplitude=100 period_s=3
                    energy period_ms=1
                    process slot:2
                        sm const 50
                """;
        return GpuSimulator.prepareText("r550", scenario, dir.resolve("node"));
    }

    private static long millijoules(NativeLibrary library, Pointer gpu) {
        LongByReference millijoules = new LongByReference();
        int code =
                library.getFunction("nvmlDeviceGetTotalEnergyConsumption").invokeInt(new Object[] {gpu, millijoules});
        assertThat(code).isZero();
        return millijoules.getValue();
    }

    @Test
    void theCounterInRealTimeLiesBetweenTheTruthsBeforeAndAfter() throws Exception {
        GpuSimulator simulator = simulator();
        NativeLibrary library = NativeLibrary.getInstance(simulator.library().toString());
        assertThat(library.getFunction("nvmlInit_v2").invokeInt(new Object[0])).isZero();
        PointerByReference handle = new PointerByReference();
        assertThat(library.getFunction("nvmlDeviceGetHandleByIndex_v2").invokeInt(new Object[] {0, handle}))
                .isZero();
        Pointer gpu = handle.getValue();
        long first = millijoules(library, gpu);
        Instant afterFirst = Instant.now();
        Shell.await("energy", () -> millijoules(library, gpu) > first + 20_000);
        Instant beforeLast = Instant.now();
        long last = millijoules(library, gpu);
        Instant afterLast = Instant.now();
        // A step of the counter is 1 ms of at most 300 W.
        assertThat((last - first) / 1e3).isGreaterThan(simulator.joules(0, afterFirst, beforeLast) - 0.301);
        assertThat(last / 1e3).isLessThanOrEqualTo(simulator.joules(0, simulator.epoch(), afterLast));
        assertThat(simulator.calls("nvmlInit_v2")).isEqualTo(1);
        assertThat(simulator.calls("nvmlDeviceGetTotalEnergyConsumption")).isGreaterThan(2);
    }

    @Test
    void processesAndFaultsAreSetFromOutside() throws Exception {
        GpuSimulator simulator = simulator();
        Instant now = Instant.now();
        simulator.setPid(2, 4711);
        assertThat(simulator.smSeconds(0, "4711", now, now.plusSeconds(6))).isCloseTo(3, within(1e-6));
        assertThat(simulator.smSeconds(0, "slot:2", now, now.plusSeconds(6))).isCloseTo(3, within(1e-6));
        simulator.fault(0, "return", "call=nvmlInit*", "code=18");
        NativeLibrary library = NativeLibrary.getInstance(simulator.library().toString());
        assertThat(library.getFunction("nvmlInit_v2").invokeInt(new Object[0])).isEqualTo(18);
        simulator.fault(0, "none");
        assertThat(library.getFunction("nvmlInit_v2").invokeInt(new Object[0])).isZero();
        assertThat(simulator.environment())
                .containsEntry("LD_LIBRARY_PATH", dir.resolve("node").toString());
    }

    @Test
    void scenariosOfTheProjectArePrepared() throws Exception {
        GpuSimulator simulator = GpuSimulator.prepare("r610", "eight-gpus", dir.resolve("eight"));
        Instant now = Instant.now();
        assertThat(simulator.joules(7, now, now.plusSeconds(10))).isCloseTo(710, within(1e-3));
    }
}
