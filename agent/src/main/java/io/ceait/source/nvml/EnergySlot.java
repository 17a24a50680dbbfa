package io.ceait.source.nvml;

import io.ceait.source.Slots;
import io.ceait.source.Unavailable;
import io.ceait.source.Unavailable.Reason;
import java.util.List;

/** One channel: a GPU's meter, or an instance's part of it. Belongs to the sampling thread. */
final class EnergySlot {

    private static final Unavailable RESTARTED = new Unavailable(
            Reason.RESTARTED,
            "the GPU was lost, or its driver was loaded anew; what it used meanwhile is not known",
            "");

    private final Meter meter;
    private final Part part;
    private int toldRestarts;

    /**
     * @param slices of the GPU that the channel stands for
     * @param ofSlices that the GPU has
     * @param taken the slices of the instances, when the channel is what these leave
     */
    record Part(long slices, long ofSlices, List<Long> taken) {

        static final Part WHOLE = new Part(1, 1, List.of());

        static Part of(long slices, long ofSlices) {
            return new Part(slices, ofSlices, List.of());
        }

        /** What is left, to the microjoule, so that the parts add up to the whole. */
        static Part rest(long ofSlices, List<Long> taken) {
            return new Part(ofSlices, ofSlices, List.copyOf(taken));
        }

        long of(long microjoules) {
            long value = share(microjoules, slices);
            for (int i = 0; i < taken.size(); i++) {
                value -= share(microjoules, taken.get(i));
            }
            return value;
        }

        /** A counter times its slices may pass 63 bits where it holds decades of energy; the two terms do not. */
        private long share(long microjoules, long count) {
            return microjoules / ofSlices * count + microjoules % ofSlices * count / ofSlices;
        }
    }

    EnergySlot(Meter meter, Part part) {
        this.meter = meter;
        this.part = part;
    }

    /** The run begins: what was restarted before has lost nothing. To be called under the lock of the exchange. */
    void begin() {
        toldRestarts = meter.shownRestarts();
    }

    /** To be called under the lock of the exchange. */
    void fill(Slots into, int channel) {
        if (meter.shownRestarts() != toldRestarts) {
            // Before anything else: whoever adds up must not bridge the loss, even if this reading fails, too.
            toldRestarts = meter.shownRestarts();
            into.unavailable(channel, RESTARTED);
            return;
        }
        Unavailable missing = meter.shownMissing();
        if (missing != null) {
            into.unavailable(channel, missing);
        } else {
            into.counter(channel, part.of(meter.shownMicrojoules()));
        }
    }
}
