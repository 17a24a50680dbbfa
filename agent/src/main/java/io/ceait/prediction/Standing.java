package io.ceait.prediction;

import io.ceait.progress.ProgressUnit;
import io.ceait.units.CarbonIntensity;
import io.ceait.units.Energy;
import io.ceait.units.Mass;
import io.ceait.units.Pue;
import io.ceait.units.Ratio;
import java.time.Duration;
import java.util.List;

/**
 * All that is known of a job at one mark, and all that a prediction may use.
 *
 * @param total how much there is to do
 * @param course the way there, in the order of time: at least one point, the last one is where the job stands
 * @param emissions by then, PUE included
 * @param rest the carbon intensity that is expected for what is to come
 * @param isForecast whether that is the mean of a series over that time, and not what is in force
 */
public record Standing(
        ProgressUnit unit,
        double total,
        List<Waypoint> course,
        Mass emissions,
        Pue pue,
        CarbonIntensity rest,
        boolean isForecast) {

    public Standing {
        course = List.copyOf(course);
    }

    public Waypoint now() {
        return course.get(course.size() - 1);
    }

    Waypoint first() {
        return course.get(0);
    }

    /** How much is to be done yet. */
    double toDo() {
        return Math.max(0, total - now().done());
    }

    /** The part that is done. */
    public Ratio fraction() {
        return Ratio.of(Math.min(1, now().done() / total));
    }

    public boolean isComplete() {
        return now().done() >= total;
    }

    /** What so much energy that is to come will emit. */
    Mass emissionsOf(Energy toCome) {
        return rest.of(pue.of(toCome));
    }

    public Energy energy() {
        return now().energy();
    }

    public Duration elapsed() {
        return now().elapsed();
    }
}
