package io.ceait.source.drm;

import io.ceait.source.SensorTiming;
import io.ceait.units.Power;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One energy or power file of a device's hardware monitor.
 *
 * @param hwmon the monitor's directory, such as {@code hwmon3}; its number changes when the driver is loaded again
 * @param monitor what the monitor calls itself
 * @param file {@code energy1_input} in microjoules, {@code power1_average} or {@code power1_input} in microwatts
 * @param channel {@code energy1}, {@code power1}
 * @param label what the driver says it measures: {@code card}, {@code pkg}, {@code PPT}; empty if it says nothing
 */
record Sensor(Path hwmon, String monitor, String file, String channel, String label) {

    /** An hour: what is stated to be longer is no window of a sensor. */
    private static final long LONGEST_WINDOW_MILLIS = 3_600_000;

    private static final List<String> WHOLE = List.of("card", "platform", "board");

    /** What is measured on the device, from the whole to a part; only the first kinds stand for the device. */
    enum Extent {
        WHOLE,
        UNSTATED,
        PACKAGE,
        PART
    }

    Path path() {
        return hwmon.resolve(file);
    }

    boolean isEnergy() {
        return channel.startsWith("energy");
    }

    Extent extent() {
        String says = label.toLowerCase(Locale.ROOT);
        if (WHOLE.contains(says)) {
            return Extent.WHOLE;
        }
        // PPT is amdgpu's name for the power that the package limit is compared with: all that the driver can tell.
        if (says.isEmpty() || says.equals("ppt")) {
            return Extent.UNSTATED;
        }
        return says.startsWith("pkg") || says.startsWith("package") ? Extent.PACKAGE : Extent.PART;
    }

    /**
     * The highest of the limits that the driver states: what users selected, the sustained maximum and what the board is
     * rated for. Limits that are turned off read 0.
     */
    Optional<Power> limit() {
        String prefix = "power" + channel.replaceAll("\\D", "") + "_";
        long highest = 0;
        for (String name : List.of("cap", "max", "rated_max")) {
            highest = Math.max(highest, Attribute.number(hwmon.resolve(prefix + name)));
        }
        return highest > 0 ? Optional.of(Power.ofWatts(highest / 1e6)) : Optional.empty();
    }

    /** Known only of averages whose window the driver states. */
    Optional<SensorTiming> timing() {
        long millis = file.endsWith("_average") ? Attribute.number(hwmon.resolve(channel + "_average_interval")) : 0;
        if (millis <= 0 || millis > LONGEST_WINDOW_MILLIS) {
            return Optional.empty();
        }
        Duration window = Duration.ofMillis(millis);
        return Optional.of(new SensorTiming(window, window));
    }

    /** {@code energy1_input (card)}. */
    String describe() {
        return label.isEmpty() ? file : file + " (" + label + ")";
    }
}
