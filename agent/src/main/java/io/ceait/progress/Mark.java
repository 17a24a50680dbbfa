package io.ceait.progress;

/**
 * So much is done of so much, as a job said. Numbers are kept to a millionth, so that they are read back from a record as
 * they were written.
 *
 * @param done 0 to {@code total}
 * @param total above 0
 */
public record Mark(ProgressUnit unit, double done, double total) {

    /** Whole numbers of this size still have exact millionths. */
    private static final double MOST = 1e9;

    private static final double MILLION = 1e6;

    /** @throws IllegalArgumentException if that cannot be */
    public Mark {
        if (!(total > 0 && total <= MOST && done >= 0 && done <= total)) {
            throw new IllegalArgumentException(
                    done + " of " + total + ": a progress lies between 0 and its total, which is at most 10^9");
        }
        done = Math.round(done * MILLION) / MILLION;
        total = Math.max(1, Math.round(total * MILLION)) / MILLION;
    }

    /** The part that is done, 0 to 1. */
    public double fraction() {
        return Math.min(1, done / total);
    }

    public boolean isComplete() {
        return done >= total;
    }
}
