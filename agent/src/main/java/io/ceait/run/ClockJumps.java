package io.ceait.run;

import io.ceait.sampling.Sample;
import io.ceait.sampling.WallJump;
import io.ceait.time.Gaps;
import java.time.Duration;

/**
 * How often the wall clock ran away from the monotonic one during a run. No duration and no energy depends on it: it only
 * labels.
 *
 * @param set how often somebody set it
 * @param forward by how much in all
 * @param back by how much in all
 * @param asleep how often the machine was asleep
 * @param asleepFor for how long in all: time that is in no duration, because nothing ran
 */
public record ClockJumps(int set, Duration forward, Duration back, int asleep, Duration asleepFor) {

    public static final ClockJumps NONE = new ClockJumps(0, Duration.ZERO, Duration.ZERO, 0, Duration.ZERO);

    /** Follows the samples of a run, live and in a replay the same. */
    static final class Watch {

        private final long nominalNanos;
        private long wallMillis;
        private ClockJumps jumps = NONE;

        Watch(Duration nominal) {
            nominalNanos = nominal.toNanos();
        }

        void accept(Sample sample) {
            long jump =
                    sample.opensTotals() ? 0 : WallJump.millis(wallMillis, sample.wallMillis(), sample.intervalNanos());
            wallMillis = sample.wallMillis();
            if (jump != 0) {
                // A gap that is not long is one in which the machine was asleep.
                boolean asleep = jump > 0 && sample.isGap() && !Gaps.isGap(sample.intervalNanos(), nominalNanos);
                jumps = jumps.and(Duration.ofMillis(jump), asleep);
            }
        }

        ClockJumps jumps() {
            return jumps;
        }
    }

    private ClockJumps and(Duration jump, boolean wasAsleep) {
        if (wasAsleep) {
            return new ClockJumps(set, forward, back, asleep + 1, asleepFor.plus(jump));
        }
        return new ClockJumps(
                set + 1,
                jump.isNegative() ? forward : forward.plus(jump),
                jump.isNegative() ? back.minus(jump) : back,
                asleep,
                asleepFor);
    }
}
