package io.ceait.source.rapl;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which zones are metered, each joule once: packages and dram. {@code core} and {@code uncore} are inside a package,
 * {@code psys} contains packages, and a memory-mapped zone is the same hardware as its namesake.
 *
 * @param packages in the order of their names
 * @param drams in the order of their packages
 * @param leftOut the others, each with the reason
 */
record ZoneSelection(List<Zone> packages, List<Zone> drams, Map<Zone, String> leftOut) {

    static ZoneSelection of(Collection<Zone> zones) {
        Map<String, Zone> byId = new HashMap<>();
        zones.forEach(zone -> byId.put(zone.id(), zone));
        Map<String, Zone> direct = new HashMap<>();
        zones.stream().filter(zone -> !zone.isMemoryMapped()).forEach(zone -> direct.put(path(zone, byId), zone));

        List<Zone> packages = new ArrayList<>();
        List<Zone> drams = new ArrayList<>();
        Map<Zone, String> leftOut = new LinkedHashMap<>();
        for (Zone zone : zones) {
            Zone twin = zone.isMemoryMapped() ? direct.get(path(zone, byId)) : null;
            if (twin != null) {
                leftOut.put(zone, "the same hardware as " + twin.id() + ", which is metered");
            } else if (zone.isPackage()) {
                packages.add(zone);
            } else if (zone.isDram()) {
                drams.add(zone);
            } else if (zone.name().equals("psys")) {
                leftOut.put(zone, "contains the packages, so adding it would count them twice");
            } else if (zone.parentId().isPresent()) {
                leftOut.put(zone, "a part of its package, which is metered");
            } else {
                leftOut.put(zone, "neither a package nor memory");
            }
        }
        Comparator<Zone> byPackage = Comparator.comparing((Zone zone) ->
                        PackageName.parse(packageOf(zone, byId).name()).orElse(new PackageName(Integer.MAX_VALUE, 0)))
                .thenComparing(Zone::id);
        packages.sort(byPackage);
        drams.sort(byPackage);
        return new ZoneSelection(List.copyOf(packages), List.copyOf(drams), leftOut);
    }

    private static Zone packageOf(Zone zone, Map<String, Zone> byId) {
        return zone.parentId().map(byId::get).orElse(zone);
    }

    /** The names from the top down: what tells a twin, whatever the numbers. */
    private static String path(Zone zone, Map<String, Zone> byId) {
        Optional<String> parent = zone.parentId();
        if (parent.isEmpty()) {
            return zone.name();
        }
        Zone container = byId.get(parent.get());
        return (container == null ? parent.get() : container.name()) + "/" + zone.name();
    }
}
