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
import io.ceait.source.nvml.NvmlSearch;
import io.ceait.source.nvml.NvmlSource;
import io.ceait.source.rapl.RaplSource;
import java.io.Closeable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All sources of a run: what can be measured, and a model beside each device for when it cannot, or can no longer. Those of
 * the host are known at once; GPUs when their driver has answered.
 */
final class Sensors implements Opening.Late, Closeable {

    private final SensorSettings settings;
    private final List<PowerSource> sources = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private Optional<NvmlSearch> search = Optional.empty();
    private Optional<NvmlSource> nvml = Optional.empty();
    private boolean ended;

    private Sensors(SensorSettings settings) {
        this.settings = settings;
    }

    /** Finds all that there is, and waits for drivers as long as for a run that is not held up by it. */
    static Sensors discover(SensorSettings settings, Topology topology, MachineLoad load) {
        Sensors sensors = search(settings, topology, load);
        boolean unused = sensors.await(Opening.LONGEST);
        sensors.end();
        return sensors;
    }

    /** Finds the sensors of the host and begins to look for GPUs. */
    static Sensors search(SensorSettings settings, Topology topology, MachineLoad load) {
        Sensors sensors = new Sensors(settings);
        try {
            sensors.findHost(topology, load);
            return sensors;
        } catch (RuntimeException | Error e) {
            sensors.close();
            throw e;
        }
    }

    private void findHost(Topology topology, MachineLoad load) {
        KernelRoots roots = settings.roots();
        if (isOn(NvmlSource.NAME, "GPUs", false)) {
            // First of all, for it takes its time on a thread of its own.
            search = Optional.of(NvmlSource.search(
                    NvmlOptions.of(settings.nvmlLibrary(), roots.procfs(), settings.interval()), System::nanoTime));
        }
        Optional<RaplSource> rapl = Optional.empty();
        if (isOn(RaplSource.NAME, "powercap", true)) {
            rapl = Optional.of(add(RaplSource.discover(roots.sysfs(), topology.brand(), settings.interval()), true));
        }
        List<Device> found = rapl.map(RaplSource::devices).orElse(List.of());
        List<Device> readable = rapl.map(RaplSource::channels).orElse(List.of()).stream()
                .map(Channel::device)
                .toList();
        sources.add(HostModels.of(found, readable, topology, load));
    }

    @Override
    public boolean await(Duration atMost) {
        return ended || search.map(begun -> begun.await(atMost)).orElse(true);
    }

    @Override
    public List<PowerSource> end() {
        if (ended) {
            return List.of();
        }
        ended = true;
        int before = sources.size();
        nvml = search.map(begun -> add(begun.end(), false));
        if (isOn(DrmSource.NAME, "GPUs", false)) {
            KernelRoots roots = settings.roots();
            int gpus = nvml.map(source -> source.report().size()).orElse(0);
            add(DrmSource.discover(roots.sysfs(), roots.procfs(), gpus, settings.interval(), System::nanoTime), false);
        }
        return List.copyOf(sources.subList(before, sources.size()));
    }

    /** Whether the user has left a source on. */
    private boolean isOn(String name, String sensor, boolean modelled) {
        boolean off = settings.disabled().contains(name);
        if (off) {
            Unavailable why = new Unavailable(Reason.DISABLED, "turned off with --disable", "");
            findings.add(new Finding(name, sensor, why, !modelled));
        }
        return !off;
    }

    /** @param modelled whether a model stands in for what it does not read */
    private <S extends PowerSource> S add(S source, boolean modelled) {
        sources.add(source);
        for (Finding finding : source.findings()) {
            Reason reason = finding.status().reason();
            boolean unmetered = !modelled && reason != Reason.ABSENT && reason != Reason.NOT_COUNTED;
            findings.add(new Finding(finding.source(), finding.sensor(), finding.status(), unmetered));
        }
        return source;
    }

    /** What the NVIDIA driver can tell of each GPU. */
    List<GpuReport> gpuReports() {
        return nvml.map(NvmlSource::report).orElse(List.of());
    }

    /** Those that are known by now; others come behind them. */
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
        if (!ended) {
            ended = true;
            search.map(NvmlSearch::end).ifPresent(sources::add);
        }
        sources.forEach(PowerSource::close);
    }
}
