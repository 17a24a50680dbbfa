package io.ceait.units;

/** An amount of arithmetic. Never negative, never NaN; the unit is the floating-point operation (FLOP). */
public record Computation(double operations) implements Comparable<Computation> {

    public Computation {
        Checks.nonNegative("an amount of arithmetic", operations, "FLOP");
    }

    public static Computation ofOperations(double operations) {
        return new Computation(operations);
    }

    public Computation times(double count) {
        return new Computation(operations * count);
    }

    @Override
    public int compareTo(Computation other) {
        return Double.compare(operations, other.operations);
    }

    @Override
    public String toString() {
        return Text.scaled(
                operations,
                new Text.Scale(1, "FLOP"),
                new Text.Scale(1e9, "GFLOP"),
                new Text.Scale(1e12, "TFLOP"),
                new Text.Scale(1e15, "PFLOP"),
                new Text.Scale(1e18, "EFLOP"),
                new Text.Scale(1e21, "ZFLOP"),
                new Text.Scale(1e24, "YFLOP"));
    }
}
