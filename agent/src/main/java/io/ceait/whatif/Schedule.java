package io.ceait.whatif;

import io.ceait.units.Mass;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When a job runs, in steps of the signal counted from its actual start.
 *
 * @param stretches without a pause, in the order of time; at least one
 * @param emissions PUE included, with what the pauses cost
 */
public record Schedule(List<Stretch> stretches, Mass emissions) {

    /** Steps of the signal from {@code from} on and before {@code to}. */
    public record Stretch(int from, int to) {}

    public Schedule {
        stretches = List.copyOf(stretches);
    }

    /** @param offsets the step of the signal for each step of the job, ascending */
    static Schedule of(int[] offsets, Mass emissions) {
        List<Stretch> stretches = new ArrayList<>();
        int from = offsets[0];
        for (int k = 1; k <= offsets.length; k++) {
            if (k == offsets.length || offsets[k] > offsets[k - 1] + 1) {
                stretches.add(new Stretch(from, offsets[k - 1] + 1));
                from = k == offsets.length ? from : offsets[k];
            }
        }
        return new Schedule(stretches, emissions);
    }

    /** The step on which the job begins. */
    public int first() {
        return stretches.get(0).from();
    }

    /** The step on which it ends. */
    public int last() {
        return stretches.get(stretches.size() - 1).to() - 1;
    }

    public int pauses() {
        return stretches.size() - 1;
    }

    /** How much less than {@code baseline}, in percent of it; negative when it is more, empty for a baseline of nothing. */
    public Optional<Double> savingPercent(Schedule baseline) {
        double before = baseline.emissions.kilograms();
        return before == 0 ? Optional.empty() : Optional.of((1 - emissions.kilograms() / before) * 100);
    }
}
