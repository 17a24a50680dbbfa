package io.ceait.prediction;

import io.ceait.units.Energy;
import io.ceait.units.Mass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a prediction is made. */
public enum Rule {
    /**
     * What is done, and the mean of the last stable window for all that is to come. An interval of 80 % from the window's
     * scatter: its standard error for {@code m} parts to come is that of its mean and their own, {@code s √(m²/w + m)}.
     */
    STABLE_WINDOW("stable-window") {
        @Override
        Optional<Prediction> predict(Standing standing) {
            return StableWindow.of(standing).map(window -> byWindow(standing, window));
        }
    },

    /**
     * Carbontracker's: the mean of all that was monitored, times the whole (Anthony, Kanding, Selvan 2020, section 3; as its
     * program does, which by default says it once, after the first epoch). Nothing is left out as warm-up, what was used
     * before the first epoch does not count, and there is no interval.
     */
    CARBONTRACKER("carbontracker") {
        @Override
        Optional<Prediction> predict(Standing standing) {
            double done = standing.now().done() - standing.first().done();
            if (!(done > 0)) {
                return Optional.empty();
            }
            double all = (standing.total() - standing.first().done()) / done;
            Energy energy = Energy.ofJoules(
                    (standing.energy().joules() - standing.first().energy().joules()) * all);
            Duration time = standing.elapsed().minus(standing.first().elapsed());
            return Optional.of(new Prediction(
                    this,
                    Expected.of(energy),
                    Expected.of(standing.emissionsOf(energy)),
                    Expected.of(seconds(time.toNanos() / 1e9 * all))));
        }
    };

    private final String label;

    Rule(String label) {
        this.label = label;
    }

    /** As files and metrics write it. */
    public String label() {
        return label;
    }

    /** Empty as long as too little is known. */
    abstract Optional<Prediction> predict(Standing standing);

    /** By every rule that can say something. */
    public static List<Prediction> all(Standing standing) {
        List<Prediction> predictions = new ArrayList<>();
        for (Rule rule : values()) {
            rule.predict(standing).ifPresent(predictions::add);
        }
        return predictions;
    }

    private static Prediction byWindow(Standing standing, StableWindow window) {
        double soFar = standing.energy().joules();
        double elapsed = standing.elapsed().toNanos() / 1e9;
        StableWindow.ToCome joules = window.joules(standing.toDo());
        StableWindow.ToCome time = window.seconds(standing.toDo());
        Energy energy = Energy.ofJoules(soFar + joules.value());
        Mass emissions = standing.emissions().plus(standing.emissionsOf(Energy.ofJoules(joules.value())));
        Duration duration = seconds(elapsed + time.value());
        if (!window.tellsScatter()) {
            return new Prediction(STABLE_WINDOW, Expected.of(energy), Expected.of(emissions), Expected.of(duration));
        }
        return new Prediction(
                STABLE_WINDOW,
                Expected.within(Energy.ofJoules(soFar + joules.low()), energy, Energy.ofJoules(soFar + joules.high())),
                Expected.within(
                        standing.emissions().plus(standing.emissionsOf(Energy.ofJoules(joules.low()))),
                        emissions,
                        standing.emissions().plus(standing.emissionsOf(Energy.ofJoules(joules.high())))),
                Expected.within(seconds(elapsed + time.low()), duration, seconds(elapsed + time.high())));
    }

    private static Duration seconds(double seconds) {
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }
}
