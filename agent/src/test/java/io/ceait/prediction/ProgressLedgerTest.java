package io.ceait.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ceait.progress.Mark;
import io.ceait.progress.ProgressUnit;
import io.ceait.units.CarbonIntensity;
import io.ceait.units.Energy;
import io.ceait.units.Ratio;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressLedgerTest {

    @Test
    void theCourseIsBoundedAndKeepsItsEnds() {
        Courses course = Courses.steps(100_000).says(0).parts(70_001, 2, 0.5);
        List<Waypoint> way = course.standing().course();
        assertThat(way).hasSizeBetween(64, 129);
        assertThat(way.get(0)).isEqualTo(new Waypoint(Duration.ZERO, 0, Energy.ZERO));
        assertThat(course.standing().now().done()).isEqualTo(70_001);
        assertThat(course.standing().energy().joules()).isEqualTo(140_002);
        for (int i = 1; i < way.size(); i++) {
            assertThat(way.get(i).done()).isGreaterThan(way.get(i - 1).done());
        }
        assertThat(course.ours().energy().value().joules()).isCloseTo(200_000, within(1e-3));
    }

    @Test
    void milestonesStayAsTheyWere() {
        Courses course = Courses.steps(100).says(0).parts(10, 10, 1);
        Prediction atATenth = course.ours();
        course.parts(90, 20, 1);
        assertThat(course.books().milestones())
                .extracting(Milestone::at)
                .containsExactly(Ratio.of(0.1), Ratio.of(0.25), Ratio.of(0.5));
        assertThat(Rule.STABLE_WINDOW.predict(course.books().milestones().get(0).standing()))
                .contains(atATenth);
        assertThat(atATenth.energy().value().joules()).isCloseTo(1000, within(1e-6));
    }

    @Test
    void aMarkThatPassesSeveralMilestonesIsAllOfThem() {
        Courses course = Courses.epochs(3).says(0).part(10, 1);
        assertThat(course.books().milestones())
                .hasSize(2)
                .allSatisfy(one -> assertThat(one.standing().fraction().value()).isCloseTo(1 / 3.0, within(1e-9)));
    }

    @Test
    void aJobThatIsMetHalfWayWasNotPredictedBefore() {
        Courses course = Courses.epochs(10).says(4).part(10, 1).part(10, 1).part(10, 1);
        assertThat(course.books().milestones()).hasSize(1);
        assertThat(course.books().milestones().get(0).at()).isEqualTo(Ratio.of(0.5));
        // From the attach on: nothing is known of what it used before, and no epoch is its first.
        assertThat(course.ours().energy().value().joules()).isCloseTo(60, within(1e-9));
        assertThat(course.by(Rule.CARBONTRACKER).energy().value().joules()).isCloseTo(60, within(1e-9));
    }

    @Test
    void aJobThatIsSetBackBeginsItsCourseAnew() {
        Courses course = Courses.epochs(10).says(0).part(50, 5).part(10, 1).part(10, 1);
        course.used(10, 1).says(2).part(10, 1);
        assertThat(course.standing().course()).extracting(Waypoint::done).containsExactly(2.0, 3.0);
        assertThat(course.ours().energy().value().joules()).isCloseTo(90 + 7 * 10, within(1e-9));
    }

    @Test
    void whatFollowsTheLastStepIsNotFollowed() {
        Courses course = Courses.steps(4).says(0).parts(4, 10, 1);
        course.used(500, 60).says(1);
        assertThat(course.standing().isComplete()).isTrue();
        assertThat(course.standing().energy().joules()).isEqualTo(40);
    }

    @Test
    void anotherTotalCountsFromThenOn() {
        ProgressLedger ledger = new ProgressLedger(Courses.PUE, Courses.INTENSITY);
        ledger.book(new Mark(ProgressUnit.STEP, 0, 100), 0, 0, 0, Courses.INTENSITY, false, 0);
        ledger.book(new Mark(ProgressUnit.STEP, 20, 100), 20_000_000_000L, 20, 0, Courses.INTENSITY, false, 0);
        ledger.book(new Mark(ProgressUnit.STEP, 20, 50), 25_000_000_000L, 25, 0, Courses.INTENSITY, false, 3);
        Standing standing = ledger.books().now();
        assertThat(standing.fraction().value()).isEqualTo(0.4);
        assertThat(standing.elapsed()).as("when it got there").isEqualTo(Duration.ofSeconds(20));
        assertThat(ledger.books().ignoredLines()).isEqualTo(3);
    }

    @Test
    void theTimeToComeIsThatOfThePaceSoFar() {
        ProgressLedger ledger = new ProgressLedger(Courses.PUE, Courses.INTENSITY);
        assertThat(ledger.nanosToCome(new Mark(ProgressUnit.STEP, 1, 100), 5)).isZero();
        ledger.book(new Mark(ProgressUnit.STEP, 0, 100), 0, 0, 0, Courses.INTENSITY, false, 0);
        ledger.book(new Mark(ProgressUnit.STEP, 10, 100), 60, 0, 0, Courses.INTENSITY, false, 0);
        assertThat(ledger.nanosToCome(new Mark(ProgressUnit.STEP, 20, 100), 100))
                .isEqualTo(4 * 80);
        assertThat(ledger.nanosToCome(new Mark(ProgressUnit.EPOCH, 1, 2), 100)).isZero();
    }

    @Test
    void whatIsToComeIsAtTheForecastAndWhatIsDoneAtWhatItWas() {
        ProgressLedger ledger = new ProgressLedger(Courses.PUE, Courses.INTENSITY);
        CarbonIntensity forecast = CarbonIntensity.ofKilogramsPerKilowattHour(0.1);
        ledger.book(new Mark(ProgressUnit.EPOCH, 0, 4), 0, 0, 0, Courses.INTENSITY, false, 0);
        ledger.book(new Mark(ProgressUnit.EPOCH, 1, 4), 1, 3.6e6, 0.6, forecast, true, 0);
        Standing standing = ledger.books().now();
        assertThat(standing.isForecast()).isTrue();
        Prediction ours = Rule.STABLE_WINDOW.predict(standing).orElseThrow();
        assertThat(ours.emissions().value().kilograms()).isCloseTo(0.6 + 3 * 1.5 * 0.1, within(1e-9));
    }
}
