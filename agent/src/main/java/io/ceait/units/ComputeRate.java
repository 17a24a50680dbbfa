package io.ceait.units;

import java.time.Duration;

/** A rate of arithmetic. Above zero, never NaN; the unit is the floating-point operation per second. */
public record ComputeRate(double operationsPerSecond) implements Comparable<ComputeRate> {

    /** The longest time that is computed with, about 30 million years: what is longer has an input of the wrong unit. */
    private static final double MOST_SECONDS = 1e15;

    public ComputeRate {
        if (!(operationsPerSecond > 0 && operationsPerSecond < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "a rate of arithmetic is a finite number above 0 FLOP/s, not " + operationsPerSecond);
        }
    }

    public static ComputeRate ofTeraflops(double teraflops) {
        return new ComputeRate(teraflops * 1e12);
    }

    public double teraflops() {
        return operationsPerSecond / 1e12;
    }

    public ComputeRate times(double share) {
        return new ComputeRate(operationsPerSecond * share);
    }

    /** How long one device of this rate takes. Fails on a time that no computation takes. */
    public Duration timeFor(Computation work) {
        double seconds = work.operations() / operationsPerSecond;
        if (!(seconds < MOST_SECONDS)) {
            throw new IllegalArgumentException(work + " at " + this + " would take " + seconds + " s");
        }
        long whole = (long) seconds;
        return Duration.ofSeconds(whole, Math.round((seconds - whole) * 1e9));
    }

    @Override
    public int compareTo(ComputeRate other) {
        return Double.compare(operationsPerSecond, other.operationsPerSecond);
    }

    @Override
    public String toString() {
        return Text.scaled(
                operationsPerSecond,
                new Text.Scale(1, "FLOP/s"),
                new Text.Scale(1e9, "GFLOP/s"),
                new Text.Scale(1e12, "TFLOP/s"),
                new Text.Scale(1e15, "PFLOP/s"));
    }
}
