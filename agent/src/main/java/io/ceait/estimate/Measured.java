package io.ceait.estimate;

import io.ceait.units.ComputeRate;
import io.ceait.units.Power;
import io.ceait.units.Ratio;
import java.util.Optional;

/**
 * What is known of the training by measurement, of it or of one like it, each per device.
 *
 * @param device mean power of an accelerator alone
 * @param system mean power of the whole system per accelerator
 * @param hostShare power of the rest of the node over that of its accelerators
 * @param rate operations of the model per second that an accelerator achieves
 * @param utilisation the same over its peak
 */
public record Measured(
        Optional<Figure<Power>> device,
        Optional<Figure<Power>> system,
        Optional<Figure<Double>> hostShare,
        Optional<Figure<ComputeRate>> rate,
        Optional<Figure<Ratio>> utilisation) {

    public static final Measured NOTHING =
            new Measured(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** What is known here, for the rest what is known there; a rate there yields to a utilisation here. */
    public Measured or(Measured other) {
        return new Measured(
                device.or(other::device),
                system.or(other::system),
                hostShare.or(other::hostShare),
                rate.or(() -> utilisation.isPresent() ? Optional.empty() : other.rate),
                utilisation.or(other::utilisation));
    }
}
