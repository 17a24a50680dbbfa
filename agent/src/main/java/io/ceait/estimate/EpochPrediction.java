package io.ceait.estimate;

import io.ceait.units.Energy;
import java.util.List;
import java.util.Optional;

/**
 * What a training that is under way will have used at its end, from the energies of the epochs (or other equal parts) that
 * are done.
 *
 * @param total of all epochs
 * @param interval holds the total in four of five trainings whose epochs scatter as those of the window did; empty where a
 *     rule states none, or too few epochs are done to tell their scatter
 * @param window how many of the epochs done the rule takes for those to come
 */
public record EpochPrediction(Energy total, Optional<Range<Energy>> interval, int window) {

    /** Student's t with 90 % below it, by degrees of freedom from 1 on; beyond the table the series in 1/df does. */
    private static final double[] STUDENT_90 = {3.0777, 1.8856, 1.6377, 1.5332, 1.4759};

    private static final double NORMAL_90 = 1.2815515655446004;

    /** Halves of a window further apart than this many standard errors are two levels, and the older one is over. */
    private static final double APART = 2.5;

    /**
     * Carbontracker's rule: the mean of the epochs done, times all (Anthony, Kanding, Selvan 2020, section 3). It counts the
     * first epoch, with whatever is loaded and compiled in it, like the others, and states no interval.
     *
     * @param done energies of the epochs in their order, at least one
     * @param epochs of the whole training, at least as many as are done
     */
    public static EpochPrediction carbontracker(List<Energy> done, int epochs) {
        check(done, epochs);
        double mean = sum(done) / done.size();
        return new EpochPrediction(Energy.ofJoules(mean * epochs), Optional.empty(), done.size());
    }

    /**
     * Ours: what is done, and the mean of the last stable window for each epoch to come. The first epoch is warm-up and in
     * no window while there are others; a window whose older half differs from its newer one loses it. The standard error is
     * that of the window's mean over the {@code m} epochs to come, and their own scatter: {@code s √(m²/w + m)}.
     */
    public static EpochPrediction byStableWindow(List<Energy> done, int epochs) {
        check(done, epochs);
        List<Energy> window = done.size() == 1 ? done : stable(done.subList(1, done.size()));
        double soFar = sum(done);
        int rest = epochs - done.size();
        double middle = soFar + rest * sum(window) / window.size();
        Optional<Range<Energy>> interval = Optional.empty();
        if (rest == 0 || window.size() > 1) {
            double size = window.size();
            double error = rest == 0 ? 0 : deviation(window) * Math.sqrt(rest * (double) rest / size + rest);
            double reach = error == 0 ? 0 : student(window.size() - 1) * error;
            interval = Optional.of(new Range<>(
                    Energy.ofJoules(Math.max(soFar, middle - reach)),
                    Energy.ofJoules(middle),
                    Energy.ofJoules(middle + reach)));
        }
        return new EpochPrediction(Energy.ofJoules(middle), interval, window.size());
    }

    private static List<Energy> stable(List<Energy> epochs) {
        List<Energy> window = epochs;
        while (window.size() >= 6) {
            List<Energy> older = window.subList(0, window.size() / 2);
            List<Energy> newer = window.subList(window.size() / 2, window.size());
            double apart = Math.abs(sum(older) / older.size() - sum(newer) / newer.size());
            double error = Math.sqrt(square(deviation(older)) / older.size() + square(deviation(newer)) / newer.size());
            if (apart <= APART * error) {
                return window;
            }
            window = newer;
        }
        return window;
    }

    private static double sum(List<Energy> energies) {
        return energies.stream().mapToDouble(Energy::joules).sum();
    }

    private static double square(double value) {
        return value * value;
    }

    private static double deviation(List<Energy> energies) {
        double mean = sum(energies) / energies.size();
        double squares = energies.stream()
                .mapToDouble(energy -> square(energy.joules() - mean))
                .sum();
        return Math.sqrt(squares / (energies.size() - 1));
    }

    private static double student(int freedom) {
        if (freedom <= STUDENT_90.length) {
            return STUDENT_90[freedom - 1];
        }
        double z = NORMAL_90;
        // Abramowitz and Stegun 26.7.5, two terms: right to three digits from six degrees of freedom on.
        return z
                + (z * z * z + z) / (4.0 * freedom)
                + (5 * Math.pow(z, 5) + 16 * z * z * z + 3 * z) / (96.0 * freedom * freedom);
    }

    private static void check(List<Energy> done, int epochs) {
        if (done.isEmpty() || epochs < done.size()) {
            throw new IllegalArgumentException(
                    "a prediction needs one epoch that is done, and " + done.size() + " of " + epochs + " are");
        }
    }
}
