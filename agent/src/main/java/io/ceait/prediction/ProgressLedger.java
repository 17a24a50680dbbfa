package io.ceait.prediction;

import io.ceait.progress.Mark;
import io.ceait.progress.ProgressUnit;
import io.ceait.units.CarbonIntensity;
import io.ceait.units.Energy;
import io.ceait.units.Mass;
import io.ceait.units.Pue;
import io.ceait.units.Ratio;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Books how far a job is and what it has used by then, in memory that does not grow with the run: when the course is full,
 * every second point of it goes. Deterministic: the same marks give the same books, live and from the journal. Booking
 * allocates nothing but at the three milestones.
 */
public final class ProgressLedger {

    private static final int MOST_POINTS = 128;

    private static final double[] MILESTONES = {0.10, 0.25, 0.50};

    private final Pue pue;
    private final long[] nanos = new long[MOST_POINTS];
    private final double[] done = new double[MOST_POINTS];
    private final double[] joules = new double[MOST_POINTS];
    private int count;
    private int stride;
    private int marksSincePoint;

    private @Nullable Mark head;
    private long headNanos;
    private double headJoules;
    private double headKilograms;
    private CarbonIntensity rest;
    private boolean isForecast;
    private long ignoredLines;

    private double leastFraction = 1;
    private int nextMilestone;
    private final List<Milestone> milestones = new ArrayList<>();

    /** @param rest the intensity until something else is said */
    public ProgressLedger(Pue pue, CarbonIntensity rest) {
        this.pue = pue;
        this.rest = rest;
    }

    /**
     * Books a mark. What follows the one that completes the job belongs to no training any more and is not followed; a job
     * that is set back, as by a checkpoint, begins its course anew.
     *
     * @param elapsedNanos since the first sample
     * @param jobJoules of the job by then, by the headline attribution
     * @param kilograms of its emissions by then
     * @param expected the carbon intensity of what is to come
     * @param forecast whether a series tells that
     * @param ignored lines that could not be understood by then
     */
    public void book(
            Mark mark,
            long elapsedNanos,
            double jobJoules,
            double kilograms,
            CarbonIntensity expected,
            boolean forecast,
            long ignored) {
        ignoredLines = ignored;
        Mark before = head;
        if (before != null && before.isComplete()) {
            return;
        }
        if (before == null || before.unit() != mark.unit() || mark.done() < before.done()) {
            begin(mark, before == null, elapsedNanos, jobJoules);
        } else if (mark.done() > before.done() && ++marksSincePoint >= stride) {
            add(elapsedNanos, mark.done(), jobJoules);
        }
        boolean moved = before == null || before.unit() != mark.unit() || mark.done() != before.done();
        head = mark;
        if (moved) {
            headNanos = elapsedNanos;
            headJoules = jobJoules;
            headKilograms = kilograms;
            rest = expected;
            isForecast = forecast;
        }
        passMilestones(mark);
    }

    private void begin(Mark mark, boolean first, long elapsedNanos, double jobJoules) {
        count = 0;
        stride = 1;
        if (first && mark.unit() == ProgressUnit.EPOCH && mark.done() > 0 && mark.done() <= 1) {
            // Nothing was said of its beginning: the first epoch began with the metering, or before it.
            add(0, 0, 0);
            leastFraction = 0;
        }
        add(elapsedNanos, mark.done(), jobJoules);
    }

    private void add(long elapsedNanos, double doneByThen, double jobJoules) {
        if (count == MOST_POINTS) {
            for (int i = 1; 2 * i < MOST_POINTS; i++) {
                nanos[i] = nanos[2 * i];
                done[i] = done[2 * i];
                joules[i] = joules[2 * i];
            }
            count = MOST_POINTS / 2;
            stride *= 2;
        }
        nanos[count] = elapsedNanos;
        done[count] = doneByThen;
        joules[count] = jobJoules;
        count++;
        marksSincePoint = 0;
    }

    /** A milestone is passed only by a job that was seen before it. */
    private void passMilestones(Mark mark) {
        for (; nextMilestone < MILESTONES.length && mark.fraction() >= MILESTONES[nextMilestone]; nextMilestone++) {
            if (leastFraction < MILESTONES[nextMilestone]) {
                milestones.add(new Milestone(Ratio.of(MILESTONES[nextMilestone]), standing(mark)));
            }
        }
        leastFraction = Math.min(leastFraction, mark.fraction());
    }

    /**
     * For how long the job will go on after a mark that is not booked yet, at its pace so far; 0 while nothing is known of
     * that. For looking up a forecast, which asks for no more precision.
     */
    public long nanosToCome(Mark mark, long elapsedNanos) {
        Mark before = head;
        if (before == null || before.unit() != mark.unit()) {
            return 0;
        }
        int from = Math.min(1, count - 1);
        double pace = (elapsedNanos - nanos[from]) / (mark.done() - done[from]);
        double toCome = pace * (mark.total() - mark.done());
        return toCome > 0 && toCome < Long.MAX_VALUE ? (long) toCome : 0;
    }

    /** Where the job stands; not before the first mark. */
    public ProgressBooks books() {
        Mark mark = head;
        if (mark == null) {
            throw new IllegalStateException("no mark was booked");
        }
        return new ProgressBooks(standing(mark), milestones, ignoredLines);
    }

    private Standing standing(Mark mark) {
        List<Waypoint> course = new ArrayList<>(count + 1);
        for (int i = 0; i < count; i++) {
            course.add(waypoint(nanos[i], done[i], joules[i]));
        }
        if (mark.done() > done[count - 1]) {
            course.add(waypoint(headNanos, mark.done(), headJoules));
        }
        return new Standing(mark.unit(), mark.total(), course, Mass.ofKilograms(headKilograms), pue, rest, isForecast);
    }

    private static Waypoint waypoint(long nanos, double done, double joules) {
        return new Waypoint(Duration.ofNanos(nanos), done, Energy.ofJoules(joules));
    }
}
