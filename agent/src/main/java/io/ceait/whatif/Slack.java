package io.ceait.whatif;

import io.ceait.time.Durations;
import java.time.Duration;

/** By how much a job may end later: a time, or a part of its own duration. */
public sealed interface Slack {

    /** {@code 24h}. */
    record Absolute(Duration time) implements Slack {}

    /** {@code 100%} of the job's duration. */
    record Relative(double share) implements Slack {}

    /** Fails with an {@link IllegalArgumentException} on anything else. */
    static Slack parse(String text) {
        String plain = text.strip();
        if (!plain.endsWith("%")) {
            return new Absolute(Durations.parse(plain));
        }
        try {
            double percent = Double.parseDouble(plain.substring(0, plain.length() - 1));
            if (percent >= 0 && percent < 1e6) {
                return new Relative(percent / 100);
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IllegalArgumentException(
                "'" + text + "' is no slack: write a duration such as 24h, or a part of the run's own such as 100%");
    }

    /** Whole steps of the signal, for a job of so many. */
    default int steps(int jobSteps, Duration step) {
        double steps = this instanceof Relative relative
                ? relative.share() * jobSteps
                : (double) ((Absolute) this).time().toNanos() / step.toNanos();
        return (int) Math.min(Math.floor(steps + 1e-9), Integer.MAX_VALUE / 2);
    }
}
