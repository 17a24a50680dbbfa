package io.ceait.machine;

import io.ceait.kernel.KernelConstants;
import io.ceait.kernel.KernelRoots;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import oshi.hardware.CentralProcessor;
import oshi.spi.SystemInfoFactory;

/** Opens the views of the machine: the kernel's own files where they are, OSHI where they are not. */
public final class Machine {

    private Machine() {}

    /** Name and release of the kernel: {@code Linux-6.1.0-13-amd64}. As this JVM knows it, at no cost. */
    public static String kernel() {
        return System.getProperty("os.name", "") + "-" + System.getProperty("os.version", "");
    }

    public static Topology topology(KernelRoots roots) {
        return fromCpuInfo(roots).orElseGet(Machine::fromOshi);
    }

    public static MachineLoad load(KernelRoots roots, KernelConstants constants) {
        try {
            return ProcMachineLoad.open(roots.procfs(), constants);
        } catch (IOException e) {
            return new OshiMachineLoad();
        }
    }

    private static Optional<Topology> fromCpuInfo(KernelRoots roots) {
        try {
            return CpuInfo.parse(Files.readString(roots.procfs().resolve("cpuinfo")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Topology fromOshi() {
        CentralProcessor processor = SystemInfoFactory.create().getHardware().getProcessor();
        int packages = Math.max(1, processor.getPhysicalPackageCount());
        int cpus = Math.max(1, processor.getLogicalProcessorCount());
        return new Topology(
                processor.getProcessorIdentifier().getName(),
                false,
                java.util.stream.IntStream.range(0, packages)
                        .mapToObj(n -> new Topology.Package(n, Math.max(1, cpus / packages)))
                        .toList());
    }

    /**
     * What the machine is, for the record of a run: OSHI's answers. Takes some tenths of a second and starts helper
     * processes, so it is asked once the first sample is taken.
     */
    public static Inventory inventory() {
        var info = SystemInfoFactory.create();
        var hardware = info.getHardware();
        var processor = hardware.getProcessor();
        var system = info.getOperatingSystem();
        return new Inventory(
                system.getFamily() + " " + system.getVersionInfo(),
                processor.getProcessorIdentifier().getName(),
                processor.getPhysicalPackageCount(),
                processor.getPhysicalProcessorCount(),
                processor.getLogicalProcessorCount(),
                hardware.getMemory().getTotal(),
                List.of(
                        hardware.getComputerSystem().getManufacturer(),
                        hardware.getComputerSystem().getModel()));
    }
}
