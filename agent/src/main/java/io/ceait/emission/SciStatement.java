package io.ceait.emission;

import io.ceait.data.YamlFile;
import io.ceait.data.YamlMap;
import io.ceait.units.Mass;
import io.ceait.units.Ratio;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a user states for the Software Carbon Intensity, and no meter can know.
 *
 * @param functionalUnit {@code R}: what the intensity is per, such as {@code image} or {@code training run}
 * @param count how many of them the run did
 * @param equipment what it ran on; may be empty, and the embodied part is then missing
 */
public record SciStatement(String functionalUnit, double count, List<Equipment> equipment) {

    private static final double NANOS_PER_HOUR = 3.6e12;
    private static final double LONGEST_HOURS = 2_000_000;

    public SciStatement {
        if (!(count > 0 && count < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a count of functional units is above 0, not " + count);
        }
        equipment = List.copyOf(equipment);
    }

    /** Reads a file; fails with a sentence that names the line and the key. */
    public static SciStatement read(Path file) {
        YamlMap map = YamlFile.read(file).only("functional_unit", "count", "hardware");
        double count = map.requiredNumber("count");
        if (count <= 0) {
            throw map.error("count", "is the number of functional units that the run did, above 0");
        }
        List<Equipment> equipment = new ArrayList<>();
        for (YamlMap item : map.maps("hardware")) {
            equipment.add(equipment(item));
        }
        return new SciStatement(map.requiredText("functional_unit"), count, equipment);
    }

    private static Equipment equipment(YamlMap map) {
        map.only("name", "embodied_kg", "lifespan_h", "reserved_h", "resources_reserved", "resources_total");
        double embodied = map.requiredNumber("embodied_kg");
        if (embodied < 0) {
            throw map.error("embodied_kg", "is a mass in kilograms of at least 0");
        }
        map.requiredNumber("lifespan_h");
        Duration lifespan = hours(map, "lifespan_h")
                .filter(time -> !time.isZero())
                .orElseThrow(() -> map.error("lifespan_h", "is a number of hours above 0"));
        double of = map.number("resources_total").orElse(1.0);
        double reserved = map.number("resources_reserved").orElse(of);
        if (!(of > 0 && reserved >= 0 && reserved <= of)) {
            throw map.error(
                    map.has("resources_reserved") ? "resources_reserved" : "resources_total",
                    "is a part of resources_total: 0 ≤ resources_reserved ≤ resources_total, and that above 0");
        }
        return new Equipment(
                map.text("name").orElse("hardware"),
                Mass.ofKilograms(embodied),
                lifespan,
                hours(map, "reserved_h"),
                Ratio.of(reserved / of));
    }

    private static Optional<Duration> hours(YamlMap map, String key) {
        Optional<Double> hours = map.number(key);
        if (hours.isPresent() && !(hours.get() >= 0 && hours.get() < LONGEST_HOURS)) {
            throw map.error(key, "is a number of hours, at least 0 and below " + (long) LONGEST_HOURS);
        }
        return hours.map(value -> Duration.ofNanos(Math.round(value * NANOS_PER_HOUR)));
    }
}
