package io.ceait.source.drm;

import io.ceait.device.Device;
import io.ceait.device.DeviceType;
import io.ceait.device.Quality;
import io.ceait.source.Channel;
import io.ceait.source.PowerSource.Finding;
import io.ceait.source.Unavailable;
import io.ceait.source.Unavailable.Reason;
import io.ceait.units.Power;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/** Goes over the cards once, at the start, and sorts them: metered, in the processor already, without a sensor, not ours. */
final class DrmDiscovery {

    /** They make a counter of 64 bits from one of 32 by being read. */
    private static final Set<String> EXTENDING_DRIVERS = Set.of("i915", "xe");

    private final Path sysfs;
    private int number;
    private final List<Gpu> gpus = new ArrayList<>();
    private final List<Device> devices = new ArrayList<>();
    private final List<Channel> channels = new ArrayList<>();
    private final Map<String, String> bases = new LinkedHashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    DrmDiscovery(Path sysfs, int firstGpuNumber) {
        this.sysfs = sysfs;
        this.number = firstGpuNumber;
    }

    DrmSource discover(Path procfs, Duration interval, LongSupplier clock) {
        try {
            for (Card card : CardTree.discover(sysfs)) {
                if (!card.isReadByNvml()) {
                    addOrExplain(card);
                }
            }
        } catch (IOException e) {
            findings.add(new Finding(DrmSource.NAME, "class/drm", SensorFile.explain(sysfs.resolve("class/drm"), e)));
        }
        if (devices.isEmpty() && findings.isEmpty()) {
            find(
                    "class/drm",
                    new Unavailable(
                            Reason.ABSENT,
                            sysfs.resolve("class/drm") + " shows no card or accelerator that NVML does not read",
                            "where there is one, load its driver, such as modprobe amdgpu or modprobe xe"));
        }
        return new DrmSource(procfs, gpus, devices, channels, bases, findings, interval, clock);
    }

    private void find(String sensor, Unavailable why) {
        findings.add(new Finding(DrmSource.NAME, sensor, why));
    }

    private void addOrExplain(Card card) {
        try {
            add(card);
        } catch (IOException e) {
            find(card.label(), SensorFile.explain(card.directory(), e));
        }
    }

    private void add(Card card) throws IOException {
        boolean asleep = Sleep.isAsleep(card.directory());
        SensorSelection sensors = SensorSelection.of(card.directory());
        Optional<String> inside = Integrated.reason(card, sensors, asleep, sysfs);
        if (inside.isPresent()) {
            find(card.label(), new Unavailable(Reason.NOT_COUNTED, inside.get(), ""));
        } else if (sensors.isEmpty()) {
            find(card.label(), withoutSensor(card));
        } else if (!asleep && Integrated.isSecondDie(card, sensors)) {
            addSecondDie(card);
        } else {
            meter(card, sensors, asleep);
        }
    }

    private static Unavailable withoutSensor(Card card) {
        String remedy = switch (card.driver()) {
            case "i915" -> "for an Intel card run Linux 6.2 or newer, or the xe driver";
            case "xe" -> "for an Intel card run Linux 6.8 or newer";
            case "amdgpu" -> "not to be had for a virtual function or with amdgpu.dpm=0";
            case "" -> "load its driver";
            default -> "nothing: its driver tells none";
        };
        return new Unavailable(Reason.ABSENT, card.model() + " shows neither energy nor power", remedy);
    }

    private void addSecondDie(Card card) {
        String detail = "a second die: its power is in that of the first";
        for (int i = gpus.size() - 1; i >= 0; i--) {
            Gpu gpu = gpus.get(i);
            if (gpu.card().product() == card.product() && gpu.dies().size() == 1) {
                gpu.add(new Die(card));
                find(card.label(), new Unavailable(Reason.NOT_COUNTED, detail + ", " + gpu.device.id(), ""));
                return;
            }
        }
        find(card.label(), new Unavailable(Reason.NOT_COUNTED, detail, ""));
    }

    private void meter(Card card, SensorSelection sensors, boolean asleep) {
        Device device = new Device("gpu" + number++, DeviceType.GPU, card.model());
        devices.add(device);
        List<Opened> opened = new ArrayList<>();
        openFirst(card, sensors.energy(), asleep).ifPresent(opened::add);
        openFirst(card, sensors.power(), asleep).ifPresent(opened::add);
        for (Sensor part : sensors.leftOut()) {
            find(
                    card.label() + " " + part.describe(),
                    new Unavailable(Reason.NOT_COUNTED, "a part of the card, or measured better beside it", ""));
        }
        if (opened.isEmpty()) {
            return;
        }
        // Limits are the same for energy and power, and to read them wakes a device as reading a sensor does.
        Optional<Power> limit = asleep
                ? Optional.empty()
                : opened.stream().flatMap(o -> o.sensor.limit().stream()).findFirst();
        Gpu gpu = new Gpu(device, new Die(card));
        for (Opened one : opened) {
            boolean primary = one == opened.get(0);
            gpu.add(meterOf(one, limit, card), channels.size());
            channel(gpu, one.sensor, primary ? Channel.Role.PRIMARY : Channel.Role.FALLBACK, limit);
        }
        gpus.add(gpu);
    }

    private record Opened(Sensor sensor, SensorFile file) {}

    /** The first of several files of one channel that answers. */
    private Optional<Opened> openFirst(Card card, List<Sensor> sensors, boolean asleep) {
        Optional<Finding> failure = Optional.empty();
        for (Sensor sensor : sensors) {
            try {
                Path device = card.directory();
                return Optional.of(new Opened(
                        sensor, asleep ? SensorFile.openLater(device, sensor) : SensorFile.open(device, sensor)));
            } catch (IOException e) {
                failure = failure.or(() -> Optional.of(new Finding(
                        DrmSource.NAME, card.label() + " " + sensor.describe(), SensorFile.explain(sensor.path(), e))));
            }
        }
        failure.ifPresent(findings::add);
        return Optional.empty();
    }

    private static Meter meterOf(Opened opened, Optional<Power> limit, Card card) {
        double watts = limit.map(Power::watts).orElse(SleepGuard.ASSUMED_LIMIT_WATTS);
        return opened.sensor.isEnergy()
                ? new EnergyMeter(opened.file, watts, EXTENDING_DRIVERS.contains(card.driver()))
                : new PowerMeter(opened.file, watts);
    }

    private void channel(Gpu gpu, Sensor sensor, Channel.Role role, Optional<Power> limit) {
        String source = sensor.isEnergy() ? DrmSource.ENERGY : DrmSource.POWER;
        Card card = gpu.card();
        String id = source + ":" + card.address();
        channels.add(new Channel(
                id,
                gpu.device,
                source,
                Quality.MEASURED,
                role,
                Channel.NEVER_WRAPS,
                limit,
                sensor.isEnergy() ? Optional.empty() : sensor.timing()));
        bases.put(
                id,
                sensor.describe()
                        + (sensor.extent() == Sensor.Extent.PACKAGE ? ", the package without the rest of the card" : "")
                        + " of " + card.address() + ", driver " + card.driver()
                        + card.uniqueId().map(unique -> ", unique id " + unique).orElse(""));
    }
}
