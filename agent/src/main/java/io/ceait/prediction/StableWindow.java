package io.ceait.prediction;

import io.ceait.progress.ProgressUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * The last stretch of a course over which a job used the same for the same work. The first epoch is warm-up and not in it
 * while there are others, and of steps the first part; nor are, one after the other, the oldest parts that are unlike all
 * newer ones, and an older half that differs from the newer one: a level that is over.
 */
final class StableWindow {

    /**
     * Neighbours are put together until there are no more parts than that: what scatters from one second to the next evens
     * out within a part, and what drifts does not pass for many independent looks.
     */
    private static final int MOST_PARTS = 20;

    private static final int FEWEST_FOR_HALVES = 6;
    private static final int FEWEST_FOR_ODD_ONE = 5;

    /** Halves further apart than this many standard errors are two levels. */
    private static final double APART = 3;

    /** A part further from the mean of the newer ones than this many of their standard deviations is not one of them. */
    private static final double ODD = 4;

    /** Differences of this part are the rounding of sums. */
    private static final double NOTHING = 1e-9;

    private static final double MOST_ALIKE = 0.8;

    /** Student's t with 90 % below it, by degrees of freedom from 1 on; beyond the table the series in 1/df does. */
    private static final double[] STUDENT_90 = {3.0777, 1.8856, 1.6377, 1.5332, 1.4759};

    private static final double NORMAL_90 = 1.2815515655446004;

    private final List<Part> parts;

    /** Work and what it took. */
    private record Part(double done, double joules, double seconds) {

        Part plus(Part other) {
            return new Part(done + other.done, joules + other.joules, seconds + other.seconds);
        }

        double joulesRate() {
            return joules / done;
        }

        double secondsRate() {
            return seconds / done;
        }
    }

    /** What is to come, and the interval that holds it in four of five cases. */
    record ToCome(double low, double value, double high) {}

    private StableWindow(List<Part> parts) {
        this.parts = parts;
    }

    /** Empty while no part of the work was seen from its beginning to its end. */
    static Optional<StableWindow> of(Standing standing) {
        List<Part> all = parts(standing.course());
        if (all.isEmpty()) {
            return Optional.empty();
        }
        List<Part> warm = all.subList(warmUp(standing, all), all.size());
        return Optional.of(new StableWindow(stable(grouped(warm.isEmpty() ? all : warm))));
    }

    private static List<Part> parts(List<Waypoint> course) {
        List<Part> parts = new ArrayList<>();
        for (int i = 1; i < course.size(); i++) {
            Waypoint from = course.get(i - 1);
            Waypoint to = course.get(i);
            parts.add(new Part(
                    to.done() - from.done(),
                    to.energy().joules() - from.energy().joules(),
                    to.elapsed().minus(from.elapsed()).toNanos() / 1e9));
        }
        return parts;
    }

    /** How many parts are warm-up. */
    private static int warmUp(Standing standing, List<Part> parts) {
        if (standing.unit() == ProgressUnit.STEP) {
            return 1;
        }
        int count = 0;
        double done = standing.first().done();
        while (count < parts.size() && done < 1) {
            done += parts.get(count).done();
            count++;
        }
        return count;
    }

    /** From the newest back, so that what is left over is the oldest. */
    private static List<Part> grouped(List<Part> parts) {
        int size = (parts.size() + MOST_PARTS - 1) / MOST_PARTS;
        List<Part> groups = new ArrayList<>();
        for (int end = parts.size(); end > 0; end -= size) {
            List<Part> group = parts.subList(Math.max(0, end - size), end);
            groups.add(0, group.stream().reduce(Part::plus).orElseThrow());
        }
        return groups;
    }

    private static List<Part> stable(List<Part> parts) {
        List<Part> window = parts;
        while (true) {
            int size = window.size();
            if (size >= FEWEST_FOR_ODD_ONE && oldestIsOdd(window)) {
                window = window.subList(1, size);
            } else if (size >= FEWEST_FOR_HALVES && halvesAreApart(window)) {
                window = window.subList(size / 2, size);
            } else {
                return window;
            }
        }
    }

    private static boolean oldestIsOdd(List<Part> window) {
        List<Part> newer = window.subList(1, window.size());
        Part oldest = window.get(0);
        return isOdd(oldest, newer, Part::joulesRate) || isOdd(oldest, newer, Part::secondsRate);
    }

