package io.ceait.source.drm;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.fuzz.Inputs;
import io.ceait.kernel.Cursor;
import io.ceait.source.Readings;
import java.nio.file.Path;
import java.util.List;

/** Fuzz harnesses of this package. */
public final class DrmParsers {

    private static final List<String> FILES = List.of(
            "product_name",
            "unique_id",
            "vendor",
            "device",
            "gpu_busy_percent",
            "mem_info_vram_used",
            "power/runtime_status",
            "hwmon/hwmon3/name",
            "hwmon/hwmon3/energy1_input",
            "hwmon/hwmon3/energy1_label",
            "hwmon/hwmon3/power1_average",
            "hwmon/hwmon3/power1_average_interval",
            "hwmon/hwmon3/power1_cap");

    private static boolean laidOut;

    private DrmParsers() {}

    public static void fdInfo(byte[] input) {
        FdInfo info = new FdInfo().of(input, input.length);
        assertThat(info.device()).hasSizeLessThanOrEqualTo(input.length);
        assertThat(info.engines()).isBetween(0, FdInfo.MOST_ENGINES);
        assertMissingOrNotNegative(info.memoryBytes());
        for (int i = 0; i < info.engines(); i++) {
            assertThat(info.engine(i)).hasSizeLessThanOrEqualTo(input.length);
            assertThat(info.capacity(i)).isPositive();
            assertMissingOrNotNegative(info.nanos(i));
            assertMissingOrNotNegative(info.cycles(i));
            assertMissingOrNotNegative(info.totalCycles(i));
        }
        assertThat(info.told() || info.engines() == 0).isTrue();
    }

    private static void assertMissingOrNotNegative(long value) {
        assertThat(value == Cursor.NONE || value >= 0).as("%s", value).isTrue();
    }

    /** One card, its files one behind the other. */
    public static void card(byte[] input) {
        Path root = Inputs.directory("drm");
        layOut(root);
        List<byte[]> contents = Inputs.parts(input, FILES.size());
        for (int i = 0; i < FILES.size(); i++) {
            Inputs.file("drm/sys/devices/pci0000:00/0000:03:00.0/" + FILES.get(i), contents.get(i));
        }
        try (DrmSource source =
                DrmSource.discover(root.resolve("sys"), root.resolve("proc"), 0, DrmFixture.TICK, System::nanoTime)) {
            Readings readings =
                    new Readings(source.channels().size(), source.uses().size());
            for (long second = 0; second < 3; second++) {
                source.read(second * 1_000_000_000L, true, readings.slots(0, 0));
                for (int i = 0; i < readings.channels(); i++) {
                    if (readings.unavailable(i) == null) {
                        assertThat(readings.microjoules(i)).isNotNegative();
                    }
                }
            }
        }
    }

    private static synchronized void layOut(Path root) {
        if (!laidOut) {
            new DrmFixture(root)
                    .card(0, "0000:03:00.0", "amdgpu", 0x1002, 0x740f)
                    .hwmon(3, "amdgpu");
            laidOut = true;
        }
    }
}
