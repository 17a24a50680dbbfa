package io.ceait.estimate;

import io.ceait.data.Accelerator.Sourced;
import io.ceait.units.Computation;
import io.ceait.units.Energy;
import io.ceait.units.Mass;
import io.ceait.units.Power;
import io.ceait.units.Range;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * OpenCarbonEval: a device starts slowly and speeds up, {@code f(t) = ln(1 + e^a t)} TFLOP/s after {@code t} device-seconds.
 * Its integral to {@code T} is the work, {@code ((1 + e^a T) ln(1 + e^a T) − e^a T) ÷ e^a = C / 1e12}, which is solved for
 * {@code T}. The parameter {@code a} belongs to a device; the published values carry no licence and are not part of this
 * program.
 */
public final class OpenCarbonEval implements Method {

    /** The two published values of {@code a} of a device; the method takes the mean of what they give. */
    public record Bounds(double low, double high, String origin) {

        public Bounds {
            if (!(Math.abs(low) < 1e4 && Math.abs(high) < 1e4)) {
                throw new IllegalArgumentException(
                        "the parameter a is the logarithm of a rate, a number such as 31.9, not " + low + ", " + high);
            }
        }
    }

    private static final Profile PROFILE = new Profile(
            "opencarboneval",
            "Yu et al. 2024, OpenCarbonEval",
            "∫₀ᵀ ln(1 + e^a·t) dt = FLOP ÷ 1e12, T in device-seconds; kWh = T ÷ 3600 × TDP [W] ÷ 1000; kg = kWh ×"
                    + " intensity [kg/kWh]",
            "devices for which a value of a was fitted; accelerators alone at their rated power, no PUE");

    /** Below this logarithm of {@code e^a T} the series loses fewer digits than the closed form, where 1 cancels. */
    private static final double SMALL = -9;

    private static final double PRECISION = 1e-13;

    /** Logarithms of seconds between which every solution lies that a {@link Duration} of this program can hold. */
    private static final double LEAST = -80;

    private static final double MOST = Math.log(1e15);

    /**
     * The device-time that {@code work} takes. Empty if it is longer than any training.
     *
     * <p>Solved for the logarithm of {@code T}: the logarithm of the integral grows with it by 1 to 2 per unit, whatever
     * {@code a} is, and nothing overflows.
     */
    static Optional<Duration> deviceTime(Computation work, double a) {
        double target = Math.log(work.operations() / 1e12);
        double low = LEAST;
        double high = MOST;
        if (work.operations() == 0 || logIntegral(low, a) >= target) {
            return Optional.of(Duration.ZERO);
        }
        if (logIntegral(high, a) < target) {
            return Optional.empty();
        }
        while (high - low > PRECISION * Math.max(1, Math.abs(low))) {
            double middle = (low + high) / 2;
            if (middle <= low || middle >= high) {
                break;
            }
            if (logIntegral(middle, a) < target) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Optional.of(Times.ofSeconds(Math.exp((low + high) / 2)));
    }

    /**
     * {@code ln ∫₀ᵀ f dt} for {@code T = e^logTime}. With {@code y = a + ln T} the integral is
     * {@code T ((1 + e^−y) ln(1 + e^y) − 1)}; for small {@code e^y} it is {@code T (e^y/2 − e^2y/6 + e^3y/12 − …)}.
     */
    static double logIntegral(double logTime, double a) {
        double y = a + logTime;
        if (y < SMALL) {
            double x = Math.exp(y);
            return logTime + y + Math.log(0.5 - x / 6 + x * x / 12);
        }
        return logTime + Math.log((1 + Math.exp(-y)) * softPlus(y) - 1);
    }

    /** {@code ln(1 + e^y)} without overflow. */
    private static double softPlus(double y) {
        return y > 0 ? y + Math.log1p(Math.exp(-y)) : Math.log1p(Math.exp(y));
    }

    @Override
    public Profile profile() {
        return PROFILE;
    }

    @Override
    public Outcome apply(Training training) {
        Optional<Figure<Computation>> work = training.work().computation();
        Optional<Sourced<Power>> rated = training.device().flatMap(device -> device.rated());
        if (work.isEmpty()) {
            return new Outcome.NotApplicable(PROFILE, "needs the work: flops, or parameters and tokens");
        }
        if (rated.isEmpty()) {
            return new Outcome.NotApplicable(PROFILE, "needs a known device, or tdp_w");
        }
        if (training.throughput().isEmpty()) {
            return new Outcome.NotApplicable(
                    PROFILE,
                    "needs the device's parameter (opencarboneval_a: LOW,HIGH); the published values have no licence and"
                            + " are not part of this program");
        }
        Bounds bounds = training.throughput().get();
        Optional<Duration> one = deviceTime(work.get().value(), bounds.low());
        Optional<Duration> other = deviceTime(work.get().value(), bounds.high());
        if (one.isEmpty() || other.isEmpty()) {
            return new Outcome.NotApplicable(PROFILE, "the parameter gives a time that no training takes");
        }
        return estimate(training, bounds, rated.get(), work.get(), one.get(), other.get());
    }

    private static Outcome estimate(
            Training training,
            Bounds bounds,
            Sourced<Power> rated,
            Figure<Computation> work,
            Duration one,
            Duration other) {
        boolean ordered = one.compareTo(other) <= 0;
        Duration shorter = ordered ? one : other;
        Duration longer = ordered ? other : one;
        Duration mean = shorter.plus(longer).dividedBy(2);
        Range<Duration> time = new Range<>(shorter, mean, longer);
        Range<Energy> energy = new Range<>(
                rated.value().during(shorter),
                rated.value().during(mean),
                rated.value().during(longer));
        return new Outcome.Estimate(
                PROFILE,
                energy,
                false,
                emissions(energy, training),
                Optional.empty(),
                time,
                List.of(
                        new Outcome.Input("work", work.value().toString(), work.origin()),
                        new Outcome.Input("a", bounds.low() + ", " + bounds.high(), bounds.origin()),
                        new Outcome.Input("rated power", rated.value().toString(), rated.source()),
                        new Outcome.Input(
                                "carbon intensity",
                                training.factors().intensity().intensity().toString(),
                                training.factors().intensity().source())),
                List.of("the interval lies between the method's own two bounds and has no probability; on published"
                        + " trainings its published parameters gave times 1.2 to 2.5 times too long"));
    }

    private static Range<Mass> emissions(Range<Energy> energy, Training training) {
        var intensity = training.factors().intensity().intensity();
        return new Range<>(intensity.of(energy.low()), intensity.of(energy.middle()), intensity.of(energy.high()));
    }
}
