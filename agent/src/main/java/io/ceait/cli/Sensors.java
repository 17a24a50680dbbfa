package io.ceait.cli;

import io.ceait.device.Device;
import io.ceait.kernel.KernelRoots;
import io.ceait.machine.MachineLoad;
import io.ceait.machine.Topology;
import io.ceait.source.Channel;
import io.ceait.source.PowerSource;
import io.ceait.source.PowerSource.Finding;
import io.ceait.source.Unavailable;
import io.ceait.source.Unavailable.Reason;
import io.ceait.source.UseChannel;
import io.ceait.source.drm.DrmSource;
import io.ceait.source.model.HostModels;
import io.ceait.source.nvml.GpuReport;
import io.ceait.source.nvml.NvmlOptions;
import io.ceait.source.nvml.NvmlSource;
import io.ceait.source.rapl.RaplSource;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** All sources of a run: what can be measured, and a model beside each device for when it cannot, or can no longer. */
final class Sensors implements Closeable {

    private final SensorSettings settings;
    private final List<PowerSource> sources = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private Optional<NvmlSource> nvml = Optional.empty();

    private Sensors(SensorSettings settings) {
        this.settings = settings;
    }

    static Sensors discover(SensorSettings settings, Topology topology, MachineLoad load) {
        Sensors sensors = new Sensors(settings);
        try {
            sensors.find(topology, load);
            return sensors;
        } catch (RuntimeException | Error e) {
            sensors.close();
            throw e;
        }
    }

    private void find(Topology topology, MachineLoad load) {
        KernelRoots roots = settings.roots();
        Optional<RaplSource> rapl =
                add(RaplSource.NAME, "powercap", true, () -> RaplSource.discover(roots.sysfs(), topology.brand()));
        nvml = add(
                NvmlSource.NAME,
                "GPUs",
                false,
                () -> NvmlSource.discover(
                        NvmlOptions.of(settings.nvmlLibrary(), roots.procfs(), settings.interval()), System::nanoTime));
        int gpus = nvml.map(source -> source.report().size()).orElse(0);
        add(DrmSource.NAME, "GPUs", false, () -> DrmSource.discover(roots.sysfs(), roots.procfs(), gpus));
        List<Device> found = rapl.map(RaplSource::devices).orElse(List.of());
        List<Device> readable = rapl.map(RaplSource::channels).orElse(List.of()).stream()
                .map(Channel::device)
                .toList();
        sources.add(HostModels.of(found, readable, topology, load));
    }

    /**
     * Finds a source unless the user has turned it off.
     *
     * @param modelled whether a model stands in for what it does not read
     */
    private <S extends PowerSource> Optional<S> add(
            String name, String sensor, boolean modelled, Supplier<S> discovery) {
        if (settings.disabled().contains(name)) {
            Unavailable off = new Unavailable(Reason.DISABLED, "turned off with --disable", "");
            findings.add(new Finding(name, sensor, off, !modelled));
            return Optional.empty();
        }
        S source = discovery.get();
        sources.add(source);
        for (Finding finding : source.findings()) {
            Reason reason = finding.status().reason();
            boolean unmetered = !modelled && reason != Reason.ABSENT && reason != Reason.NOT_COUNTED;
            findings.add(new Finding(finding.source(), finding.sensor(), finding.status(), unmetered));
        }
        return Optional.of(source);
    }

    /** What the NVIDIA driver can tell of each GPU. */
    List<GpuReport> gpuReports() {
        return nvml.map(NvmlSource::report).orElse(List.of());
    }

    List<PowerSource> sources() {
        return List.copyOf(sources);
    }

    List<Channel> channels() {
        return sources.stream().flatMap(source -> source.channels().stream()).toList();
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    List<UseChannel> uses() {
        return sources.stream().flatMap(source -> source.uses().stream()).toList();
    }

    /** What each channel rests on, by its id. */
    Map<String, String> bases() {
        Map<String, String> bases = new TreeMap<>();
        sources.forEach(source -> bases.putAll(source.bases()));
        return bases;
    }

    @Override
    public void close() {
        sources.forEach(PowerSource::close);
    }
}
