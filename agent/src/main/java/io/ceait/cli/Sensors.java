package io.ceait.cli;

import io.ceait.data.CpuTdp;
import io.ceait.device.Device;
import io.ceait.device.DeviceType;
import io.ceait.device.Quality;
import io.ceait.kernel.KernelRoots;
import io.ceait.machine.MachineLoad;
import io.ceait.machine.Topology;
import io.ceait.source.Channel;
import io.ceait.source.PowerSource;
import io.ceait.source.PowerSource.Finding;
import io.ceait.source.Unavailable;
import io.ceait.source.UseChannel;
import io.ceait.source.model.MemorySize;
import io.ceait.source.model.ModelSource;
import io.ceait.source.model.ModelSource.ModelledDevice;
import io.ceait.source.model.PowerCurve;
import io.ceait.source.model.PowerModels;
import io.ceait.source.model.VirtualCpu;
import io.ceait.source.rapl.RaplSource;
import io.ceait.units.Power;
import io.ceait.units.Text;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * All sources of a run: what can be measured, and a model beside each device for when it cannot, or can no longer.
 */
final class Sensors implements Closeable {

    private static final String CPU_MODEL = "cpu-model";
    private static final String RAM_MODEL = "ram-model";

    private final Optional<RaplSource> rapl;
    private final ModelSource model;
    private final List<Finding> findings = new ArrayList<>();

    private Sensors(Optional<RaplSource> rapl, ModelSource model) {
        this.rapl = rapl;
        this.model = model;
    }

    static Sensors discover(KernelRoots roots, Topology topology, MachineLoad load, List<String> disabled) {
        Optional<RaplSource> rapl = disabled.contains(RaplSource.NAME)
                ? Optional.empty()
                : Optional.of(RaplSource.discover(roots.sysfs(), topology.brand()));
        Sensors sensors = new Sensors(rapl, new ModelSource(load, models(rapl, topology, load)));
        rapl.ifPresentOrElse(
                source -> sensors.findings.addAll(source.findings()),
                () -> sensors.findings.add(new Finding(
                        RaplSource.NAME,
                        "powercap",
                        new Unavailable(Unavailable.Reason.DISABLED, "turned off with --disable", ""))));
        return sensors;
    }

    private static List<ModelledDevice> models(Optional<RaplSource> rapl, Topology topology, MachineLoad load) {
        List<Device> measured = rapl.map(RaplSource::devices).orElse(List.of());
        List<Device> readable = rapl.map(RaplSource::channels).orElse(List.of()).stream()
                .map(Channel::device)
                .toList();
        List<Device> processors = new ArrayList<>(measured.stream()
                .filter(device -> device.type() == DeviceType.CPU)
                .toList());
        // A socket without a zone draws power all the same.
        for (int n = processors.size(); n < topology.packages().size(); n++) {
            processors.add(new Device("cpu" + n, DeviceType.CPU, topology.brand()));
        }
        CpuModel cpu = CpuModel.of(topology, processors.size());
        List<ModelledDevice> models = new ArrayList<>();
        for (Device device : processors) {
            models.add(new ModelledDevice(
                    channel(
                            device,
                            CPU_MODEL,
                            readable.contains(device),
                            cpu.curve().highest()),
                    cpu.curve(),
                    cpu.basis()));
        }
        Device memory = measured.stream()
                .filter(device -> device.type() == DeviceType.RAM)
                .findFirst()
                .orElse(new Device("ram", DeviceType.RAM, "memory"));
        MemorySize size = MemorySize.ofBytes(load.installedBytes());
        Power power = PowerModels.greenAlgorithmsRam(size);
        models.add(new ModelledDevice(
                channel(memory, RAM_MODEL, readable.contains(memory), power),
                PowerCurve.constant(power),
                () -> "0.3725 W/GB of " + Text.significant(size.gigabytes()) + " GB installed"));
        return models;
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

    /** The model of one package, and what it rests on. */
    private record CpuModel(PowerCurve curve, Supplier<String> basis) {

        /** The design power of a package says nothing about the share of it that a virtual machine gets. */
        static CpuModel of(Topology topology, int packages) {
            Optional<CpuTdp> known = topology.virtual() ? Optional.empty() : CpuTdp.find(topology.brand());
            if (known.isPresent()) {
                CpuTdp tdp = known.get();
                return new CpuModel(
                        new PowerCurve(u -> PowerModels.teads(tdp.tdp(), u)),
                        () -> "Teads curve over a TDP of " + tdp.tdp() + " (" + tdp.model() + ", " + tdp.source()
                                + ")");
            }
            VirtualCpu vcpu = VirtualCpu.UNKNOWN;
            double share = (double) topology.logicalCpus() / packages;
            String why = topology.virtual() ? "virtual machine" : "processor not in the table";
            return new CpuModel(
                    new PowerCurve(u -> vcpu.at(u).times(share)),
                    () -> "Cloud Carbon Footprint, " + vcpu.idle() + " to " + vcpu.full() + " per logical CPU (" + why
                            + ")");
        }
    }

    List<PowerSource> sources() {
        List<PowerSource> list = new ArrayList<>();
        rapl.ifPresent(list::add);
        list.add(model);
        return list;
    }

    List<Channel> channels() {
        return sources().stream().flatMap(source -> source.channels().stream()).toList();
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    List<UseChannel> uses() {
        return sources().stream().flatMap(source -> source.uses().stream()).toList();
    }

    /** What each channel rests on, by its id. */
    Map<String, String> bases() {
        Map<String, String> bases = new TreeMap<>();
        sources().forEach(source -> bases.putAll(source.bases()));
        return bases;
    }

    @Override
    public void close() {
        sources().forEach(PowerSource::close);
    }
}
