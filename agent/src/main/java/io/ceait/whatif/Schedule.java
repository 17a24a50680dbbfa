package io.ceait.whatif;

import io.ceait.units.Mass;

/**
 * When a job runs: which step of the signal each of its steps falls on.
 *
 * @param first step of the signal on which the job begins, counted from its actual start; likewise {@code last}
 * @param pauses breaks between two steps of the job
 * @param emissions PUE included, with what the pauses cost
 */
public record Schedule(int first, int last, int pauses, Mass emissions) {

    /** How much less than {@code baseline}, in percent of it; negative when it is more, 0 for a baseline of nothing. */
    public double savingPercent(Schedule baseline) {
        double before = baseline.emissions.kilograms();
        return before == 0 ? 0 : (1 - emissions.kilograms() / before) * 100;
    }
}
