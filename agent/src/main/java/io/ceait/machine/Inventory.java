package io.ceait.machine;

import java.util.List;

/**
 * The machine as its record describes it; every text is untrusted.
 *
 * @param operatingSystem family and version
 * @param processor the processor's own name
 * @param packages processor packages
 * @param physicalCores cores over all packages
 * @param logicalCpus hardware threads over all packages
 * @param installedBytes memory
 * @param computer manufacturer and model
 */
public record Inventory(
        String operatingSystem,
        String processor,
        int packages,
        int physicalCores,
        int logicalCpus,
        long installedBytes,
        List<String> computer) {

    public Inventory {
        computer = List.copyOf(computer);
    }
}
