package io.ceait.prediction;

import io.ceait.units.Energy;
import io.ceait.units.Mass;
import io.ceait.units.Ratio;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A prediction that was made on the way, beside what was measured when all was done.
 *
 * @param at the milestone
 * @param madeAt the part that was done when it was made
 * @param against what was measured; empty as long as the job has not done all
 */
public record Comparison(Ratio at, Ratio madeAt, Prediction prediction, Optional<Against> against) {

    /** Quantity by quantity. */
    public record Against(Compared<Energy> energy, Compared<Mass> emissions, Compared<Duration> duration) {}

    /** By milestone, and for each by rule. */
    public static List<Comparison> of(ProgressBooks books) {
        List<Comparison> list = new ArrayList<>();
        for (Milestone milestone : books.milestones()) {
            for (Prediction prediction : Rule.all(milestone.standing())) {
                list.add(new Comparison(
                        milestone.at(),
                        milestone.standing().fraction(),
                        prediction,
                        Optional.of(books.now()).filter(Standing::isComplete).map(end -> against(prediction, end))));
            }
        }
        return list;
    }

    private static Against against(Prediction prediction, Standing end) {
        return new Against(
                Compared.of(prediction.energy(), end.energy(), Energy::joules),
                Compared.of(prediction.emissions(), end.emissions(), Mass::kilograms),
                Compared.of(prediction.duration(), end.elapsed(), time -> time.toNanos() / 1e9));
    }
}
