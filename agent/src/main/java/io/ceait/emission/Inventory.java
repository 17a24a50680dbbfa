package io.ceait.emission;

import io.ceait.data.YamlFile;
import io.ceait.data.YamlMap;
import io.ceait.device.DeviceType;
import io.ceait.emission.EmissionFactors.StatedPue;
import io.ceait.units.Power;
import io.ceait.units.Ratio;
import java.io.Reader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Quantities that a user typed in, as in Appendix A of T/CCF 0003-2024: {@code offline} items of formula (4),
 * {@code online} items of formula (5), and optionally {@code pue} and one of {@code intensity_kg_per_kwh} and {@code zone}.
 */
public record Inventory(
        List<OfflineItem> offline,
        List<OnlineItem> online,
        Optional<StatedPue> pue,
        Optional<IntensityFactor> intensity) {

    /** Fails with an {@link InputException} that names file and line. */
    public static Inventory read(Path file) {
        return of(YamlFile.read(file));
    }

    static Inventory parse(String name, Reader reader) {
        return of(YamlFile.parse(name, reader));
    }

    /** The cloud services alone, of a file with the one key {@code online}: what accompanies a metered run. */
    public static List<OnlineItem> readOnline(Path file) {
        YamlMap root = YamlFile.read(file).only("online");
        List<OnlineItem> items =
                root.maps("online").stream().map(Inventory::online).toList();
        if (items.isEmpty()) {
            throw root.error("the list online is missing or empty");
        }
        return items;
    }

    private static Inventory of(YamlMap root) {
        root.only("offline", "online", "pue", "intensity_kg_per_kwh", "zone");
        List<OfflineItem> offline =
                root.maps("offline").stream().map(Inventory::offline).toList();
        List<OnlineItem> online =
                root.maps("online").stream().map(Inventory::online).toList();
        if (offline.isEmpty() && online.isEmpty()) {
            throw root.error("there is nothing to evaluate: neither offline nor online lists an item");
        }
        return new Inventory(offline, online, FactorKeys.pue(root), FactorKeys.intensity(root));
    }

    private static OfflineItem offline(YamlMap item) {
        item.only("device_type", "n", "power_w", "time_h", "occupancy");
        return new OfflineItem(
                deviceType(item), count(item), power(item), time(item), item.quantity("occupancy", Ratio::of));
    }

    private static OnlineItem online(YamlMap item) {
        item.only("provider", "power_w", "time_h", "share");
        return new OnlineItem(
                item.requiredText("provider"), power(item), time(item), item.quantity("share", Ratio::of));
    }

    private static DeviceType deviceType(YamlMap item) {
        String text = item.requiredText("device_type");
        return Arrays.stream(DeviceType.values())
                .filter(type -> type.label().equals(text))
                .findFirst()
                .orElseThrow(() -> item.error(
                        "device_type",
                        "is one of "
                                + Arrays.stream(DeviceType.values())
                                        .map(DeviceType::label)
                                        .collect(Collectors.joining(", "))
                                + ", not \"" + text + "\""));
    }

    private static int count(YamlMap item) {
        double n = item.requiredNumber("n");
        if (n < 1 || n > Integer.MAX_VALUE || n != Math.rint(n)) {
            throw item.error("n", "is a whole number of devices, at least 1, not " + n);
        }
        return (int) n;
    }

    private static Power power(YamlMap item) {
        return item.quantity("power_w", Power::ofConsumer);
    }

    private static Duration time(YamlMap item) {
        return item.quantity("time_h", hours -> {
            double seconds = hours * 3600;
            if (!(seconds >= 0 && seconds < 1e12)) {
                throw new IllegalArgumentException("a time is a number of hours of at least 0, not " + hours);
            }
            long whole = (long) seconds;
            return Duration.ofSeconds(whole, Math.round((seconds - whole) * 1e9));
        });
    }
}
