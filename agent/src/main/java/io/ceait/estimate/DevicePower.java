package io.ceait.estimate;

import io.ceait.data.Accelerator;
import io.ceait.data.Accelerator.Sourced;
import io.ceait.units.Power;
import java.util.Optional;

/** The mean power of a training per device: of the device as rated, and of the whole system around it. */
final class DevicePower {

    private final Priors priors;

    DevicePower(Priors priors) {
        this.priors = priors;
    }

    /** What methods take that count a device at its rated power. */
    Optional<Figure<Power>> rated(Training training) {
        return training.device()
                .flatMap(device -> device.rated()
                        .map(rated -> new Figure<>(
                                rated.value(), ratedSpread(device), "rated power of " + from(device, rated))));
    }

    /** Of the device and its part of the host, as measured for this training or published for its processor. */
    Optional<Figure<Power>> measuredSystem(Training training) {
        if (training.measured().system().isPresent()) {
            return training.measured().system();
        }
        if (training.measured().device().isPresent()) {
            return training.measured().device().map(device -> withHost(device, training));
        }
        return training.device()
                .flatMap(device -> device.system()
                        .map(system -> new Figure<>(
                                system.value(), priors.spread("system-power-spread"), from(device, system))));
    }

    /** The same, else from the rated power. */
    Optional<Figure<Power>> system(Training training) {
        return measuredSystem(training)
                .or(() -> training.device()
                        .flatMap(device -> device.rated().map(rated -> ofRated(training, device, rated))));
    }

    private Figure<Power> ofRated(Training training, Accelerator device, Sourced<Power> rated) {
        double share = priors.value("tdp-share");
        Figure<Double> host = hostShare(training);
        return new Figure<>(
                rated.value().times(share * (1 + host.value())),
                // The published powers behind this spread contain the host already.
                ratedSpread(device),
                share + " of " + rated.value() + ", " + from(device, rated) + "; host " + host.value() + " of it, "
                        + host.origin());
    }

    private Figure<Power> withHost(Figure<Power> device, Training training) {
        Figure<Double> host = hostShare(training);
        return new Figure<>(
                device.value().times(1 + host.value()),
                device.spread().and(host.spread()),
                device.value() + ", " + device.origin() + "; host " + host.value() + " of it, " + host.origin());
    }

    private Figure<Double> hostShare(Training training) {
        return training.measured()
                .hostShare()
                .orElseGet(() -> new Figure<>(
                        priors.value("host-share"), priors.spread("host-share-spread"), "of published systems"));
    }

    private Spread ratedSpread(Accelerator device) {
        return priors.spread(device.tensorUnit() ? "tdp-tpu-spread" : "tdp-spread");
    }

    private static String from(Accelerator device, Sourced<?> value) {
        return device.model() + ", " + value.source();
    }
}
