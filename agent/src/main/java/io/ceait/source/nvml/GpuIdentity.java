package io.ceait.source.nvml;

/**
 * Who a GPU is.
 *
 * @param id as in outputs, by the order of enumeration, which is not the same after each start of the machine
 * @param pci may be empty
 * @param driverBranch the first number of the driver's version; 0 where it is not known
 */
record GpuIdentity(
        String id,
        int number,
        String uuid,
        String name,
        String pci,
        Architecture architecture,
        String driverVersion,
        int driverBranch) {

    String text() {
        return uuid + (pci.isEmpty() ? "" : ", " + pci) + ", " + architecture.label() + ", driver " + driverVersion;
    }
}
