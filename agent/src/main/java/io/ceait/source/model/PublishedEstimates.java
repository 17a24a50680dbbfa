package io.ceait.source.model;

import io.ceait.device.DeviceType;
import io.ceait.units.Power;
import io.ceait.units.Ratio;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What the published models say about one machine, side by side, so that a user sees how far estimates lie apart. */
public final class PublishedEstimates {

    /**
     * One model's estimate for the machine as a whole.
     *
     * @param used whether this agent meters with it when there is no sensor
     */
    public record Row(
            DeviceType part,
            String model,
            String tool,
            Power idle,
            Power half,
            Power full,
            String source,
            boolean used) {}

    /**
     * @param sockets processor packages
     * @param logicalCpus hardware threads online
     * @param tdp of one package, where the processor is known
     * @param virtualCpu the per-thread figures that fit where it is not
     * @param memory installed
     */
    public record Machine(
            int sockets, int logicalCpus, Optional<Power> tdp, VirtualCpu virtualCpu, MemorySize memory) {}

    private static final Ratio HALF = Ratio.of(0.5);

    private PublishedEstimates() {}

    /** The rows for CPU, then for RAM. Models that need a TDP are left out where none is known. */
    public static List<Row> forMachine(Machine machine) {
        List<Row> rows = new ArrayList<>();
        machine.tdp().ifPresent(tdp -> {
            Power all = tdp.times(machine.sockets());
            rows.add(cpu("Teads curve", "CEAIT, Impact Framework", "cpu-teads", true, u -> PowerModels.teads(all, u)));
            rows.add(cpu(
                    "cubic in load",
                    "CodeCarbon 3, whole machine",
                    "cpu-codecarbon-cubic",
                    false,
                    u -> PowerModels.codeCarbonCubic(all, u)));
            rows.add(cpu(
                    "linear with floor",
                    "CodeCarbon 3, process",
                    "cpu-codecarbon-linear",
                    false,
                    u -> PowerModels.codeCarbonLinear(all, u)));
            rows.add(cpu(
                    "half the TDP",
                    "carbontracker",
                    "cpu-carbontracker",
                    false,
                    u -> PowerModels.carbontrackerConstant(all)));
        });
        VirtualCpu virtual = machine.virtualCpu();
        rows.add(new Row(
                DeviceType.CPU,
                "watts per vCPU",
                "Cloud Carbon Footprint",
                virtual.idle().times(machine.logicalCpus()),
                virtual.at(HALF).times(machine.logicalCpus()),
                virtual.full().times(machine.logicalCpus()),
                virtual.source(),
                machine.tdp().isEmpty()));
        MemorySize memory = machine.memory();
        int modules = PowerModels.likelyModules(memory);
        MemorySize gigabyte = MemorySize.ofGigabytes(1);
        rows.add(ram(
                PowerModels.greenAlgorithmsRam(gigabyte) + "/GB",
                "CEAIT, Green Algorithms",
                "ram-green-algorithms",
                true,
                PowerModels.greenAlgorithmsRam(memory)));
        rows.add(ram(
                PowerModels.ccfRam(gigabyte) + "/GB",
                "Cloud Carbon Footprint",
                "ram-ccf",
                false,
                PowerModels.ccfRam(memory)));
        rows.add(ram(
                PowerModels.codeCarbonV2Ram(MemorySize.ofGigabytes(8)) + " per 8 GB",
                "CodeCarbon 2",
                "ram-codecarbon-v2",
                false,
                PowerModels.codeCarbonV2Ram(memory)));
        rows.add(ram(
                "watts per module", "CodeCarbon 3", "ram-codecarbon-v3", false, PowerModels.codeCarbonV3Ram(modules)));
        rows.add(ram(
                PowerModels.codeCarbonV3RamAsDocumented(1) + " per module",
                "CodeCarbon 3, its documentation",
                "ram-codecarbon-v3",
                false,
                PowerModels.codeCarbonV3RamAsDocumented(modules)));
        return List.copyOf(rows);
    }

    private static Row cpu(String model, String tool, String key, boolean used, Function<Ratio, Power> power) {
        return new Row(
                DeviceType.CPU,
                model,
                tool,
                power.apply(Ratio.ZERO),
                power.apply(HALF),
                power.apply(Ratio.ONE),
                Coefficients.source(key),
                used);
    }

    private static Row ram(String model, String tool, String key, boolean used, Power power) {
        return new Row(DeviceType.RAM, model, tool, power, power, power, Coefficients.source(key), used);
    }
}
