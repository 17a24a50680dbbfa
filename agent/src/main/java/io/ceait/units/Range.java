package io.ceait.units;

/** An estimate and the interval around it. Never disordered. */
public record Range<Q extends Comparable<Q>>(Q low, Q middle, Q high) {

    public Range {
        if (low.compareTo(middle) > 0 || middle.compareTo(high) > 0) {
            throw new IllegalArgumentException(low + ", " + middle + ", " + high + " are not in order");
        }
    }

    public boolean contains(Q value) {
        return low.compareTo(value) <= 0 && value.compareTo(high) <= 0;
    }
}
