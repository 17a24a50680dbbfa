package io.ceait.source.drm;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.device.DeviceType;
import io.ceait.device.Quality;
import io.ceait.emission.Uncertainty;
import io.ceait.source.Channel;
import io.ceait.source.Channel.Role;
import io.ceait.source.PowerSource.Finding;
import io.ceait.source.Unavailable.Reason;
import io.ceait.units.Power;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which cards become devices, and by which sensor. */
class DrmDiscoveryTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path dir;

    @SuppressWarnings("NullAway.Init")
    private DrmFixture machine;

    @BeforeEach
    void makeMachine() {
        machine = new DrmFixture(dir);
    }

    /** {@code gpu0 drm-power:0000:03:00.0 primary} for each channel. */
    private static List<String> metered(DrmSource source) {
        return source.channels().stream()
                .map(c -> c.device().id() + " " + c.id() + (c.role() == Role.PRIMARY ? " primary" : " fallback"))
                .toList();
    }

    private static List<String> findings(DrmSource source) {
        return source.findings().stream()
                .map(f -> f.sensor() + " " + f.status().reason().label())
                .toList();
    }

    @Test
    void aMachineWithoutCardsIsAbsenceWithARemedy() {
        try (DrmSource source = machine.discover()) {
            assertThat(source.channels()).isEmpty();
            assertThat(source.uses()).isEmpty();
            assertThat(source.findings()).singleElement().satisfies(f -> {
                assertThat(f.source()).isEqualTo("drm");
                assertThat(f.status().reason()).isEqualTo(Reason.ABSENT);
                assertThat(f.status().remedy()).contains("modprobe");
            });
        }
    }

    @Test
    void anAmdCardIsMeteredByItsAveragePower() {
        machine.instinct(0, "0000:03:00.0").sensor("power1_label", "PPT\n").sensor("power1_input", 90_000_000);
        try (DrmSource source = machine.discover()) {
            assertThat(metered(source)).containsExactly("gpu0 drm-power:0000:03:00.0 primary");
            Channel channel = source.channels().get(0);
            assertThat(channel.device().type()).isEqualTo(DeviceType.GPU);
            assertThat(channel.device().model()).isEqualTo("AMD Instinct MI210");
            assertThat(channel.source()).isEqualTo("drm-power");
            assertThat(channel.quality()).isEqualTo(Quality.MEASURED);
            assertThat(channel.neverWraps()).isTrue();
            assertThat(channel.limit()).contains(Power.ofWatts(300));
            assertThat(channel.timing()).isEmpty();
            assertThat(source.findings()).isEmpty();
            assertThat(source.uses()).singleElement().satisfies(use -> {
                assertThat(use.device()).isEqualTo(channel.device());
                assertThat(use.source()).isEqualTo("drm");
            });
            assertThat(source.bases())
                    .containsEntry(
                            channel.id(),
                            "power1_average (PPT) of 0000:03:00.0, driver amdgpu, unique id a1b2c3d4e5f60718");
        }
    }

    @Test
    void theStatedWindowOfAnAverageIsItsTiming() {
        machine.instinct(0, "0000:03:00.0").sensor("power1_average_interval", 50);
        try (DrmSource source = machine.discover()) {
            assertThat(source.channels().get(0).timing()).hasValueSatisfying(timing -> {
                assertThat(timing.window()).isEqualTo(Duration.ofMillis(50));
                assertThat(timing.isPartTime()).isFalse();
            });
        }
    }

    @Test
    void momentaryPowerStandsInForAnAverageThatDoesNotAnswer() {
        machine.card(0, "0000:03:00.0", "amdgpu", 0x1002, 0x74a1)
                .hwmon(0, "amdgpu")
                .unreadable("power1_average")
                .sensor("power1_input", 700_000_000);
        try (DrmSource source = machine.discover()) {
            assertThat(source.bases().values()).containsExactly("power1_input of 0000:03:00.0, driver amdgpu");
            assertThat(source.devices().get(0).model()).isEqualTo("AMD 1002:74a1");
            assertThat(source.findings()).isEmpty();
        }
    }

    @Test
    void ofAnXeCardTheWholeIsMeteredAndThePackageIsNotAdded() {
        machine.battlemage(0, "0000:03:00.0");
        try (DrmSource source = machine.discover()) {
            assertThat(metered(source)).containsExactly("gpu0 drm-energy:0000:03:00.0 primary");
            assertThat(source.bases().values()).containsExactly("energy1_input (card) of 0000:03:00.0, driver xe");
            assertThat(source.channels().get(0).limit()).contains(Power.ofWatts(190));
            assertThat(findings(source)).containsExactly("card0 (xe 0000:03:00.0) energy2_input (pkg) not-counted");
        }
    }

    @Test
    void thePackageStandsForACardThatTellsNothingElse() {
        machine.card(0, "0000:03:00.0", "xe", 0x8086, 0x56a0)
                .hwmon(1, "xe")
                .sensor("energy2_label", "pkg\n")
                .sensor("energy2_input", 7);
        try (DrmSource source = machine.discover()) {
            assertThat(source.bases().values()).singleElement().asString().contains("without the rest of the card");
        }
    }

    @Test
    void tilesAreNotAddedToTheirCard() {
        machine.card(0, "0000:4d:00.0", "i915", 0x8086, 0x0bd5)
                .hwmon(2, "i915_gt0")
                .sensor("energy1_input", 10)
                .hwmon(3, "i915_gt1")
                .sensor("energy1_input", 20)
                .hwmon(4, "i915")
                .sensor("energy1_input", 50)
                .sensor("power1_max", 600_000_000);
        try (DrmSource source = machine.discover()) {
            assertThat(metered(source)).containsExactly("gpu0 drm-energy:0000:4d:00.0 primary");
            assertThat(source.channels().get(0).limit()).contains(Power.ofWatts(600));
            assertThat(findings(source)).hasSize(2).allMatch(f -> f.endsWith("not-counted"));
        }
    }

    @Test
    void powerStandsInBesideACounter() {
        machine.card(0, "0000:03:00.0", "xe", 0x8086, 0xe20b)
                .hwmon(0, "xe")
                .sensor("energy1_input", 10)
                .sensor("power1_input", 60_000_000);
        try (DrmSource source = machine.discover()) {
            assertThat(metered(source))
                    .containsExactly("gpu0 drm-energy:0000:03:00.0 primary", "gpu0 drm-power:0000:03:00.0 fallback");
        }
    }

    @Test
    void aPowerSensorSpeaksForACardWhoseCounterIsNotReadable() {
        machine.card(0, "0000:03:00.0", "xe", 0x8086, 0xe20b)
                .hwmon(0, "xe")
                .unreadable("energy1_input")
                .sensor("power1_input", 60_000_000);
        try (DrmSource source = machine.discover()) {
            assertThat(metered(source)).containsExactly("gpu0 drm-power:0000:03:00.0 primary");
            assertThat(findings(source)).containsExactly("card0 (xe 0000:03:00.0) energy1_input failed");
        }
    }

    @Test
    void integratedGraphicsAreInTheProcessorsEnergy() {
        machine.card(0, "0000:00:02.0", "i915", 0x8086, 0x9a49);
        machine.card(1, "0000:05:00.0", "amdgpu", 0x1002, 0x1638)
                .hwmon(1, "amdgpu")
                .sensor("in1_label", "vddnb\n")
                .sensor("power1_average", 12_000_000);
        machine.card(2, "0000:06:00.0", "amdgpu", 0x1002, 0x150e)
                .write("gpu_metrics", "\u0078\u0000\u0003\u0000....")
                .hwmon(2, "amdgpu")
                .sensor("power1_input", 15_000_000);
        machine.accelerator(0, "0000:00:0b.0", "intel_vpu", 0x8086, 0x7d1d);
        try (DrmSource source = machine.discover()) {
            assertThat(source.devices()).isEmpty();
            assertThat(findings(source))
                    .containsExactly(
                            "card0 (i915 0000:00:02.0) not-counted",
                            "accel0 (intel_vpu 0000:00:0b.0) not-counted",
                            "card1 (amdgpu 0000:05:00.0) not-counted",
                            "card2 (amdgpu 0000:06:00.0) not-counted");
        }
    }

    /** A card that a virtual machine was given may stand where integrated graphics do. */
    @Test
    void aCardThatShowsEnergyIsMeteredWhereverItStands() {
        machine.battlemage(0, "0000:00:02.0");
        try (DrmSource source = machine.discover()) {
            assertThat(metered(source)).containsExactly("gpu0 drm-energy:0000:00:02.0 primary");
        }
    }

    @Test
    void aCardThatCannotBeLookedAtDoesNotHideTheOthers() {
        DrmFixture.CardFiles card = machine.card(0, "0000:03:00.0", "xe", 0x8086, 0xe20b);
        card.write("hwmon", "");
        machine.instinct(1, "0000:83:00.0");
        try (DrmSource source = machine.discover()) {
            assertThat(metered(source)).containsExactly("gpu0 drm-power:0000:83:00.0 primary");
            assertThat(findings(source)).containsExactly("card0 (xe 0000:03:00.0) failed");
        }
    }

    @Test
    void theMetricsOfACardDoNotMakeItAnApu() {
        machine.instinct(0, "0000:03:00.0").write("gpu_metrics", "\u0078\u0000\u0001\u0003....");
        try (DrmSource source = machine.discover()) {
            assertThat(source.channels()).hasSize(1);
        }
    }

    @Test
    void anApuOfServersIsLeftOutWhereThePackageIsMetered() {
        machine.card(0, "0000:03:00.0", "amdgpu", 0x1002, 0x74a0)
                .hwmon(0, "amdgpu")
                .sensor("power1_input", 300_000_000);
        try (DrmSource source = machine.discover()) {
            assertThat(source.channels()).hasSize(1);
        }
        DrmFixture.make(machine.sysfs().resolve("class/powercap/intel-rapl:0"));
        try (DrmSource source = machine.discover()) {
            assertThat(findings(source)).containsExactly("card0 (amdgpu 0000:03:00.0) not-counted");
        }
    }

    @Test
    void theSecondDieOfACardIsInThePowerOfTheFirst() {
        machine.instinct(0, "0000:c1:00.0");
        machine.instinct(1, "0000:c6:00.0").sensor("power1_average", 0).sensor("power1_cap", 0);
        try (DrmSource source = machine.discover()) {
            assertThat(metered(source)).containsExactly("gpu0 drm-power:0000:c1:00.0 primary");
            assertThat(source.findings()).singleElement().satisfies(f -> {
                assertThat(f.status().reason()).isEqualTo(Reason.NOT_COUNTED);
                assertThat(f.status().detail()).contains("second die").contains("gpu0");
            });
        }
    }

    @Test
    void cardsOfNvidiasDriverAreLeftToNvml() {
        machine.card(0, "0000:01:00.0", "nvidia", 0x10de, 0x2330);
        machine.card(1, "0000:02:00.0", "nouveau", 0x10de, 0x1180)
                .hwmon(0, "nouveau")
                .sensor("power1_input", 40_000_000)
                .sensor("power1_max", 170_000_000);
        try (DrmSource source = machine.discover()) {
            assertThat(metered(source)).containsExactly("gpu0 drm-power:0000:02:00.0 primary");
            assertThat(source.devices().get(0).model()).isEqualTo("NVIDIA 10de:1180");
            assertThat(source.findings()).isEmpty();
        }
    }

    @Test
    void cardsWithoutSensorsAreSaidToHaveNone() {
        machine.card(0, "0000:00:01.0", "virtio-pci", 0x1af4, 0x1050);
        machine.card(1, "0000:03:00.0", "i915", 0x8086, 0x56a0);
        DrmFixture.make(machine.sysfs().resolve("class/drm/card7"));
        try (DrmSource source = machine.discover()) {
            assertThat(source.devices()).isEmpty();
            assertThat(findings(source))
                    .containsExactly("card0 (virtio-pci 0000:00:01.0) absent", "card1 (i915 0000:03:00.0) absent");
            assertThat(source.findings())
                    .extracting(Finding::status)
                    .last()
                    .satisfies(why -> assertThat(why.remedy()).contains("6.2"));
        }
    }

    @Test
    void anAcceleratorIsMeteredLikeAGpu() {
        machine.accelerator(0, "0000:19:00.0", "habanalabs", 0x1da3, 0x1020)
                .hwmon(6, "hl0")
                .sensor("power1_input", 350_000_000);
        try (DrmSource source = machine.discover()) {
            assertThat(metered(source)).containsExactly("gpu0 drm-power:0000:19:00.0 primary");
            assertThat(source.devices().get(0).model()).isEqualTo("Habana Labs 1da3:1020");
        }
    }

    @Test
    void devicesAreNumberedByAddressFromWhereAnotherSourceEnded() {
        machine.instinct(0, "0000:c3:00.0");
        machine.instinct(1, "0000:03:00.0").unreadable("power1_average_").sensor("power1_average", "");
        machine.instinct(2, "0000:83:00.0");
        try (DrmSource source =
                DrmSource.discover(machine.sysfs(), machine.procfs(), 4, DrmFixture.TICK, System::nanoTime)) {
            assertThat(metered(source))
                    .containsExactly("gpu5 drm-power:0000:83:00.0 primary", "gpu6 drm-power:0000:c3:00.0 primary");
            assertThat(source.devices()).hasSize(3);
            assertThat(findings(source)).containsExactly("card1 (amdgpu 0000:03:00.0) power1_average failed");
        }
    }

    @Test
    void namesFromTheHardwareAreOneShortLine() {
        machine.instinct(0, "0000:03:00.0").write("product_name", "A\u0007\u001b[31mB" + "x".repeat(500) + "\nC\n");
        try (DrmSource source = machine.discover()) {
            String model = source.devices().get(0).model();
            assertThat(model).startsWith("A??[31mB").hasSize(100).doesNotContain("\n", "\u001b");
        }
    }

    @Test
    void aSleepingCardIsFoundWithoutReadingIt() {
        DrmFixture.CardFiles card =
                machine.instinct(0, "0000:03:00.0").status("suspended").sensor("power1_average", "");
        try (DrmSource source = machine.discover()) {
            assertThat(metered(source)).containsExactly("gpu0 drm-power:0000:03:00.0 primary");
            assertThat(source.channels().get(0).limit()).isEmpty();
            assertThat(Files.exists(card.directory)).isTrue();
        }
    }

    @Test
    void eachSourceHasItsUncertainty() {
        Uncertainty uncertainty = Uncertainty.bundled();
        for (String source : List.of(DrmSource.ENERGY, DrmSource.POWER)) {
            assertThat(uncertainty
                            .ofSource(source, DeviceType.GPU, Uncertainty.Defect.NONE)
                            .reason())
                    .isNotBlank();
        }
    }
}
