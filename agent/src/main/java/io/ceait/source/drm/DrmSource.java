package io.ceait.source.drm;

import io.ceait.device.Device;
import io.ceait.source.Channel;
import io.ceait.source.JobProcesses;
import io.ceait.source.PowerSource;
import io.ceait.source.Slots;
import io.ceait.source.UseChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * GPUs and accelerators by what their drivers in the kernel show: AMD, Intel, Habana Labs, NVIDIA under nouveau. NVIDIA's
 * own driver shows nothing there; NVML reads it.
 *
 * <p>An energy counter speaks for a GPU where it has one, otherwise its power, joined by trapezoids; with both the power
 * stands in. A device that is suspended is not woken: there is no reading while it sleeps. One that is awake may be kept
 * awake by being read, since its driver takes that for use.
 *
 * <p>Sensors are read every {@link #SENSOR_PERIOD_NANOS} at most: amdgpu asks the firmware of the card for each answer. A
 * tick between costs nothing but copies; one with a reading two system calls for the state of each device and two for
 * each sensor. Where ticks lie far apart, power is read in that pace between them, on a thread of its own.
 */
public final class DrmSource implements PowerSource {

    /** The name in {@code --disable}. */
    public static final String NAME = "drm";

    /** Energy counters in outputs. */
    public static final String ENERGY = "drm-energy";

    /** Power readings in outputs. */
    public static final String POWER = "drm-power";

    static final long SENSOR_PERIOD_NANOS = 100_000_000L;
    static final long USE_PERIOD_NANOS = 500_000_000L;
    static final long SEARCH_PERIOD_NANOS = 5_000_000_000L;

    /** A tick that comes early by so little is as good as on time: readings must not fall to every second tick. */
    private static final long JITTER_NANOS = 5_000_000L;

    private final List<Gpu> gpus;
    private final List<Device> devices;
    private final List<Channel> channels;
    private final Map<String, String> bases;
    private final List<Finding> findings;
    private final JobClients clients;
    private final Optional<BetweenTicks> betweenTicks;
    private @Nullable JobProcesses job;
    private boolean started;
    private long sensorsAt;
    private long usedAt;
    private long searchedAt;

    DrmSource(
            Path procfs,
            List<Gpu> gpus,
            List<Device> devices,
            List<Channel> channels,
            Map<String, String> bases,
            List<Finding> findings,
            Duration interval,
            LongSupplier clock) {
        this.gpus = List.copyOf(gpus);
        this.devices = List.copyOf(devices);
        this.channels = List.copyOf(channels);
        this.bases = new TreeMap<>(bases);
        this.findings = List.copyOf(findings);
        List<Die> dies = new ArrayList<>();
        gpus.forEach(gpu -> dies.addAll(gpu.dies()));
        this.clients = new JobClients(procfs, dies);
        boolean far = interval.toNanos() >= 2 * SENSOR_PERIOD_NANOS;
        this.betweenTicks = far && gpus.stream().anyMatch(Gpu::hasPowerMeter)
                ? Optional.of(new BetweenTicks(this::readPower, clock, Duration.ofNanos(SENSOR_PERIOD_NANOS)))
                : Optional.empty();
    }

    /**
     * Finds and opens what is there; what cannot be metered becomes a finding. Never fails.
     *
     * @param firstGpuNumber the number of the first GPU: how many another source has named before
     * @param interval between two ticks, nominally
     * @param clock that of the ticks, in nanoseconds
     */
    public static DrmSource discover(
            Path sysfs, Path procfs, int firstGpuNumber, Duration interval, LongSupplier clock) {
        return new DrmDiscovery(sysfs, firstGpuNumber).discover(procfs, interval, clock);
    }

    /** Every device that has a sensor, readable or not, so that none is forgotten. */
    public List<Device> devices() {
        return devices;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Channel> channels() {
        return channels;
    }

    @Override
    public List<UseChannel> uses() {
        return gpus.stream().map(gpu -> new UseChannel(gpu.device, NAME)).toList();
    }

    @Override
    public Map<String, String> bases() {
        return Map.copyOf(bases);
    }

    @Override
    public List<Finding> findings() {
        return findings;
    }

    @Override
    public void attach(JobProcesses job) {
        this.job = job;
    }

    @Override
    public long lookPeriodNanos() {
        return gpus.stream().mapToLong(Gpu::lookPeriodNanos).min().orElse(NEVER);
    }

    @Override
    public void look(long nowNanos) {
        for (int i = 0; i < gpus.size(); i++) {
            gpus.get(i).look(nowNanos);
        }
    }

    @Override
    public void read(long nowNanos, boolean fresh, Slots into) {
        if (gpus.isEmpty()) {
            return;
        }
        boolean now = fresh || !started;
        if (now || isDue(nowNanos, sensorsAt, SENSOR_PERIOD_NANOS)) {
            sensorsAt = nowNanos;
            for (int i = 0; i < gpus.size(); i++) {
                gpus.get(i).read(nowNanos, into);
            }
        } else {
            for (int i = 0; i < gpus.size(); i++) {
                gpus.get(i).repeat(into);
            }
        }
        JobProcesses whose = job;
        if (whose != null) {
            readUse(nowNanos, now, whose);
        }
        for (int i = 0; i < gpus.size(); i++) {
            gpus.get(i).tellUse(into, i);
        }
        if (!started) {
            betweenTicks.ifPresent(BetweenTicks::start);
        }
        started = true;
    }

    /** Between two ticks. */
    void readPower(long nowNanos) {
        for (int i = 0; i < gpus.size(); i++) {
            gpus.get(i).readPower(nowNanos);
        }
    }

    private static boolean isDue(long nowNanos, long lastNanos, long period) {
        return nowNanos - lastNanos >= period - JITTER_NANOS;
    }

    private void readUse(long nowNanos, boolean now, JobProcesses whose) {
        boolean wholeMachine = whose.isWholeMachine();
        long sinceSearch = started ? nowNanos - searchedAt : 0;
        if (!wholeMachine) {
            if (now || isDue(nowNanos, searchedAt, SEARCH_PERIOD_NANOS)) {
                searchedAt = nowNanos;
                clients.beginSearch(whose);
            }
            clients.search(now);
        }
        if (!now && !isDue(nowNanos, usedAt, USE_PERIOD_NANOS)) {
            return;
        }
        long elapsed = started ? nowNanos - usedAt : 0;
        usedAt = nowNanos;
        clients.look(elapsed);
        // A search is spread over ticks, and cycles tell no time before their second look.
        long back = Math.max(elapsed, sinceSearch + SEARCH_PERIOD_NANOS);
        for (int i = 0; i < gpus.size(); i++) {
            List<Die> dies = gpus.get(i).dies();
            for (int d = 0; d < dies.size(); d++) {
                dies.get(d).book(nowNanos, elapsed, back, clients.isBlind(), wholeMachine);
            }
        }
    }

    @Override
    public void close() {
        clients.close();
        // Files that a stuck reading holds are left to the end of the process.
        if (betweenTicks.isEmpty() || betweenTicks.get().close()) {
            gpus.forEach(Gpu::close);
        }
    }
}
