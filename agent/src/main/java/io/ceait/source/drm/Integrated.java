package io.ceait.source.drm;

import io.ceait.kernel.Cursor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Tells GPUs that are part of a processor package, whose energy the package's counter holds already. {@code boot_vga}
 * proves nothing (it is the card that the firmware wrote to), and the size of the memory little (a package may give
 * nearly all of its memory to its GPU), so it goes by what only such GPUs have:
 *
 * <ul>
 *   <li>Intel's integrated GPU is device 02.0 on bus 0 by design, a card is behind a bridge; i915 and xe register a
 *       monitor for cards alone. A GPU at that place that nevertheless shows energy is metered.
 *   <li>amdgpu shows the voltage of the northbridge ({@code in1_label} says {@code vddnb}) for APUs alone, and gives its
 *       table of metrics format 2 or higher for them. Its document says of {@code power1} that it includes the CPU there.
 *   <li>MI300A is an APU without either sign, known by its number. Left out where a package counter may hold its energy.
 *   <li>The drivers intel_vpu and amdxdna drive parts of processors.
 * </ul>
 */
final class Integrated {

    private static final int MI300A = 0x74a0;

    /** From here on the table of metrics is that of an APU. */
    private static final int FIRST_FORMAT_OF_APUS = 2;

    private Integrated() {}

    /** Why a card is not metered; empty if it is a device of its own. */
    static Optional<String> reason(Card card, SensorSelection sensors, boolean asleep, Path sysfs) {
        if (card.vendor() == Card.INTEL && card.address().endsWith(":00:02.0") && sensors.isEmpty()) {
            return Optional.of("integrated graphics: its energy is in the processor package's");
        }
        if (card.isDrivenBy("intel_vpu") || card.isDrivenBy("amdxdna")) {
            return Optional.of("a part of the processor: its energy is in the package's");
        }
        if (card.isDrivenBy("amdgpu") && (isApu(card, asleep) || isMeteredMi300a(card, sysfs))) {
            return Optional.of("an APU: its power is the whole package's, CPU included, which is metered as the CPU's");
        }
        return Optional.empty();
    }

    private static boolean isApu(Card card, boolean asleep) {
        Path monitors = card.directory().resolve("hwmon");
        try {
            for (String monitor : CardTree.list(monitors)) {
                Path label = monitors.resolve(monitor).resolve("in1_label");
                if (Attribute.text(label).filter("vddnb"::equals).isPresent()) {
                    return true;
                }
            }
        } catch (IOException e) {
            // Without a monitor there is nothing to meter either way.
            return false;
        }
        return !asleep && formatOfMetrics(card) >= FIRST_FORMAT_OF_APUS;
    }

    /** The third byte of the table, behind its size of two; -1 when there is none. To read it wakes a card. */
    private static int formatOfMetrics(Card card) {
        try (InputStream metrics = Files.newInputStream(card.directory().resolve("gpu_metrics"))) {
            byte[] header = metrics.readNBytes(4);
            return header.length < 4 ? -1 : header[2];
        } catch (IOException e) {
            return -1;
        }
    }

    private static boolean isMeteredMi300a(Card card, Path sysfs) {
        return card.product() == MI300A && Files.isDirectory(sysfs.resolve("class/powercap/intel-rapl:0"));
    }

    /**
     * Of the two dies of an MI200 each is a card, and only the first tells power, that of both; the other has a limit of 0.
     */
    static boolean isSecondDie(Card card, SensorSelection sensors) {
        return card.isDrivenBy("amdgpu")
                && !sensors.power().isEmpty()
                && Attribute.number(sensors.power().get(0).hwmon().resolve("power1_cap")) == 0
                && sensors.power().stream().allMatch(power -> isNothing(Attribute.number(power.path())));
    }

    private static boolean isNothing(long power) {
        return power == 0 || power == Cursor.NONE;
    }
}
