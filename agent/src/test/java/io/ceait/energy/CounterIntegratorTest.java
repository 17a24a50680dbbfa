package io.ceait.energy;

import static io.ceait.energy.Channels.CPU0;
import static io.ceait.energy.Channels.RAM;
import static io.ceait.energy.Channels.RANGE;
import static io.ceait.energy.CounterIntegrator.Outcome.ADVANCED;
import static io.ceait.energy.CounterIntegrator.Outcome.AMBIGUOUS;
import static io.ceait.energy.CounterIntegrator.Outcome.BASED;
import static io.ceait.energy.CounterIntegrator.Outcome.IMPLAUSIBLE;
import static io.ceait.energy.CounterIntegrator.Outcome.LOST;
import static io.ceait.energy.CounterIntegrator.Outcome.PENDING;
import static io.ceait.energy.CounterIntegrator.Outcome.UNCHANGED;
import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.energy.CounterIntegrator.Outcome;
import io.ceait.sampling.SampleScript;
import io.ceait.source.Channel;
import io.ceait.source.Readings;
import io.ceait.source.Unavailable;
import org.junit.jupiter.api.Test;

class CounterIntegratorTest {

    private static final long SECOND = SampleScript.SECOND;

    private final Readings readings = new Readings(1, 0);
    private CounterIntegrator integrator = new CounterIntegrator(Channels.rapl(CPU0, RANGE, 200), 0);

    private void over(Channel channel) {
        integrator = new CounterIntegrator(channel, 0);
    }

    private Outcome read(long microjoules, long nanos) {
        return read(microjoules, nanos, false);
    }

    private Outcome read(long microjoules, long nanos, boolean gap) {
        readings.counter(0, microjoules);
        return integrator.update(readings, nanos, gap);
    }

    private Outcome fail() {
        readings.unavailable(0, SampleScript.FAILED);
        return integrator.update(readings, SECOND, false);
    }

    @Test
    void theFirstReadingOpensAndTheNextOnesDiffer() {
        assertThat(read(500, 0)).isEqualTo(BASED);
        assertThat(integrator.deltaMicrojoules()).isZero();
        assertThat(read(100_000_500, SECOND)).isEqualTo(ADVANCED);
        assertThat(integrator.deltaMicrojoules()).isEqualTo(100_000_000);
        assertThat(read(100_000_500, SECOND)).isEqualTo(UNCHANGED);
        assertThat(integrator.deltaMicrojoules()).isZero();
    }

    @Test
    void aFallIsAWrapAtTheRangeOfThisZone() {
        for (long range : new long[] {RANGE, 65_712_999_613L, 1_000_000_000L}) {
            over(Channels.rapl(CPU0, range, 200));
            read(range - 30_000_000, 0);
            assertThat(read(70_000_000, SECOND)).isEqualTo(ADVANCED);
            assertThat(integrator.deltaMicrojoules()).isEqualTo(100_000_000);
        }
    }

    @Test
    void aReadErrorIsAGapAndTheNextReadingOnlyBases() {
        read(0, 0);
        read(100_000_000, SECOND);
        assertThat(fail()).isEqualTo(LOST);
        assertThat(integrator.deltaMicrojoules()).isZero();
        assertThat(read(350_000_000, SECOND)).isEqualTo(BASED);
        assertThat(integrator.deltaMicrojoules()).isZero();
        assertThat(read(400_000_000, SECOND)).isEqualTo(ADVANCED);
        assertThat(integrator.deltaMicrojoules()).isEqualTo(50_000_000);
    }

    @Test
    void moreThanOnePossibleWrapIsNoNumber() {
        // 200 W go round 262 kJ in 1310.7 s.
        read(0, 0);
        assertThat(read(100_000_000_000L, 1310 * SECOND)).isEqualTo(ADVANCED);
        assertThat(integrator.deltaMicrojoules()).isEqualTo(100_000_000_000L);
        assertThat(read(100_000_000_001L, 1311 * SECOND)).isEqualTo(AMBIGUOUS);
        assertThat(integrator.deltaMicrojoules()).isZero();
        // Based anew: the next interval counts from here.
        assertThat(read(100_000_000_005L, SECOND)).isEqualTo(ADVANCED);
        assertThat(integrator.deltaMicrojoules()).isEqualTo(4);
    }

    @Test
    void withoutAStatedLimitOneIsAssumedForGaps() {
        over(Channels.rapl(CPU0, RANGE, 0));
        read(0, 0);
        assertThat(read(1_000_000, 263 * SECOND, true)).isEqualTo(AMBIGUOUS);
        over(Channels.rapl(RAM, RANGE, 0));
        read(0, 0);
        assertThat(read(1_000_000, 263 * SECOND, true)).isEqualTo(ADVANCED);
        assertThat(read(2_000_000, 874 * SECOND, true)).isEqualTo(AMBIGUOUS);
    }

