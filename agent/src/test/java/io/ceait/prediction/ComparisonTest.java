package io.ceait.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    /** The second half takes twice as much: a prediction at a half is off by a third. */
    @Test
    void anErrorIsThePredictedLessTheMeasured() {
        Courses course = Courses.epochs(20).says(0).parts(10, 10, 1).parts(10, 20, 3);
        List<Comparison> comparisons = Comparison.of(course.books());
        assertThat(comparisons).hasSize(6);
        Comparison half = comparisons.get(4);
        assertThat(half.at().value()).isEqualTo(0.5);
        assertThat(half.prediction().rule()).isEqualTo(Rule.STABLE_WINDOW);
        Comparison.Against against = half.against().orElseThrow();
        assertThat(against.energy().measured().joules()).isEqualTo(300);
        assertThat(against.energy().error().orElseThrow()).isCloseTo(-1 / 3.0, within(1e-9));
        assertThat(against.energy().isWithin()).contains(false);
        assertThat(against.duration().error().orElseThrow()).isCloseTo(-0.5, within(1e-9));
        assertThat(against.emissions().error().orElseThrow()).isCloseTo(-1 / 3.0, within(1e-9));
        Comparison theirs = comparisons.get(5);
        assertThat(theirs.prediction().rule()).isEqualTo(Rule.CARBONTRACKER);
        assertThat(theirs.against().orElseThrow().energy().isWithin()).isEmpty();
    }

    @Test
    void aTrainingWithoutScatterLiesInItsIntervalOfNoWidth() {
        Courses course = Courses.epochs(20).says(0).parts(20, 0.1, 0.3);
        assertThat(Comparison.of(course.books()))
                .filteredOn(one -> one.prediction().rule() == Rule.STABLE_WINDOW)
                .filteredOn(one -> one.at().value() > 0.2)
                .hasSize(2)
                .allSatisfy(one -> {
                    assertThat(one.against().orElseThrow().energy().isWithin()).contains(true);
                    assertThat(one.against().orElseThrow().duration().isWithin())
                            .contains(true);
                });
    }

    @Test
    void beforeAllIsDoneThereIsNothingToCompareWith() {
        Courses course = Courses.epochs(20).says(0).parts(19, 10, 1);
        assertThat(Comparison.of(course.books()))
                .hasSize(6)
                .allMatch(one -> one.against().isEmpty());
    }
}
