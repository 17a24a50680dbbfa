package io.ceait.estimate;

import io.ceait.data.Accelerator.Sourced;
import io.ceait.units.Computation;
import io.ceait.units.ComputeRate;
import io.ceait.units.Ratio;
import java.time.Duration;
import java.util.Optional;

/**
 * How long the devices of a training work, summed over them: as stated, else {@code C / (utilisation × peak)}. Methods
 * that ask for hours take this where no hours are stated.
 */
final class DeviceTimes {

    private final Priors priors;

    DeviceTimes(Priors priors) {
        this.priors = priors;
    }

    /** Empty where neither hours are stated nor work and rate are known. */
    Optional<Figure<Duration>> of(Training training) {
        if (training.deviceTime().isPresent()) {
            return training.deviceTime();
        }
        Optional<Figure<Computation>> work = training.work().computation();
        Optional<Figure<ComputeRate>> rate = rate(training);
        if (work.isEmpty() || rate.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Figure<>(
                rate.get().value().timeFor(work.get().value()),
                work.get().spread().and(rate.get().spread()),
                work.get().value() + " (" + work.get().origin() + ") at "
                        + rate.get().value() + " (" + rate.get().origin() + ")"));
    }

    /** What one device achieves. */
    Optional<Figure<ComputeRate>> rate(Training training) {
        if (training.measured().rate().isPresent()) {
            return training.measured().rate();
        }
        return peak(training).map(peak -> {
            Figure<Ratio> utilisation = utilisation(training);
            return new Figure<>(
                    peak.value().times(utilisation.value().value()),
                    utilisation.spread(),
                    utilisation.value() + " of " + peak.value() + ": " + utilisation.origin() + ", " + peak.source());
        });
    }

    private Figure<Ratio> utilisation(Training training) {
        return training.measured()
                .utilisation()
                .orElseGet(() -> new Figure<>(
                        Ratio.of(priors.value("mfu")),
                        priors.spread(small(training) ? "mfu-small-spread" : "mfu-spread"),
                        "utilisation of published trainings"));
    }

    private static Optional<Sourced<ComputeRate>> peak(Training training) {
        return training.device().flatMap(device -> device.peak());
    }

    /** Whether the prior of the utilisation is used, and a token is too little work for this device to follow it. */
    boolean leavesPrior(Training training) {
        return training.deviceTime().isEmpty()
                && training.measured().rate().isEmpty()
                && training.measured().utilisation().isEmpty()
                && small(training);
    }

    private boolean small(Training training) {
        Optional<Computation> token = training.work().perToken();
        Optional<Sourced<ComputeRate>> peak = peak(training);
        return token.isPresent()
                && peak.isPresent()
                && token.get().operations() / peak.get().value().operationsPerSecond()
                        < priors.value("small-seconds-per-token");
    }

    /** What is missing for a time, as the end of a sentence. */
    static String missing(Training training) {
        if (training.work().computation().isEmpty()) {
            return "hours, or the work: parameters and tokens, or flops";
        }
        return "hours, or the device's peak: a known device, or peak_tflops";
    }
}
