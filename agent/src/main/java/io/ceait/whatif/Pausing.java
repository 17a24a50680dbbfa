package io.ceait.whatif;

import io.ceait.units.Energy;
import io.ceait.units.Power;

/**
 * What a pause costs; the paper takes nothing for both.
 *
 * @param overhead energy of one pause: writing and reading the checkpoint, and what is computed twice; spent on resuming
 * @param idle power of the job's machine while it is paused
 */
public record Pausing(Energy overhead, Power idle) {

    public static final Pausing FREE = new Pausing(Energy.ZERO, Power.ZERO);
}
