package io.ceait.source.nvml;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What one GPU says of itself and what its driver can tell of it; texts are the driver's and untrusted.
 *
 * @param id as in outputs: {@code gpu0}
 * @param pci bus, device and function; empty where the driver does not tell
 * @param driverVersion such as {@code 550.54.15}
 * @param library the file, or the name that the loader looked up
 */
public record GpuReport(
        String id,
        String name,
        String uuid,
        String pci,
        String architecture,
        String driverVersion,
        String library,
        List<CapabilityReport> capabilities) {

    /**
     * Whether something can be read.
     *
     * @param call of the library
     * @param failure the code and what it means; empty when it works
     * @param latencyMicroseconds how long the call took; empty when the library lacks it
     */
    public record CapabilityReport(String call, Optional<String> failure, OptionalInt latencyMicroseconds) {

        public boolean works() {
            return failure.isEmpty();
        }
    }
}
