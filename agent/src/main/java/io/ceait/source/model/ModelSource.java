package io.ceait.source.model;

import io.ceait.device.DeviceType;
import io.ceait.machine.MachineLoad;
import io.ceait.source.Channel;
import io.ceait.source.PowerSource;
import io.ceait.source.Slots;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Models written as energy counters, so that a device that is modelled and one that is measured take the same way to
 * the ledger: the counter is the integral of the model's power since the first read.
 *
 * <p>Utilisation is taken over at least {@link #WINDOW_NANOS}: the kernel counts CPU time in steps of 10 ms, and the
 * power curve is concave, so that utilisation seen through a keyhole of 2 ms would come out as too little power.
 */
public final class ModelSource implements PowerSource {

    public static final String NAME = "model";

    static final long WINDOW_NANOS = 500_000_000L;

    private final MachineLoad load;
    private final List<ModelledDevice> devices;
    private final List<Channel> channels;
    private final double[] joules;

    private boolean started;
    private boolean windowSeen;
    private long lastNanos;
    private long windowStartNanos;
    private long windowStartBusy;
    private double utilisation;

    /** @param load the machine's load, refreshed by the caller before each {@link #read} */
    public ModelSource(MachineLoad load, List<ModelledDevice> devices) {
        this.load = load;
        this.devices = List.copyOf(devices);
        this.channels = this.devices.stream().map(ModelledDevice::channel).toList();
        this.joules = new double[devices.size()];
    }

    /**
     * A device and its model.
     *
     * @param channel what it is and how it is called
     * @param curve its power at each utilisation
     * @param basis what the model knows of the device, for people: {@code TDP 205 W (codecarbon)}; put into words when it
     *     is asked for, since that takes longer than finding it
     */
    public record ModelledDevice(Channel channel, PowerCurve curve, Supplier<String> basis) {}

    public List<ModelledDevice> devices() {
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
    public Map<String, String> bases() {
        return devices.stream()
                .collect(Collectors.toMap(d -> d.channel().id(), d -> d.basis().get()));
    }

    @Override
    public List<Finding> findings() {
        return List.of();
    }

    @Override
    public void read(long nowNanos, boolean fresh, Slots into) {
        if (!started) {
            started = true;
            lastNanos = nowNanos;
            windowStartNanos = nowNanos;
            windowStartBusy = load.busyMicroseconds();
        }
        updateUtilisation(nowNanos);
        double seconds = (nowNanos - lastNanos) / 1e9;
        lastNanos = nowNanos;
        for (int i = 0; i < joules.length; i++) {
            ModelledDevice device = devices.get(i);
            double load = device.channel().device().type() == DeviceType.CPU ? utilisation : 0;
            joules[i] += device.curve().wattsAt(load) * seconds;
            into.counter(i, Math.round(joules[i] * 1e6));
        }
    }

    private void updateUtilisation(long nowNanos) {
        long span = nowNanos - windowStartNanos;
        if (span <= 0 || (windowSeen && span < WINDOW_NANOS)) {
            return;
        }
        double capacity = span / 1e3 * load.onlineCpus();
        utilisation = Math.min(1, Math.max(0, (load.busyMicroseconds() - windowStartBusy) / capacity));
        if (span >= WINDOW_NANOS) {
            windowSeen = true;
            windowStartNanos = nowNanos;
            windowStartBusy = load.busyMicroseconds();
        }
    }

    @Override
    public void close() {
        // The load belongs to the sampler.
    }
}
