package io.ceait.source.rapl;

import io.ceait.kernel.Cursor;
import io.ceait.units.Power;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds the zones below {@code class/powercap}. The kernel shows each zone flat in the class directory and again nested
 * in the zone that contains it, by links or, in a tree made by hand, as directories: the id tells them for one.
 */
final class ZoneTree {

    /** Control type, package, part: the kernel nests no deeper. Links back to the class end here too. */
    private static final int DEEPEST = 4;

    private ZoneTree() {}

    /** All zones by id. Empty when the machine has no powercap tree. */
    static Collection<Zone> discover(Path sysfs) throws IOException {
        Map<String, Zone> zones = new TreeMap<>();
        Path root = sysfs.resolve("class").resolve("powercap");
        if (Files.isDirectory(root)) {
            collect(root, 0, zones);
        }
        return zones.values();
    }

    private static void collect(Path directory, int depth, Map<String, Zone> zones) throws IOException {
        if (depth > DEEPEST) {
            return;
        }
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(children::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        } catch (IOException e) {
            if (depth == 0) {
                throw e;
            }
            // What a zone we may not look into contains is not known; the others are none the worse for it.
            return;
        }
        for (Path child : children) {
            String id = String.valueOf(child.getFileName());
            if (!isControlTypeOrZone(id) || !Files.isDirectory(child)) {
                continue;
            }
            if (id.indexOf(':') > 0 && !zones.containsKey(id)) {
                Optional<String> name = line(child.resolve("name"));
                if (name.isPresent()) {
                    zones.put(id, describe(id, name.get(), child));
                }
            }
            collect(child, depth + 1, zones);
        }
    }

    /** {@code device}, {@code subsystem} and {@code power} are links and folders of the driver core, no zones. */
    private static boolean isControlTypeOrZone(String name) {
        return !name.equals("device") && !name.equals("subsystem") && !name.equals("power");
    }

    private static Zone describe(String id, String name, Path directory) {
        long range = number(directory.resolve("max_energy_range_uj")).orElse(Long.MAX_VALUE);
        long limit = 0;
        for (int constraint = 0; constraint < 4; constraint++) {
            String prefix = "constraint_" + constraint + "_";
            limit = Math.max(
                    limit, number(directory.resolve(prefix + "power_limit_uw")).orElse(0L));
            limit = Math.max(
                    limit, number(directory.resolve(prefix + "max_power_uw")).orElse(0L));
        }
        return new Zone(
                id,
                name,
                directory,
                range > 0 ? range : Long.MAX_VALUE,
                limit > 0 ? Optional.of(Power.ofWatts(limit / 1e6)) : Optional.empty());
    }

    private static Optional<Long> number(Path file) {
        return line(file).flatMap(text -> {
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            long value = new Cursor().over(bytes, bytes.length).onlyNumber();
            return value == Cursor.NONE ? Optional.empty() : Optional.of(value);
        });
    }

    /** The file's text without surrounding white space; empty when it cannot be read. */
    private static Optional<String> line(Path file) {
        try {
            return Optional.of(
                    Files.readString(file, StandardCharsets.ISO_8859_1).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
