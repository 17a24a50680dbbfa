package io.ceait.source.nvml;

import java.util.function.LongSupplier;

/**
 * Power readings joined by straight lines at the instants at which the driver was asked. A reading that fails is
 * bridged; a hole so long that nobody can know what was in it is left out, and said.
 */
abstract class IntegratingMeter extends Meter {

    /** Watts times nanoseconds are nanojoules. */
    private static final double NANOJOULES_PER_MICROJOULE = 1e3;

    private final LongSupplier clock;
    private final long longestBridgeNanos;
    private double microjoules;
    private double lost;
    private boolean based;
    private long lastNanos;
    private double lastWatts;
    private long askedNanos;

    IntegratingMeter(Call call, String gpu, LongSupplier clock, long longestBridgeNanos) {
        super(call, gpu);
        this.clock = clock;
        this.longestBridgeNanos = longestBridgeNanos;
    }

    /** To be called right before the driver is asked for a reading. */
    final void asking() {
        askedNanos = clock.getAsLong();
    }

    /** Takes the reading that the driver has just given. */
    final void integrate(double watts) {
        long answeredNanos = clock.getAsLong();
        long now = askedNanos + (answeredNanos - askedNanos) / 2;
        if (based && now - lastNanos > longestBridgeNanos) {
            restart();
        }
        if (based) {
            add((lastWatts + watts) / 2 * (now - lastNanos) / NANOJOULES_PER_MICROJOULE);
        }
        based = true;
        lastNanos = now;
        lastWatts = watts;
        set((long) (microjoules + lost));
    }

    /** A sum over days of small steps loses no digits (Neumaier). */
    private void add(double step) {
        double sum = microjoules + step;
        lost += microjoules >= step ? (microjoules - sum) + step : (step - sum) + microjoules;
        microjoules = sum;
    }

    @Override
    final void forget() {
        based = false;
    }
}
