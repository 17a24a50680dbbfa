package io.ceait.source.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ceait.device.Device;
import io.ceait.device.DeviceType;
import io.ceait.kernel.KernelConstants;
import io.ceait.kernel.KernelRoots;
import io.ceait.machine.Machine;
import io.ceait.machine.MachineLoad;
import io.ceait.machine.Topology;
import io.ceait.source.Channel;
import io.ceait.source.model.ModelSource.ModelledDevice;
import io.ceait.source.rapl.PowercapFixture;
import io.ceait.source.rapl.RaplSource;
import io.ceait.units.Power;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostModelsTest {

    private static final String TWO_DIES = "Intel(R) Xeon(R) Platinum 9242 CPU @ 2.30GHz";

    private static final Topology TWO_PACKAGES =
            new Topology(TWO_DIES, false, List.of(new Topology.Package(0, 96), new Topology.Package(1, 96)));

    @TempDir
    Path sysfs;

    private static ModelSource models(List<Device> found, Topology topology) {
        try (MachineLoad load = Machine.load(KernelRoots.ofThisMachine(), KernelConstants.ofThisMachine())) {
            return HostModels.of(found, List.of(), topology, load);
        }
    }

    private static List<ModelledDevice> processors(ModelSource models) {
        return models.devices().stream()
                .filter(device -> device.channel().device().type() == DeviceType.CPU)
                .toList();
    }

    private static double fullLoad(ModelSource models) {
        return processors(models).stream()
                .mapToDouble(device -> device.curve().wattsAt(1))
                .sum();
    }

    /** Two packages of 350 W, whose dies have a zone each that cannot be read: as the table of published models has it. */
    @Test
    void theDiesOfAPackageShareItsDesignPower() throws IOException {
        PowercapFixture tree = new PowercapFixture(sysfs);
        for (int n = 0; n < 4; n++) {
            tree.zone("intel-rapl:" + n, "package-" + n / 2 + "-die-" + n % 2);
            Files.deleteIfExists(
                    tree.classDirectory().resolve("intel-rapl:" + n).resolve("energy_uj"));
        }
        try (RaplSource rapl = RaplSource.discover(sysfs, TWO_DIES, Duration.ofSeconds(1))) {
            assertThat(rapl.channels()).isEmpty();
            ModelSource models = models(rapl.devices(), TWO_PACKAGES);
            assertThat(processors(models))
                    .extracting(device -> device.channel().device().id())
                    .containsExactly("cpu0", "cpu1", "cpu2", "cpu3");
            assertThat(fullLoad(models)).isCloseTo(2 * 350 * 1.02, within(1e-6));
            assertThat(processors(models).get(0).channel().limit().orElseThrow().watts())
                    .isCloseTo(350 * 1.02 / 2, within(1e-6));
            assertThat(models.bases().get("cpu-model:cpu3"))
                    .contains("a TDP of 350 W", "the part of one of 4 dies in 2 package(s)");
        }
    }

    @Test
    void aPackageWithoutDiesHasItsDesignPowerForItself() {
        ModelSource models = models(List.of(), TWO_PACKAGES);
        assertThat(processors(models)).hasSize(2);
        assertThat(fullLoad(models)).isCloseTo(2 * 350 * 1.02, within(1e-6));
        assertThat(models.bases().get("cpu-model:cpu0"))
                .contains("a TDP of 350 W")
                .doesNotContain("dies");
    }

    @Test
    void threadsAreSharedByTheProcessorsOfAnUnknownBrand() {
        Topology unknown = new Topology(
                "no such processor", false, List.of(new Topology.Package(0, 8), new Topology.Package(1, 8)));
        List<Device> dies = List.of(
                new Device("cpu0", DeviceType.CPU, ""),
                new Device("cpu1", DeviceType.CPU, ""),
                new Device("cpu2", DeviceType.CPU, ""),
                new Device("cpu3", DeviceType.CPU, ""));
        Power perThread = VirtualCpu.UNKNOWN.full();
        assertThat(fullLoad(models(dies, unknown))).isCloseTo(16 * perThread.watts(), within(1e-6));
    }

    @Test
    void memorySaysWhatTheTableSays() {
        ModelSource models = models(List.of(), TWO_PACKAGES);
        Channel memory = models.channels().get(models.channels().size() - 1);
        assertThat(memory.device().type()).isEqualTo(DeviceType.RAM);
        assertThat(models.bases().get(memory.id())).startsWith("0.3725 W/GB of ");
    }
}
