package io.ceait.source.nvml;

import io.ceait.source.PowerIntegral;
import java.util.function.LongSupplier;

/**
 * Power readings joined by straight lines at the instants at which the driver was asked. A reading that fails is
 * bridged; a hole so long that nobody can know what was in it is left out, and said.
 */
abstract class IntegratingMeter extends Meter {

    private final LongSupplier clock;
    private final long longestBridgeNanos;
    private final PowerIntegral energy = new PowerIntegral();
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
        if (energy.isBased() && now - energy.lastNanos() > longestBridgeNanos) {
            restart();
        }
        energy.add(now, watts);
        set(energy.microjoules());
    }

    @Override
    final void forget() {
        energy.interrupt();
    }
}
