package io.ceait.prediction;

import io.ceait.units.Ratio;

/**
 * Where a job stood when it had passed a tenth, a quarter or a half: what a prediction then was made from.
 *
 * @param at 0.1, 0.25 or 0.5; the first mark behind it may have been later
 */
public record Milestone(Ratio at, Standing standing) {}
