package io.ceait.prediction;

import io.ceait.progress.Mark;
import io.ceait.progress.ProgressUnit;
import io.ceait.units.CarbonIntensity;
import io.ceait.units.Energy;
import io.ceait.units.Pue;

/** Trainings that exist in a test alone: so many joules and seconds a part, at PUE 1.5 and 400 g/kWh. */
final class Courses {

    static final Pue PUE = Pue.of(1.5);
    static final CarbonIntensity INTENSITY = CarbonIntensity.ofKilogramsPerKilowattHour(0.4);

    private final ProgressLedger ledger = new ProgressLedger(PUE, INTENSITY);
    private final ProgressUnit unit;
    private final double total;
    private double done;
    private double joules;
    private double seconds;

    Courses(ProgressUnit unit, double total) {
        this.unit = unit;
        this.total = total;
    }

    static Courses epochs(double total) {
        return new Courses(ProgressUnit.EPOCH, total);
    }

    static Courses steps(double total) {
        return new Courses(ProgressUnit.STEP, total);
    }

    /** Something that is not of the training: loading, say. */
    Courses used(double moreJoules, double moreSeconds) {
        joules += moreJoules;
        seconds += moreSeconds;
        return this;
    }

    /** The job says where it stands. */
    Courses says(double at) {
        done = at;
        ledger.book(
                new Mark(unit, at, total),
                Math.round(seconds * 1e9),
                joules,
                INTENSITY.of(PUE.of(Energy.ofJoules(joules))).kilograms(),
                INTENSITY,
                false,
                0);
        return this;
    }

    /** One more, and says so. */
    Courses part(double ofJoules, double ofSeconds) {
        return used(ofJoules, ofSeconds).says(done + 1);
    }

    Courses parts(int count, double ofJoules, double ofSeconds) {
        for (int i = 0; i < count; i++) {
            part(ofJoules, ofSeconds);
        }
        return this;
    }

    double joules() {
        return joules;
    }

    ProgressBooks books() {
        return ledger.books();
    }

    Standing standing() {
        return books().now();
    }

    Prediction by(Rule rule) {
        return rule.predict(standing()).orElseThrow();
    }

    Prediction ours() {
        return by(Rule.STABLE_WINDOW);
    }
}
