package io.ceait.energy;

import io.ceait.device.Device;
import io.ceait.device.DeviceType;
import io.ceait.device.Quality;
import io.ceait.source.Channel;
import io.ceait.source.Channel.Role;
import io.ceait.units.Power;
import java.util.Optional;

/** Channels as sources describe them. */
final class Channels {

    static final Device CPU0 = new Device("cpu0", DeviceType.CPU, "");
    static final Device GPU0 = new Device("gpu0", DeviceType.GPU, "");
    static final Device RAM = new Device("ram", DeviceType.RAM, "");
    static final long RANGE = 262_143_328_850L;

    private Channels() {}

    static Channel rapl(Device device, long range, double limitWatts) {
        return new Channel(
                "intel-rapl:" + device.id(),
                device,
                "rapl",
                Quality.MEASURED,
                Role.PRIMARY,
                range,
                limitWatts > 0 ? Optional.of(Power.ofWatts(limitWatts)) : Optional.empty());
    }

    static Channel gpu(double limitWatts) {
        return gpu("nvml-energy", Role.PRIMARY, limitWatts);
    }

    static Channel gpu(String source, Role role, double limitWatts) {
        return new Channel(
                source + ":gpu0",
                GPU0,
                source,
                Quality.MEASURED,
                role,
                Channel.NEVER_WRAPS,
                Optional.of(Power.ofWatts(limitWatts)));
    }

    static Channel model(Device device, Role role) {
        return new Channel(
                device.type().label() + "-model:" + device.id(),
                device,
                device.type().label() + "-model",
                Quality.ESTIMATED,
                role,
                Channel.NEVER_WRAPS,
                Optional.empty());
    }
}
