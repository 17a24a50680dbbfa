package io.ceait.source.rapl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ceait.device.DeviceType;
import io.ceait.device.Quality;
import io.ceait.source.Channel;
import io.ceait.source.PowerSource.Finding;
import io.ceait.source.Unavailable.Reason;
import io.ceait.units.Power;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which zones become devices, by what the tree shows. */
class RaplDiscoveryTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path sysfs;

    private PowercapFixture tree() {
        return new PowercapFixture(sysfs);
    }

    private RaplSource discover() {
        return RaplSource.discover(tree().sysfs(), "a brand", Duration.ofSeconds(1));
    }

    /** {@code cpu0=intel-rapl:1} for each channel. */
    private static List<String> metered(RaplSource source) {
        return source.channels().stream()
                .map(c -> c.device().id() + "=" + c.id())
                .toList();
    }

    private static List<String> findings(RaplSource source) {
        return source.findings().stream()
                .map(f -> f.sensor() + " " + f.status().reason().label())
                .toList();
    }

    @Test
    void devicesAreNumberedByNameNotByDirectory() {
        tree().zone("intel-rapl:0", "package-1");
        tree().zone("intel-rapl:1", "package-0");
        try (RaplSource source = discover()) {
            assertThat(metered(source)).containsExactly("cpu0=intel-rapl:1", "cpu1=intel-rapl:0");
        }
    }

    @Test
    void aPackageChannelSaysWhatItIs() {
        tree().zone("intel-rapl:0", "package-0")
                .range(65_712_999_613L)
                .write("constraint_0_name", "long_term\n")
                .write("constraint_0_power_limit_uw", "205000000\n")
                .write("constraint_0_max_power_uw", "225000000\n")
                .write("constraint_1_power_limit_uw", "246000000\n");
        try (RaplSource source = discover()) {
            Channel channel = source.channels().get(0);
            assertThat(channel.device().type()).isEqualTo(DeviceType.CPU);
            assertThat(channel.device().model()).isEqualTo("a brand");
            assertThat(channel.source()).isEqualTo("rapl");
            assertThat(channel.quality()).isEqualTo(Quality.MEASURED);
            assertThat(channel.role()).isEqualTo(Channel.Role.PRIMARY);
            assertThat(channel.rangeMicrojoules()).isEqualTo(65_712_999_613L);
            assertThat(channel.limit()).contains(Power.ofWatts(246));
        }
    }

    @Test
    void aZoneWithoutRangeOrLimitHasNone() {
        tree().zone("intel-rapl:0", "package-0").delete("max_energy_range_uj");
        tree().zone("intel-rapl:1", "package-1").range(0).write("constraint_0_power_limit_uw", "0\n");
        try (RaplSource source = discover()) {
            assertThat(source.channels())
                    .extracting(Channel::rangeMicrojoules)
                    .containsExactly(Channel.NEVER_WRAPS, Channel.NEVER_WRAPS);
            assertThat(source.channels()).allSatisfy(c -> assertThat(c.limit()).isEmpty());
        }
    }

    @Test
    void eachDieOfAPackageIsADevice() {
        tree().zone("intel-rapl:0", "package-1-die-0");
        tree().zone("intel-rapl:1", "package-0-die-1");
        tree().zone("intel-rapl:2", "package-0-die-0");
        tree().zone("intel-rapl:3", "package-10");
        tree().zone("intel-rapl:4", "package-2");
        try (RaplSource source = discover()) {
            assertThat(metered(source))
                    .containsExactly(
                            "cpu0=intel-rapl:2",
                            "cpu1=intel-rapl:1",
                            "cpu2=intel-rapl:0",
                            "cpu3=intel-rapl:4",
                            "cpu4=intel-rapl:3");
        }
    }

    @Test
    void theDramOfAllSocketsIsOneDevice() {
        tree().zone("intel-rapl/intel-rapl:0", "package-1");
        tree().zone("intel-rapl/intel-rapl:0/intel-rapl:0:0", "dram");
        tree().zone("intel-rapl/intel-rapl:1", "package-0");
        tree().zone("intel-rapl/intel-rapl:1/intel-rapl:1:0", "dram");
        try (RaplSource source = discover()) {
            assertThat(metered(source))
                    .containsExactly(
                            "cpu0=intel-rapl:1", "cpu1=intel-rapl:0", "ram=intel-rapl:1:0", "ram=intel-rapl:0:0");
            assertThat(source.channels()).extracting(Channel::source).containsOnly("rapl");
            assertThat(source.devices()).hasSize(3);
        }
    }

    @Test
    void partsOfAPackageAndWhatContainsPackagesAreReportedAndNotCounted() {
        tree().zone("intel-rapl:0", "package-0");
        tree().zone("intel-rapl:0/intel-rapl:0:0", "core");
        tree().zone("intel-rapl:0/intel-rapl:0:1", "uncore");
        tree().zone("intel-rapl:1", "psys");
        tree().zone("dtpm:0", "soc");
        try (RaplSource source = discover()) {
            assertThat(metered(source)).containsExactly("cpu0=intel-rapl:0");
            assertThat(findings(source))
                    .containsExactlyInAnyOrder(
                            "intel-rapl:0:0 (core) not-counted",
                            "intel-rapl:0:1 (uncore) not-counted",
                            "intel-rapl:1 (psys) not-counted",
                            "dtpm:0 (soc) not-counted");
        }
    }

    @Test
    void aMemoryMappedTwinIsSkipped() {
        tree().zone("intel-rapl:0", "package-1");
        tree().zone("intel-rapl:1", "package-0");
        tree().zone("intel-rapl-mmio:0", "package-0");
        tree().zone("intel-rapl-mmio:0/intel-rapl-mmio:0:0", "dram");
        try (RaplSource source = discover()) {
            // The twin is found by its name: the numbers differ. Its dram has no twin, so it is what there is.
            assertThat(metered(source))
                    .containsExactly("cpu0=intel-rapl:1", "cpu1=intel-rapl:0", "ram=intel-rapl-mmio:0:0");
            assertThat(source.findings())
                    .extracting(Finding::sensor, f -> f.status().detail())
                    .containsExactly(tuple(
                            "intel-rapl-mmio:0 (package-0)", "the same hardware as intel-rapl:1, which is metered"));
        }
    }

    @Test
    void aMemoryMappedZoneWithoutTwinIsMetered() {
        tree().zone("intel-rapl-mmio:0", "package-0");
        try (RaplSource source = discover()) {
            assertThat(metered(source)).containsExactly("cpu0=intel-rapl-mmio:0");
            assertThat(source.findings()).isEmpty();
        }
    }

    @Test
    void aTreeMadeFlatByHandHoldsEachZoneOnce() {
        tree().zone("intel-rapl:0", "package-0");
        tree().zone("intel-rapl:0:0", "dram");
        try (RaplSource source = discover()) {
            assertThat(metered(source)).containsExactly("cpu0=intel-rapl:0", "ram=intel-rapl:0:0");
        }
    }

    @Test
    void aZoneThatIsFlatAndNestedAsDirectoriesIsCountedOnce() {
        tree().zone("intel-rapl:0", "package-0");
        tree().zone("intel-rapl:0/intel-rapl:0:0", "dram");
        tree().zone("intel-rapl:0:0", "dram");
        try (RaplSource source = discover()) {
            assertThat(metered(source)).containsExactly("cpu0=intel-rapl:0", "ram=intel-rapl:0:0");
        }
    }

    @Test
    void theKernelsOwnTreeOfLinksIsCountedOnce() {
        for (int socket = 0; socket < 2; socket++) {
            String path = "intel-rapl/intel-rapl:" + socket;
            tree().kernelZone(path, "package-" + socket);
            tree().kernelZone(path + "/intel-rapl:" + socket + ":0", "core");
            tree().kernelZone(path + "/intel-rapl:" + socket + ":1", "dram");
        }
        tree().kernelZone("intel-rapl-mmio/intel-rapl-mmio:0", "package-0");
        try (RaplSource source = discover()) {
            assertThat(metered(source))
                    .containsExactly(
                            "cpu0=intel-rapl:0", "cpu1=intel-rapl:1", "ram=intel-rapl:0:1", "ram=intel-rapl:1:1");
            assertThat(source.findings()).hasSize(3);
        }
    }

    @Test
    void noTreeAtAllIsAbsenceWithARemedy(@TempDir Path elsewhere) {
        for (Path sysfs : List.of(elsewhere, tree().sysfs())) {
            try (RaplSource source = RaplSource.discover(sysfs, "", Duration.ofSeconds(1))) {
                assertThat(source.channels()).isEmpty();
                assertThat(source.findings()).singleElement().satisfies(f -> {
                    assertThat(f.status().reason()).isEqualTo(Reason.ABSENT);
                    assertThat(f.status().remedy()).contains("modprobe intel_rapl_msr");
                });
            }
        }
    }

    @Test
    void aCounterThatCannotBeOpenedIsAFindingAndItsDeviceIsNotForgotten() {
        tree().zone("intel-rapl:0", "package-0").unreadable();
        tree().zone("intel-rapl:1", "package-1");
        try (RaplSource source = discover()) {
            assertThat(metered(source)).containsExactly("cpu1=intel-rapl:1");
            assertThat(source.devices()).hasSize(2);
            assertThat(findings(source)).containsExactly("intel-rapl:0 (package-0) failed");
        }
    }

    @Test
    void aCounterThatIsGoneEmptyOrNoNumberIsAFinding() {
        tree().zone("intel-rapl:0", "package-0").write("energy_uj", "");
        tree().zone("intel-rapl:1", "package-1").write("energy_uj", "garbage\n");
        tree().zone("intel-rapl:2", "package-2").write("energy_uj", "-5\n");
        tree().zone("intel-rapl:3", "package-3").delete("energy_uj");
        try (RaplSource source = discover()) {
            assertThat(source.channels()).isEmpty();
            assertThat(findings(source))
                    .containsExactly(
                            "intel-rapl:0 (package-0) failed",
                            "intel-rapl:1 (package-1) failed",
                            "intel-rapl:2 (package-2) failed",
                            "intel-rapl:3 (package-3) absent");
        }
    }

    @Test
    void theMemoryOfSomeSocketsDoesNotPassForAll() {
        tree().zone("intel-rapl:0", "package-0");
        tree().zone("intel-rapl:0/intel-rapl:0:0", "dram");
        tree().zone("intel-rapl:1", "package-1");
        tree().zone("intel-rapl:1/intel-rapl:1:0", "dram").unreadable();
        try (RaplSource source = discover()) {
            assertThat(metered(source)).containsExactly("cpu0=intel-rapl:0", "cpu1=intel-rapl:1");
            assertThat(source.devices()).hasSize(3);
        }
    }
}
