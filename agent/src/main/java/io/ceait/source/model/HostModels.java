package io.ceait.source.model;

import io.ceait.data.CpuTdp;
import io.ceait.device.Device;
import io.ceait.device.DeviceType;
import io.ceait.device.Quality;
import io.ceait.machine.MachineLoad;
import io.ceait.machine.Topology;
import io.ceait.source.Channel;
import io.ceait.source.model.ModelSource.ModelledDevice;
import io.ceait.units.Power;
import io.ceait.units.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A model beside each processor package and the memory: it speaks for what has no sensor, and stands by for the rest. */
public final class HostModels {

    private static final String CPU_MODEL = "cpu-model";
    private static final String RAM_MODEL = "ram-model";

    private HostModels() {}

    /**
     * Makes the models.
     *
     * @param found devices that a source has found, readable or not
     * @param readable those of them that it can read
     * @param load the machine's load, refreshed by the caller before each read
     */
    public static ModelSource of(List<Device> found, List<Device> readable, Topology topology, MachineLoad load) {
        List<Device> processors = new ArrayList<>(
                found.stream().filter(device -> device.type() == DeviceType.CPU).toList());
        // A socket without a zone draws power all the same.
        for (int n = processors.size(); n < topology.packages().size(); n++) {
            processors.add(new Device("cpu" + n, DeviceType.CPU, topology.brand()));
        }
        CpuModel cpu = CpuModel.of(topology, processors.size());
        List<ModelledDevice> models = new ArrayList<>();
        for (Device device : processors) {
            Power highest = cpu.curve().highest();
            models.add(new ModelledDevice(
                    channel(device, CPU_MODEL, readable.contains(device), highest), cpu.curve(), cpu.basis()));
        }
        Device memory = found.stream()
                .filter(device -> device.type() == DeviceType.RAM)
                .findFirst()
                .orElse(new Device("ram", DeviceType.RAM, "memory"));
        MemorySize size = MemorySize.ofBytes(load.installedBytes());
        Power power = PowerModels.greenAlgorithmsRam(size);
        models.add(new ModelledDevice(
                channel(memory, RAM_MODEL, readable.contains(memory), power),
                PowerCurve.constant(power),
                () -> PowerModels.greenAlgorithmsRam(MemorySize.ofGigabytes(1)) + "/GB of "
                        + Text.significant(size.gigabytes()) + " GB installed"));
        return new ModelSource(load, models);
    }

    private static Channel channel(Device device, String source, boolean measured, Power highest) {
        return new Channel(
                source + ":" + device.id(),
                device,
                source,
                Quality.ESTIMATED,
                measured ? Channel.Role.FALLBACK : Channel.Role.PRIMARY,
                Channel.NEVER_WRAPS,
                Optional.of(highest));
    }

    /** The model of one processor, and what it rests on. */
    private record CpuModel(PowerCurve curve, Supplier<String> basis) {

        /**
         * The design power of a package says nothing about the share of it that a virtual machine gets, and is the sum of its
         * dies where each of them is a device of its own.
         */
        static CpuModel of(Topology topology, int processors) {
            Optional<CpuTdp> known = topology.virtual() ? Optional.empty() : CpuTdp.find(topology.brand());
            if (known.isPresent()) {
                CpuTdp tdp = known.get();
                int packages = topology.packages().size();
                Power own = tdp.tdp().times((double) packages / processors);
                String dies = packages == processors
                        ? ""
                        : ", the part of one of " + processors + " dies in " + packages + " package(s)";
                return new CpuModel(
                        new PowerCurve(u -> PowerModels.teads(own, u)),
                        () -> "Teads curve over a TDP of " + tdp.tdp() + " (" + tdp.model() + ", " + tdp.source() + ")"
                                + dies);
            }
            VirtualCpu vcpu = VirtualCpu.UNKNOWN;
            double share = (double) topology.logicalCpus() / processors;
            String why = topology.virtual() ? "virtual machine" : "processor not in the table";
            return new CpuModel(
                    new PowerCurve(u -> vcpu.at(u).times(share)),
                    () -> "Cloud Carbon Footprint, " + vcpu.idle() + " to " + vcpu.full() + " per logical CPU (" + why
                            + ")");
        }
    }
}
