package io.ceait.whatif;

import io.ceait.data.InputException;
import io.ceait.recorded.RecordedSamples;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * A finished run as a job in steps of a signal.
 *
 * @param duration of the run; its last step may be begun only
 * @param unknown intervals of which the energy is not known
 */
public record RecordedJob(Instant start, Duration duration, JobSteps steps, long unknown) {

    /** Ten years of five minutes: more steps than any run has. */
    private static final int MOST_STEPS = 1_000_000;

    /** The energy of an interval that spans several steps is divided over them by time. */
    public static RecordedJob read(Path directory, Duration step) {
        Filling filling = new Filling(step.toNanos() / 1e9);
        RecordedSamples.Pass pass = RecordedSamples.read(directory, filling);
        return new RecordedJob(
                pass.start(),
                Duration.ofNanos(Math.round(pass.seconds() * 1e9)),
                filling.steps(pass.seconds()),
                pass.unknown());
    }

    private static final class Filling implements RecordedSamples.Visitor {

        private final double step;
        private double[] joules = new double[64];

        Filling(double step) {
            this.step = step;
        }

        @Override
        public void interval(double fromSeconds, double toSeconds, double jobJoules) {
            int first = index(fromSeconds);
            int last = Math.max(first, index(Math.nextDown(toSeconds)));
            if (last >= joules.length) {
                joules = Arrays.copyOf(joules, Math.max(last + 1, 2 * joules.length));
            }
            double length = toSeconds - fromSeconds;
            if (first == last || length <= 0) {
                joules[first] += jobJoules;
                return;
            }
            for (int i = first; i <= last; i++) {
                double from = Math.max(fromSeconds, i * step);
                double to = Math.min(toSeconds, (i + 1) * step);
                joules[i] += jobJoules * Math.max(0, to - from) / length;
            }
        }

        private int index(double seconds) {
            double index = Math.floor(seconds / step);
            if (index >= MOST_STEPS) {
                throw new InputException("the run lasts more than " + MOST_STEPS + " steps of the series");
            }
            return (int) index;
        }

        JobSteps steps(double seconds) {
            // Not one step more for a run that ends with a step, give or take a rounding of its clock.
            int count = Math.max(1, (int) Math.ceil(seconds / step - 1e-9));
            return JobSteps.of(Arrays.copyOf(joules, count));
        }
    }
}
