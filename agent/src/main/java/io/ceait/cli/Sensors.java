package io.ceait.cli;

import io.ceait.device.Device;
import io.ceait.machine.MachineLoad;
import io.ceait.machine.Topology;
import io.ceait.source.Channel;
import io.ceait.source.PowerSource;
import io.ceait.source.PowerSource.Finding;
import io.ceait.source.Unavailable;
import io.ceait.source.UseChannel;
import io.ceait.source.model.HostModels;
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
        Optional<RaplSource> rapl = add(
                RaplSource.NAME,
                "powercap",
                () -> RaplSource.discover(settings.roots().sysfs(), topology.brand()));
        List<Device> found = rapl.map(RaplSource::devices).orElse(List.of());
        List<Device> readable = rapl.map(RaplSource::channels).orElse(List.of()).stream()
                .map(Channel::device)
                .toList();
        sources.add(HostModels.of(found, readable, topology, load));
    }

    /** Finds a source unless the user has turned it off. */
    private <S extends PowerSource> Optional<S> add(String name, String sensor, Supplier<S> discovery) {
        if (settings.disabled().contains(name)) {
            findings.add(new Finding(
                    name, sensor, new Unavailable(Unavailable.Reason.DISABLED, "turned off with --disable", "")));
            return Optional.empty();
        }
        S source = discovery.get();
        sources.add(source);
        findings.addAll(source.findings());
        return Optional.of(source);
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
