package io.ceait.machine;

import java.util.List;

/**
 * What the processor says of itself.
 *
 * @param brand the processor's own name, for the search in the table of thermal design powers; may be empty
 * @param virtual whether a hypervisor shows the processor: then a package is a share of one, and its design power says
 *     nothing
 * @param packages the processor packages in ascending number, at least one
 */
public record Topology(String brand, boolean virtual, List<Package> packages) {

    /**
     * One processor package.
     *
     * @param number the physical id that the kernel gives it
     * @param logicalCpus how many logical processors it holds
     */
    public record Package(int number, int logicalCpus) {}

    public Topology {
        packages = List.copyOf(packages);
        if (packages.isEmpty()) {
            throw new IllegalArgumentException("a machine has at least one processor package");
        }
    }

    public int logicalCpus() {
        return packages.stream().mapToInt(Package::logicalCpus).sum();
    }
}
