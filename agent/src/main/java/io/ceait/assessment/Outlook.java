package io.ceait.assessment;

import io.ceait.prediction.Comparison;
import io.ceait.prediction.Prediction;
import io.ceait.prediction.ProgressBooks;
import io.ceait.prediction.Rule;
import io.ceait.prediction.Standing;
import io.ceait.run.Snapshot;
import io.ceait.units.Energy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far the job is, what it will have used at its end, and how right earlier predictions were.
 *
 * @param books what the job told
 * @param elapsed since the first sample
 * @param start the first sample
 * @param energyAfter what the job has used since it told its progress last
 * @param predictions by every rule that can say something by now
 * @param comparisons of those that were made at a tenth, a quarter and a half
 */
public record Outlook(
        ProgressBooks books,
        Duration elapsed,
        Instant start,
        Energy energyAfter,
        List<Prediction> predictions,
        List<Comparison> comparisons) {

    /** Empty for a job that does not tell its progress. */
    public static Optional<Outlook> of(Snapshot snapshot) {
        return snapshot.progress()
                .map(books -> new Outlook(
                        books,
                        snapshot.books().elapsed(),
                        snapshot.firstSample(),
                        after(snapshot, books.now()),
                        Rule.all(books.now()),
                        Comparison.of(books)));
    }

    private static Energy after(Snapshot snapshot, Standing told) {
        double all = snapshot.jobEnergy(snapshot.run().headline()).joules();
        // Sums of the same intervals in another order may differ by a rounding.
        return Energy.ofJoules(Math.max(0, all - told.energy().joules()));
    }

    public Standing now() {
        return books.now();
    }

    /** The prediction that people are shown first. */
    public Optional<Prediction> headline() {
        return by(Rule.STABLE_WINDOW);
    }

    public Optional<Prediction> by(Rule rule) {
        return predictions.stream().filter(one -> one.rule() == rule).findFirst();
    }

    /** From now on, of a duration since the first sample; none is left of one that is over. */
    public Duration remaining(Duration whole) {
        Duration left = whole.minus(elapsed);
        return now().isComplete() || left.isNegative() ? Duration.ZERO : left;
    }

    /** The wall clock's time after a duration since the first sample. */
    public Instant end(Duration whole) {
        return start.plus(whole);
    }
}
