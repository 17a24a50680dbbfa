package io.ceait.source.nvml;

/**
 * A running total that is told at each tick while the truth about it comes later: it goes on at the rate that was last
 * known, never falls, and makes good over the next half second what turns out to have been too little or too much.
 */
final class SmoothTotal {

    private static final double CORRECTION_MICROS = 500_000;

    private double told;

    /**
     * @param target the total by all that is known now
     * @param rate at which it grows now
     * @param micros since the last call
     * @param exact whether to correct at once, because the interval ends for good
     */
    void approach(double target, double rate, double micros, boolean exact) {
        double expected = told + rate * micros;
        double correction = (target - expected) * Math.min(1, micros / CORRECTION_MICROS);
        told = Math.max(told, exact ? target : expected + correction);
    }

    long micros() {
        return Math.round(told);
    }
}
