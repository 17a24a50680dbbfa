package io.ceait.run;

import io.ceait.progress.Mark;
import io.ceait.progress.ProgressFeed;
import io.ceait.progress.ProgressUnit;
import io.ceait.progress.ToldMark;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A job that says what the test has planned. */
public final class PlannedProgress implements ProgressFeed {

    private final SimulatedRun simulated;
    private @Nullable ToldMark newest;
    final List<String> calls = new ArrayList<>();

    PlannedProgress(SimulatedRun simulated) {
        this.simulated = simulated;
        simulated.progress = Optional.of(this);
    }

    /** Eight epochs of 2.5 s, from 0.5 s on; 38.75 W, so that one is 96.875 J. The job ends by itself at 21.5 s. */
    public static PlannedProgress eightEpochs(SimulatedRun simulated) {
        PlannedProgress planned = new PlannedProgress(simulated);
        for (int i = 0; i <= 8; i++) {
            planned.at(0.5 + 2.5 * i, new Mark(ProgressUnit.EPOCH, i, 8));
        }
        simulated.clock.at(Duration.ofMillis(21_500), simulated::endJob);
        return planned;
    }

    void at(double seconds, Mark mark) {
        simulated.clock.at(
                Duration.ofNanos(Math.round(seconds * 1e9)),
                () -> newest = new ToldMark(mark, simulated.clock.monotonicNanos(), 1));
    }

    @Override
    public void start() {
        calls.add("start");
    }

    @Override
    public @Nullable ToldMark take() {
        ToldMark mark = newest;
        newest = null;
        return mark;
    }

    @Override
    public void finish() {
        calls.add("finish");
    }

    @Override
    public void close() {}
}