    private static boolean isOdd(Part oldest, List<Part> newer, ToDoubleFunction<Part> rate) {
        double off = Math.abs(rate.applyAsDouble(oldest) - mean(newer, rate));
        double error = deviation(newer, rate) * Math.sqrt(1 / oldest.done() + 1 / work(newer));
        return off > ODD * error && off > NOTHING * mean(newer, rate);
    }

    private static boolean halvesAreApart(List<Part> window) {
        List<Part> older = window.subList(0, window.size() / 2);
        List<Part> newer = window.subList(window.size() / 2, window.size());
        return areApart(older, newer, Part::joulesRate) || areApart(older, newer, Part::secondsRate);
    }

    private static boolean areApart(List<Part> older, List<Part> newer, ToDoubleFunction<Part> rate) {
        double off = Math.abs(mean(older, rate) - mean(newer, rate));
        double ofOlder = deviation(older, rate);
        double ofNewer = deviation(newer, rate);
        double error = persistence(both(off(older, rate), off(newer, rate)))
                * Math.sqrt(ofOlder * ofOlder / work(older) + ofNewer * ofNewer / work(newer));
        return off > APART * error && off > NOTHING * mean(newer, rate);
    }

    private static double[] both(double[] one, double[] other) {
        return DoubleStream.concat(Arrays.stream(one), Arrays.stream(other)).toArray();
    }

    private static double work(List<Part> parts) {
        return parts.stream().mapToDouble(Part::done).sum();
    }

    private static double mean(List<Part> parts, ToDoubleFunction<Part> rate) {
        return parts.stream()
                        .mapToDouble(part -> rate.applyAsDouble(part) * part.done())
                        .sum()
                / work(parts);
    }

    /** Of one unit of work: longer parts scatter less, by the root of their length. */
    private static double deviation(List<Part> parts, ToDoubleFunction<Part> rate) {
        double mean = mean(parts, rate);
        double squares = 0;
        for (Part part : parts) {
            double off = rate.applyAsDouble(part) - mean;
            squares += part.done() * off * off;
        }
        return Math.sqrt(squares / (parts.size() - 1));
    }

    /** Whether there are enough parts to tell how they scatter. */
    boolean tellsScatter() {
        return parts.size() > 1;
    }

    ToCome joules(double toDo) {
        return toCome(toDo, Part::joulesRate);
    }

    ToCome seconds(double toDo) {
        return toCome(toDo, Part::secondsRate);
    }

    private ToCome toCome(double toDo, ToDoubleFunction<Part> rate) {
        double value = mean(parts, rate) * toDo;
        if (!tellsScatter()) {
            return new ToCome(value, value, value);
        }
        double error =
                deviation(parts, rate) * persistence(off(parts, rate)) * Math.sqrt(toDo * toDo / work(parts) + toDo);
        double reach = student(parts.size() - 1) * error;
        return new ToCome(Math.max(0, value - reach), value, value + reach);
    }

    /**
     * By how much more a mean is off where neighbours are alike, as on a machine that others use now and then: the root of
     * {@code (1 + r) ÷ (1 − r)} for the correlation {@code r} of each part with the next one, which few parts show smaller
     * than it is by some {@code (1 + 3 r) ÷ n}. 1 unless it is more than chance often makes it.
     *
     * @param off by how much each part is off its mean
     */
    private static double persistence(double... off) {
        double squares = 0;
        double products = 0;
        for (int i = 0; i < off.length; i++) {
            squares += off[i] * off[i];
            products += i > 0 ? off[i - 1] * off[i] : 0;
        }
        double seen = squares > 0 ? products / squares : 0;
        double correlation = Math.min(MOST_ALIKE, seen + (1 + 3 * Math.max(0, seen)) / off.length);
        return correlation > 1 / Math.sqrt(off.length) ? Math.sqrt((1 + correlation) / (1 - correlation)) : 1;
    }

    private static double[] off(List<Part> parts, ToDoubleFunction<Part> rate) {
        double mean = mean(parts, rate);
        return parts.stream()
                .mapToDouble(part -> rate.applyAsDouble(part) - mean)
                .toArray();
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
}