    @Test
    void moreThanTheZoneCanDrawIsDropped() {
        read(0, 0);
        // Twice the limit of 200 W, for the second and the step of 50 ms that a counter may be behind: 420 J.
        assertThat(read(420_000_000, SECOND)).isEqualTo(ADVANCED);
        assertThat(read(840_000_001, SECOND)).isEqualTo(IMPLAUSIBLE);
        assertThat(integrator.deltaMicrojoules()).isZero();
        assertThat(read(840_000_011, SECOND)).isEqualTo(ADVANCED);
        assertThat(integrator.deltaMicrojoules()).isEqualTo(10);
    }

    @Test
    void aResetThatIsNoWrapIsDropped() {
        read(100_000_000_000L, 0);
        assertThat(read(5, SECOND)).isEqualTo(IMPLAUSIBLE);
        assertThat(read(15, SECOND)).isEqualTo(ADVANCED);
        assertThat(integrator.deltaMicrojoules()).isEqualTo(10);
    }

    @Test
    void aReadingBeyondTheRangeIsDroppedWhenTheCounterFalls() {
        over(Channels.rapl(CPU0, 1_000_000_000L, 200));
        read(5_000_000_000L, 0);
        assertThat(read(10, SECOND)).isEqualTo(IMPLAUSIBLE);
    }

    @Test
    void aModelIsBelievedWhateverItSays() {
        over(Channels.model(CPU0, Channel.Role.PRIMARY));
        read(1000, 0);
        assertThat(read(1_000_000_000_000L, SECOND)).isEqualTo(ADVANCED);
        assertThat(integrator.deltaMicrojoules()).isEqualTo(999_999_999_000L);
    }

    @Test
    void aCounterThatNeverWrapsKnowsTheEnergyAcrossFailedReadings() {
        over(Channels.gpu(300));
        read(1_000_000, 0);
        assertThat(fail()).isEqualTo(PENDING);
        assertThat(fail()).isEqualTo(PENDING);
        assertThat(read(601_000_000, SECOND)).isEqualTo(ADVANCED);
        assertThat(integrator.deltaMicrojoules()).isEqualTo(600_000_000);
    }

    @Test
    void aSingleWrongReadingOfItCostsNothing() {
        for (long wrong : new long[] {0, 500, 1L << 50, Long.MAX_VALUE}) {
            over(Channels.gpu(300));
            read(1_000_000_000, 0);
            assertThat(read(wrong, SECOND)).isEqualTo(PENDING);
            assertThat(integrator.deltaMicrojoules()).isZero();
            assertThat(read(1_400_000_000, SECOND)).isEqualTo(ADVANCED);
            assertThat(integrator.deltaMicrojoules()).isEqualTo(400_000_000);
        }
    }

    @Test
    void twoReadingsThatAgreeShowThatItBeganAnew() {
        for (long anew : new long[] {0, 5_000_000, 1L << 50}) {
            over(Channels.gpu(300));
            read(1_000_000_000, 0);
            assertThat(read(anew, SECOND)).isEqualTo(PENDING);
            assertThat(read(anew + 100_000_000, SECOND)).isEqualTo(IMPLAUSIBLE);
            assertThat(read(anew + 300_000_000, SECOND)).isEqualTo(ADVANCED);
            assertThat(integrator.deltaMicrojoules()).isEqualTo(200_000_000);
        }
    }

    @Test
    void aRestartThatTheSourceKnowsOfIsBelievedAtOnce() {
        over(Channels.gpu(300));
        read(1_000_000_000, 0);
        readings.unavailable(0, new Unavailable(Unavailable.Reason.RESTARTED, "for the test", ""));
        assertThat(integrator.update(readings, SECOND, false)).isEqualTo(LOST);
        assertThat(read(1_200_000_000, SECOND)).isEqualTo(BASED);
        assertThat(read(1_300_000_000, SECOND)).isEqualTo(ADVANCED);
        assertThat(integrator.deltaMicrojoules()).isEqualTo(100_000_000);
    }

    @Test
    void aStepAfterStandingStillIsMeasuredAgainstAllOfTheTime() {
        read(0, 0);
        assertThat(read(0, SECOND)).isEqualTo(UNCHANGED);
        assertThat(read(0, SECOND)).isEqualTo(UNCHANGED);
        // 600 J in one second would be too much for 200 W; in three it is the mean.
        assertThat(read(600_000_000, SECOND)).isEqualTo(ADVANCED);
        assertThat(integrator.deltaMicrojoules()).isEqualTo(600_000_000);
    }
}
