package io.ceait.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Parses {@code /proc/cpuinfo}. */
final class CpuInfo {

    private CpuInfo() {}

    /** Empty when the text names no processor. 64-bit Arm names neither package nor brand: one package, no brand. */
    static Optional<Topology> parse(String text) {
        Map<Integer, Integer> cpusByPackage = new TreeMap<>();
        String brand = "";
        boolean virtual = false;
        int processors = 0;
        int packageNumber = 0;
        boolean counted = true;
        for (String line : text.split("\n", -1)) {
            int colon = line.indexOf(':');
            String key = colon < 0 ? "" : line.substring(0, colon).trim();
            String value = colon < 0 ? "" : line.substring(colon + 1).trim();
            switch (key) {
                case "processor" -> {
                    if (!counted) {
                        cpusByPackage.merge(packageNumber, 1, Integer::sum);
                    }
                    counted = false;
                    packageNumber = 0;
                    processors++;
                }
                case "physical id" -> packageNumber = parseNumber(value, packageNumber);
                case "model name" -> brand = brand.isEmpty() ? value : brand;
                case "flags" -> virtual |= (" " + value + " ").contains(" hypervisor ");
                default -> {
                    // The other lines say nothing that is needed here.
                }
            }
        }
        if (!counted) {
            cpusByPackage.merge(packageNumber, 1, Integer::sum);
        }
        if (processors == 0) {
            return Optional.empty();
        }
        List<Topology.Package> packages = new ArrayList<>();
        cpusByPackage.forEach((number, cpus) -> packages.add(new Topology.Package(number, cpus)));
        return Optional.of(new Topology(brand, virtual, packages));
    }

    private static int parseNumber(String text, int otherwise) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
