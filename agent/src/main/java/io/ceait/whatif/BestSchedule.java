package io.ceait.whatif;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The schedule of least emissions, by dynamic programming over the job's steps and how late each is. A step is either run
 * or waited for; what it costs to have come so far is known for both, and which of the two came before it is one bit each.
 *
 * <p>Cost: two sums per step and lateness, and two bits.
 */
final class BestSchedule {

    /** Ten megabytes of bits, some tenths of a second: three weeks in steps of five minutes, with as much slack. */
    private static final long MOST_CELLS = 40_000_000;

    private final Shifting shifting;
    private final int steps;
    private final int width;
    private final BitSet ranAfterWaiting;
    private final BitSet waitedBefore;
    private final double[] ran;
    private final double[] waited;

    BestSchedule(Shifting shifting) {
        this.shifting = shifting;
        this.steps = shifting.steps();
        this.width = shifting.slack() + 1;
        this.ranAfterWaiting = new BitSet(steps * width);
        this.waitedBefore = new BitSet(steps * width);
        this.ran = new double[width];
        this.waited = new double[width];
        for (int late = 0; late < width; late++) {
            ran[late] = shifting.stepCost(0, late);
        }
        for (int step = 1; step < steps; step++) {
            advance(step);
        }
    }

    static boolean isPossible(int steps, int slack) {
        return steps * (slack + 1L) <= MOST_CELLS;
    }

    /** From the costs of the steps before this one to those up to it. */
    private void advance(int step) {
        waited[0] = Double.POSITIVE_INFINITY;
        for (int late = 1; late < width; late++) {
            int idle = step + late - 1;
            // Still that of the step before, for the loop below has not come yet.
            boolean already = waited[late - 1] < ran[late - 1];
            waited[late] = Math.min(waited[late - 1], ran[late - 1]) + shifting.idleCost(idle);
            waitedBefore.set(step * width + late, already);
        }
        for (int late = 0; late < width; late++) {
            double resumed = waited[late] + shifting.overheadCost(step + late);
            boolean pause = resumed < ran[late];
            ran[late] = Math.min(resumed, ran[late]) + shifting.stepCost(step, step + late);
            ranAfterWaiting.set(step * width + late, pause);
        }
    }

    /** Which step of the signal each step of the job falls on, counted from the job's actual start. */
    int[] offsets() {
        int late = 0;
        for (int i = 1; i < width; i++) {
            late = ran[i] < ran[late] ? i : late;
        }
        int[] offsets = new int[steps];
        Arrays.fill(offsets, 0);
        for (int step = steps - 1; step >= 0; step--) {
            offsets[step] = step + late;
            if (step > 0 && ranAfterWaiting.get(step * width + late)) {
                late--;
                while (waitedBefore.get(step * width + late + 1)) {
                    late--;
                }
            }
        }
        return offsets;
    }
}
