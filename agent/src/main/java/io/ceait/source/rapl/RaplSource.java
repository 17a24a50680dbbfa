package io.ceait.source.rapl;

import io.ceait.device.Device;
import io.ceait.device.DeviceType;
import io.ceait.device.Quality;
import io.ceait.source.Channel;
import io.ceait.source.PowerSource;
import io.ceait.source.Slots;
import io.ceait.source.Unavailable;
import io.ceait.source.Unavailable.Reason;
import io.ceait.units.Energy;
import io.ceait.units.Text;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The energy counters of the powercap tree: each package is a device, the dram zones together are the memory. Parts of
 * a package and what contains packages are found, reported and never added.
 *
 * <p>A tick costs one seek and one read per zone. A counter that may go round within an interval is read in between as
 * well, so that each turn is counted.
 */
public final class RaplSource implements PowerSource {

    public static final String NAME = "rapl";

    /** How often a counter is read in the least time that it takes to go round. */
    private static final int LOOKS_A_TURN = 4;

    /** Up to so much of the least time that a counter takes to go round, readings follow each other closely enough. */
    private static final double CLOSE_ENOUGH = 0.5;

    /** No counter goes round in less than a minute; one that claims to is not worth all the time of a processor. */
    private static final long SHORTEST_LOOK_NANOS = 50_000_000L;

    private final long intervalNanos;
    private long lookPeriodNanos = NEVER;
    private final Map<String, String> bases = new TreeMap<>();
    private final List<Device> devices = new ArrayList<>();
    private final List<Channel> channels = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final List<ZoneReader> readers = new ArrayList<>();

    private RaplSource(Duration interval) {
        intervalNanos = interval.toNanos();
    }

    /**
     * Finds and opens what is there; what cannot be opened becomes a finding. Never fails.
     *
     * @param interval at which it will be read
     */
    public static RaplSource discover(Path sysfs, String processorBrand, Duration interval) {
        RaplSource source = new RaplSource(interval);
        try {
            source.add(ZoneSelection.of(ZoneTree.discover(sysfs)), processorBrand);
        } catch (AccessDeniedException e) {
            source.findings.add(new Finding(
                    NAME,
                    "powercap",
                    new Unavailable(Reason.DENIED, e.getFile() + " cannot be listed", "run as root")));
        } catch (IOException e) {
            source.findings.add(new Finding(
                    NAME,
                    "powercap",
                    new Unavailable(Reason.FAILED, String.valueOf(e.getMessage()), ZoneReader.LOAD_ANEW)));
        }
        if (source.devices.isEmpty() && source.findings.isEmpty()) {
            source.findings.add(new Finding(
                    NAME,
                    "powercap",
                    new Unavailable(
                            Reason.ABSENT,
                            sysfs.resolve("class/powercap") + " has no package zone",
                            "on bare metal load the module: modprobe intel_rapl_msr (Intel and AMD); "
                                    + "a virtual machine has no such sensor")));
        }
        return source;
    }

    private void add(ZoneSelection selection, String brand) {
        int number = 0;
        for (Zone zone : selection.packages()) {
            Device device = new Device("cpu" + number++, DeviceType.CPU, brand);
            devices.add(device);
            open(zone, device);
        }
        if (!selection.drams().isEmpty()) {
            Device memory = new Device("ram", DeviceType.RAM, "memory");
            devices.add(memory);
            for (Zone zone : selection.drams()) {
                open(zone, memory);
            }
            keepMemoryOnlyIfWhole(memory, selection.drams().size());
        }
        selection
                .leftOut()
                .forEach((zone, why) ->
                        findings.add(new Finding(NAME, label(zone), new Unavailable(Reason.NOT_COUNTED, why, ""))));
    }

    private void open(Zone zone, Device device) {
        Channel counter = new Channel(
                zone.id(), device, NAME, Quality.MEASURED, Channel.Role.PRIMARY, zone.rangeMicrojoules(), zone.limit());
        try {
            if (goesRoundUnseen(counter)) {
                readers.add(ZoneReader.open(zone, new Turns(counter)));
                channels.add(counter.withoutWraps());
                countTurns(counter);
            } else {
                readers.add(ZoneReader.open(zone));
                channels.add(counter);
            }
        } catch (IOException e) {
            findings.add(new Finding(NAME, label(zone), ZoneReader.explain(zone, e)));
        }
    }

    private boolean goesRoundUnseen(Channel counter) {
        long turn = counter.shortestTurnNanos();
        return intervalNanos > CLOSE_ENOUGH * turn && turn / LOOKS_A_TURN >= SHORTEST_LOOK_NANOS;
    }

    private void countTurns(Channel counter) {
        long period = counter.shortestTurnNanos() / LOOKS_A_TURN;
        lookPeriodNanos = Math.min(lookPeriodNanos, period);
        bases.put(
                counter.id(),
                "goes round every " + Energy.ofMicrojoules(counter.rangeMicrojoules()) + "; at up to " + counter.most()
                        + " that is " + Text.significant(counter.shortestTurnNanos() / 1e9) + " s, so it is read every "
                        + Text.significant(period / 1e9) + " s to count that");
    }

    /** The sum of some sockets' memory would pass for all of it. */
    private void keepMemoryOnlyIfWhole(Device memory, int zones) {
        long opened = channels.stream().filter(c -> c.device().equals(memory)).count();
        if (opened > 0 && opened < zones) {
            for (int i = channels.size() - 1; i >= 0; i--) {
                if (channels.get(i).device().equals(memory)) {
                    channels.remove(i);
                    readers.remove(i).close();
                }
            }
        }
    }

    private static String label(Zone zone) {
        return zone.id() + " (" + zone.name() + ")";
    }

    /** Every device that the tree shows, readable or not, so that none is forgotten. */
    public List<Device> devices() {
        return List.copyOf(devices);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Channel> channels() {
        return List.copyOf(channels);
    }

    @Override
    public Map<String, String> bases() {
        return Map.copyOf(bases);
    }

    @Override
    public long lookPeriodNanos() {
        return lookPeriodNanos;
    }

    @Override
    public void look(long nowNanos) {
        for (int i = 0; i < readers.size(); i++) {
            readers.get(i).look(nowNanos);
        }
    }

    @Override
    public List<Finding> findings() {
        return List.copyOf(findings);
    }

    @Override
    public void read(long nowNanos, boolean fresh, Slots into) {
        for (int i = 0; i < readers.size(); i++) {
            readers.get(i).read(nowNanos, into, i);
        }
    }

    @Override
    public void close() {
        closeAll(readers);
    }

    private static void closeAll(Collection<ZoneReader> readers) {
        readers.forEach(ZoneReader::close);
    }
}
