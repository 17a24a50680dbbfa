package io.ceait.source.rapl;

import io.ceait.units.Power;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One powercap zone, as its directory describes it.
 *
 * @param id the directory's name, such as {@code intel-rapl:0:1}: unique within the class, and the only use we make of
 *     the numbers is to find the zone that contains this one
 * @param name what the kernel says it measures: {@code package-0}, {@code dram}, …
 * @param directory where its files are
 * @param rangeMicrojoules {@code max_energy_range_uj}
 * @param limit the highest power limit or maximum that its constraints state
 */
record Zone(String id, String name, Path directory, long rangeMicrojoules, Optional<Power> limit) {

    /** The control type: {@code intel-rapl} or its memory-mapped twin {@code intel-rapl-mmio}. */
    String controlType() {
        return id.substring(0, id.indexOf(':'));
    }

    boolean isMemoryMapped() {
        return controlType().endsWith("-mmio");
    }

    /** The id of the zone that contains this one; empty at the top. */
    Optional<String> parentId() {
        int last = id.lastIndexOf(':');
        return last > id.indexOf(':') ? Optional.of(id.substring(0, last)) : Optional.empty();
    }

    boolean isPackage() {
        return PackageName.parse(name).isPresent();
    }

    boolean isDram() {
        return name.equals("dram");
    }

    Path counter() {
        return directory.resolve("energy_uj");
    }
}
