package io.ceait.energy;

import static io.ceait.energy.Channels.CPU0;
import static io.ceait.energy.Channels.RAM;
import static io.ceait.energy.Channels.RANGE;
import static io.ceait.sampling.SampleScript.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ceait.attribution.Policy;
import io.ceait.device.Device;
import io.ceait.device.DeviceType;
import io.ceait.device.Quality;
import io.ceait.sampling.SampleScript;
import io.ceait.source.Channel;
import io.ceait.source.Channel.Role;
import io.ceait.units.Energy;
import io.ceait.units.Power;
import io.ceait.units.Ratio;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the ledger books for one device, tick by tick; joules are told in microjoules, as sensors do. */
class LedgerTest {

    private static final long JOULE = 1_000_000;
    private static final long STUCK = 42 * JOULE;

    private static Ledger ledger(Channel... channels) {
        return new Ledger(List.of(channels), List.of());
    }

    private static Ledger raplWithModel() {
        return ledger(Channels.rapl(CPU0, RANGE, 200), Channels.model(CPU0, Role.FALLBACK));
    }

    private static DeviceBooks only(Ledger ledger) {
        return ledger.books().devices().get(0);
    }

    private static Energy joules(double joules) {
        return Energy.ofJoules(joules);
    }

    @Test
    void sharesAndPowersAreMultipliedSampleBySample() {
        Ledger ledger = ledger(Channels.rapl(CPU0, RANGE, 500));
        SampleScript script = new SampleScript(1);
        ledger.accept(script.afterSecond(0));
        ledger.accept(script.worked(1_000_000, 1_000_000).afterSecond(300 * JOULE));
        ledger.accept(script.worked(0, 0).last().afterSecond(400 * JOULE));
        DeviceBooks books = only(ledger);
        // p = 1, 0 with w = 300, 100: 150 W over the two seconds, not half of 200 W.
        assertThat(books.jobEnergy(Policy.OCCUPANCY).over(books.time())).isEqualTo(Power.ofWatts(150));
        assertThat(books.meanPower()).contains(Power.ofWatts(200));
        assertThat(books.meanShare()).containsEntry(Policy.OCCUPANCY, Ratio.of(0.5));
        assertThat(books.energyWeightedShare(Policy.OCCUPANCY)).contains(Ratio.of(0.75));
        assertThat(books.jobEnergy(Policy.MACHINE)).isEqualTo(joules(400));
    }

    @Test
    void nothingIsBookedByTheFirstSample() {
        Ledger ledger = raplWithModel();
        ledger.accept(new SampleScript(2).after(0, 77 * JOULE, 88 * JOULE));
        assertThat(ledger.interval(0).isBooked()).isFalse();
        assertThat(only(ledger).energy()).isEqualTo(Energy.ZERO);
        assertThat(only(ledger).lastPower()).isEmpty();
        assertThat(ledger.books().ticks()).isZero();
        assertThat(ledger.books().completeness()).isEqualTo(1);
    }

    @Test
    void aReadErrorIsAGapThatAddsNoEnergyAndTheNextReadingOnlyBases() {
        Ledger ledger = ledger(Channels.rapl(CPU0, RANGE, 200));
        SampleScript script = new SampleScript(1);
        ledger.accept(script.after(0, 0));
        ledger.accept(script.afterSecond(100 * JOULE));
        ledger.accept(script.afterSecond(-1));
        assertThat(ledger.interval(0).isBooked()).isTrue();
        assertThat(ledger.interval(0).isKnown()).isFalse();
        assertThat(ledger.interval(0).isGap()).isTrue();
        ledger.accept(script.afterSecond(300 * JOULE));
        assertThat(ledger.interval(0).isKnown()).isFalse();
        ledger.accept(script.last().afterSecond(350 * JOULE));
        assertThat(only(ledger).energy()).isEqualTo(joules(150));
        assertThat(only(ledger).time()).isEqualTo(Duration.ofSeconds(2));
        assertThat(only(ledger).gapTime()).isEqualTo(Duration.ofSeconds(2));
        assertThat(only(ledger).meanPower()).contains(Power.ofWatts(75));
        assertThat(ledger.books().gaps()).isEqualTo(2);
        assertThat(ledger.books().gapTime()).isEqualTo(Duration.ofSeconds(2));
        assertThat(ledger.books().completeness()).isEqualTo(0.5);
    }

    @Test
    void anImplausibleReadingIsDroppedAndCounted() {
        Ledger ledger = ledger(Channels.rapl(CPU0, RANGE, 200));
        SampleScript script = new SampleScript(1);
        ledger.accept(script.after(0, 0));
        ledger.accept(script.afterSecond(100_000 * JOULE));
        ledger.accept(script.last().afterSecond(100_050 * JOULE));
        assertThat(only(ledger).energy()).isEqualTo(joules(50));
        assertThat(only(ledger).implausible()).isEqualTo(1);
        assertThat(only(ledger).gapTime()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void acrossALongIntervalTheCountersEnergyIsExactAndFlagged() {
        Ledger ledger = ledger(Channels.rapl(CPU0, RANGE, 200));
        SampleScript script = new SampleScript(1);
        ledger.accept(script.after(0, 7));
        ledger.accept(script.gap().after(60 * SECOND, 7 + 6000 * JOULE));
        assertThat(ledger.interval(0).isGap()).isTrue();
        assertThat(ledger.interval(0).isKnown()).isTrue();
        assertThat(ledger.interval(0).watts()).isEqualTo(100);
        assertThat(only(ledger).energy()).isEqualTo(joules(6000));
        assertThat(only(ledger).gapTime()).isZero();
        assertThat(ledger.books().gaps()).isEqualTo(1);
        assertThat(ledger.books().gapTime()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void aGapInWhichTheCounterMayHaveGoneRoundTwiceIsNoNumber() {
        Ledger ledger = ledger(Channels.rapl(CPU0, RANGE, 200));
        SampleScript script = new SampleScript(1);
        ledger.accept(script.after(0, 0));
        ledger.accept(script.gap().after(7200 * SECOND, 10 * JOULE));
        assertThat(ledger.interval(0).isKnown()).isFalse();
        assertThat(only(ledger).energy()).isEqualTo(Energy.ZERO);
        assertThat(only(ledger).gapTime()).isEqualTo(Duration.ofHours(2));
        assertThat(only(ledger).ambiguousTime()).isEqualTo(Duration.ofHours(2));
        assertThat(only(ledger).meanPower()).isEmpty();
        assertThat(only(ledger).implausible()).isZero();
    }

    @Test
    void whatNobodyCouldTellIsNotZero() {
        Ledger ledger = ledger(Channels.rapl(CPU0, RANGE, 200));
        SampleScript script = new SampleScript(1);
        ledger.accept(script.after(0, 0));
        ledger.accept(script.last().afterSecond(-1));
        assertThat(only(ledger).meanPower()).isEmpty();
        assertThat(only(ledger).meanShare(Policy.OCCUPANCY)).isEmpty();
        assertThat(only(ledger).lastShare(Policy.MACHINE)).isEmpty();
        assertThat(only(ledger).energyWeightedShare(Policy.OCCUPANCY)).isEmpty();
    }

    /** As a journal of an earlier version has it, which was read every two minutes and no more. */
    @Test
    void aCounterThatIsReadTooSeldomLetsTheModelSpeakAndAHoleDoesNot() {
        Ledger ledger = ledger(Channels.rapl(CPU0, 20_000 * JOULE, 200), Channels.model(CPU0, Role.FALLBACK));
        SampleScript script = new SampleScript(2);
        ledger.accept(script.after(0, 0, 0));
        ledger.accept(script.worked(0, 1_000_000).after(120 * SECOND, 7 * JOULE, 9_600 * JOULE));
        assertThat(ledger.interval(0).source()).isEqualTo("cpu-model");
        assertThat(ledger.interval(0).isGap()).isFalse();
        assertThat(only(ledger).energy()).isEqualTo(joules(9_600));
        assertThat(only(ledger).gapTime()).isZero();
        assertThat(only(ledger).quality()).isEqualTo(Quality.ESTIMATED);
        ledger.accept(script.worked(0, 1_000_000).after(10 * SECOND, 1_007 * JOULE, 10_400 * JOULE));
        assertThat(ledger.interval(0).source()).isEqualTo("rapl");
        ledger.accept(script.gap().after(400 * SECOND, 1_107 * JOULE, 40_000 * JOULE));
        assertThat(ledger.interval(0).isKnown()).isFalse();
        assertThat(only(ledger).ambiguousTime()).isEqualTo(Duration.ofSeconds(400));
        assertThat(only(ledger).energy()).isEqualTo(joules(10_600));
    }

    @Test
    void aCounterThatStoodStillIsBookedWithItsNextStep() {
        Ledger ledger = ledger(Channels.rapl(CPU0, RANGE, 200));
        SampleScript script = new SampleScript(1);
        ledger.accept(script.after(0, 0));
        ledger.accept(script.worked(1_000_000, 1_000_000).afterSecond(0));
        assertThat(ledger.interval(0).isBooked()).isFalse();
        ledger.accept(script.afterSecond(100 * JOULE));
        assertThat(ledger.interval(0).spanNanos()).isEqualTo(2 * SECOND);
        assertThat(ledger.interval(0).watts()).isEqualTo(50);
        // Half of the two seconds were the job's.
        assertThat(ledger.interval(0).share(Policy.OCCUPANCY)).isEqualTo(0.5);
        assertThat(only(ledger).jobEnergy(Policy.OCCUPANCY)).isEqualTo(joules(50));
        assertThat(ledger.books().gaps()).isZero();
    }

    @Test
    void aGapWithinAMergedIntervalStaysAGap() {
        Ledger ledger = ledger(Channels.rapl(CPU0, RANGE, 200));
        SampleScript script = new SampleScript(1);
        ledger.accept(script.after(0, 0));
        ledger.accept(script.gap().after(10 * SECOND, 0));
        ledger.accept(script.afterSecond(100 * JOULE));
        assertThat(ledger.interval(0).spanNanos()).isEqualTo(11 * SECOND);
        assertThat(ledger.interval(0).isGap()).isTrue();
        assertThat(ledger.books().gapTime()).isEqualTo(Duration.ofSeconds(11));
    }

    @Test
    void aCounterThatStoodStillToTheEndTellsNoPowerOfThatTime() {
        Ledger ledger = ledger(Channels.rapl(CPU0, RANGE, 200));
        SampleScript script = new SampleScript(1);
        ledger.accept(script.after(0, 0));
        ledger.accept(script.afterSecond(10 * JOULE));
        ledger.accept(script.afterSecond(10 * JOULE));
        ledger.accept(script.last().afterSecond(10 * JOULE));
        assertThat(ledger.interval(0).spanNanos()).isEqualTo(2 * SECOND);
        assertThat(ledger.interval(0).isKnown()).isTrue();
        assertThat(ledger.interval(0).isPowerKnown()).isFalse();
        assertThat(only(ledger).lastPower()).contains(Power.ofWatts(10));
        assertThat(only(ledger).time()).isEqualTo(Duration.ofSeconds(3));
        assertThat(only(ledger).energy()).isEqualTo(joules(10));
    }

    @Test
    void aStuckCounterFallsBackToTheModelForAllTheTimeItStoodStill() {
        Ledger ledger = raplWithModel();
        SampleScript script = new SampleScript(2);
        ledger.accept(script.after(0, STUCK, 0));
        long model = 0;
        for (int i = 0; i < 5; i++) {
            model += 80 * JOULE;
            ledger.accept(script.worked(500_000, 1_000_000).afterSecond(STUCK, model));
        }
        DeviceBooks books = only(ledger);
        assertThat(books.onFallback()).isTrue();
        assertThat(books.quality()).isEqualTo(Quality.ESTIMATED);
        assertThat(books.sourceNow()).isEqualTo("cpu-model");
        assertThat(books.energyBySource()).isEqualTo(Map.of("rapl", Energy.ZERO, "cpu-model", joules(400)));
        assertThat(books.jobEnergy(Policy.OCCUPANCY)).isEqualTo(joules(200));
        assertThat(books.fallbackTime()).isEqualTo(Duration.ofSeconds(5));
        assertThat(books.lastPower()).contains(Power.ofWatts(80));
    }

    @Test
    void aCounterThatMovesAgainIsBelievedFromTheNextIntervalOnWithoutASpike() {
        Ledger ledger = raplWithModel();
        SampleScript script = new SampleScript(2);
        ledger.accept(script.after(0, STUCK, 0));
        long model = 0;
        for (int i = 0; i < 5; i++) {
            model += 80 * JOULE;
            ledger.accept(script.worked(0, 1_000_000).afterSecond(STUCK, model));
        }
        // All it did not tell comes at once; the model has already spoken for that time.
        ledger.accept(script.worked(0, 1_000_000).afterSecond(STUCK + 300 * JOULE, model + 80 * JOULE));
        assertThat(ledger.interval(0).source()).isEqualTo("cpu-model");
        assertThat(ledger.interval(0).watts()).isEqualTo(80);
        ledger.accept(script.worked(0, 1_000_000).last().afterSecond(STUCK + 390 * JOULE, model + 160 * JOULE));
        assertThat(ledger.interval(0).source()).isEqualTo("rapl");
        assertThat(ledger.interval(0).quality()).isEqualTo(Quality.MEASURED);
        assertThat(ledger.interval(0).watts()).isEqualTo(90);
        DeviceBooks books = only(ledger);
        assertThat(books.onFallback()).isFalse();
        assertThat(books.energyBySource()).isEqualTo(Map.of("rapl", joules(90), "cpu-model", joules(480)));
        assertThat(books.quality()).isEqualTo(Quality.ESTIMATED);
        assertThat(books.time()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void aCounterThatStandsStillWhileTheMachineIsIdleIsNotStuck() {
        Ledger ledger = raplWithModel();
        SampleScript script = new SampleScript(2);
        ledger.accept(script.after(0, STUCK, 0));
        for (int i = 1; i <= 10; i++) {
            ledger.accept(script.afterSecond(STUCK, i * 20 * JOULE));
        }
        assertThat(only(ledger).onFallback()).isFalse();
        ledger.accept(script.worked(0, 1_000_000).afterSecond(STUCK + 110 * JOULE, 220 * JOULE));
        assertThat(only(ledger).energyBySource()).isEqualTo(Map.of("rapl", joules(110)));
    }

    @Test
    void aCounterThatNeverMovedInAShortRunIsNotBelieved() {
        Ledger ledger = raplWithModel();
        SampleScript script = new SampleScript(2);
        ledger.accept(script.after(0, STUCK, 0));
        ledger.accept(script.worked(100_000, 100_000).last().after(SECOND / 5, STUCK, 16 * JOULE));
        assertThat(only(ledger).energyBySource()).isEqualTo(Map.of("rapl", Energy.ZERO, "cpu-model", joules(16)));
        assertThat(only(ledger).quality()).isEqualTo(Quality.ESTIMATED);
    }

    @Test
    void aSensorThatFailsThreeTimesIsReplacedUntilItAnswersAgain() {
        Ledger ledger = raplWithModel();
        SampleScript script = new SampleScript(2);
        ledger.accept(script.after(0, 0, 0));
        ledger.accept(script.afterSecond(100 * JOULE, 80 * JOULE));
        ledger.accept(script.afterSecond(-1, 160 * JOULE));
        ledger.accept(script.afterSecond(-1, 240 * JOULE));
        assertThat(only(ledger).onFallback()).isFalse();
        ledger.accept(script.afterSecond(-1, 320 * JOULE));
        assertThat(only(ledger).onFallback()).isTrue();
        ledger.accept(script.afterSecond(-1, 400 * JOULE));
        ledger.accept(script.afterSecond(900 * JOULE, 480 * JOULE));
        assertThat(ledger.interval(0).source()).isEqualTo("cpu-model");
        ledger.accept(script.last().afterSecond(1000 * JOULE, 560 * JOULE));
        assertThat(ledger.interval(0).source()).isEqualTo("rapl");
        DeviceBooks books = only(ledger);
        assertThat(books.energyBySource()).isEqualTo(Map.of("rapl", joules(200), "cpu-model", joules(240)));
        assertThat(books.gapTime()).isEqualTo(Duration.ofSeconds(2));
        assertThat(books.fallbackTime()).isEqualTo(Duration.ofSeconds(3));
        assertThat(books.time()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void aDeviceWithoutSensorIsItsModel() {
        Ledger ledger = ledger(Channels.model(RAM, Role.PRIMARY));
        SampleScript script = new SampleScript(1);
        ledger.accept(script.after(0, 0));
        ledger.accept(script.last().afterSecond(6 * JOULE));
        assertThat(only(ledger).energyBySource()).isEqualTo(Map.of("ram-model", joules(6)));
        assertThat(only(ledger).quality()).isEqualTo(Quality.ESTIMATED);
        assertThat(only(ledger).onFallback()).isFalse();
        assertThat(only(ledger).fallbackTime()).isZero();
    }

    @Test
    void theCountersOfOneDeviceAreAddedEachWithItsOwnWrap() {
        Ledger ledger = ledger(Channels.rapl(RAM, 1000 * JOULE, 100), Channels.rapl(RAM, 500 * JOULE, 100));
        SampleScript script = new SampleScript(2);
        ledger.accept(script.after(0, 990 * JOULE, 490 * JOULE));
        ledger.accept(script.afterSecond(10 * JOULE, 30 * JOULE));
        assertThat(ledger.deviceCount()).isEqualTo(1);
        assertThat(only(ledger).energy()).isEqualTo(joules(20 + 40));
    }

    @Test
    void whatOneOfTwoCountersMeasuredIsKeptAndTheIntervalIsAGap() {
        Ledger ledger = ledger(Channels.rapl(RAM, RANGE, 100), Channels.rapl(RAM, RANGE, 100));
        SampleScript script = new SampleScript(2);
        ledger.accept(script.after(0, 0, 0));
        ledger.accept(script.afterSecond(10 * JOULE, -1));
        assertThat(ledger.interval(0).isGap()).isTrue();
        assertThat(only(ledger).energy()).isEqualTo(joules(10));
        assertThat(only(ledger).gapTime()).isEqualTo(Duration.ofSeconds(1));
        assertThat(only(ledger).time()).isZero();
        assertThat(only(ledger).meanPower()).isEmpty();
    }

    @Test
    void whatOneOfTwoCountersMeasuredMakesNoPowerOfBoth() {
        Ledger ledger = ledger(Channels.rapl(RAM, RANGE, 200), Channels.rapl(RAM, RANGE, 200));
        SampleScript script = new SampleScript(2);
        ledger.accept(script.after(0, 0, 0));
        ledger.accept(script.afterSecond(28 * JOULE, 105 * JOULE));
        for (int second = 2; second <= 5; second++) {
            ledger.accept(script.afterSecond(second * 28 * JOULE, -1));
            assertThat(ledger.interval(0).isKnown()).isTrue();
            assertThat(ledger.interval(0).isPowerKnown()).isFalse();
        }
        DeviceBooks books = only(ledger);
        assertThat(books.lastPower()).contains(Power.ofWatts(133));
        assertThat(books.meanPower()).contains(Power.ofWatts(133));
        assertThat(books.energy()).isEqualTo(joules(5 * 28 + 105));
        assertThat(books.partEnergy()).isEqualTo(joules(4 * 28));
        assertThat(books.jobEnergy(Policy.MACHINE)).isEqualTo(joules(5 * 28 + 105));
        assertThat(books.time()).isEqualTo(Duration.ofSeconds(1));
        assertThat(books.gapTime()).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void aGapThatBeganWhileACounterStoodStillCountsFromThere() {
        Ledger ledger = ledger(Channels.gpu(700), Channels.rapl(CPU0, RANGE, 200));
        SampleScript script = new SampleScript(2);
        ledger.accept(script.after(0, 0, 0));
        ledger.accept(script.afterSecond(500 * JOULE, 10 * JOULE));
        // The driver hangs: its last answer is repeated, then there is none.
        ledger.accept(script.afterSecond(500 * JOULE, 20 * JOULE));
        ledger.accept(script.afterSecond(-1, 30 * JOULE));
        assertThat(ledger.books().gapTime()).isEqualTo(Duration.ofSeconds(1));
        ledger.accept(script.last().afterSecond(-1, 40 * JOULE));
        assertThat(ledger.books().devices().get(1).gapTime()).isEqualTo(Duration.ofSeconds(3));
        assertThat(ledger.books().gapTime()).isEqualTo(Duration.ofSeconds(3));
        assertThat(ledger.books().completeness()).isEqualTo(0.25);
    }

    @Test
    void devicesComeByTypeThenByNumber() {
        Ledger ledger = ledger(
                Channels.rapl(RAM, RANGE, 0),
                Channels.rapl(new Device("cpu10", DeviceType.CPU, ""), RANGE, 0),
                Channels.rapl(new Device("cpu2", DeviceType.CPU, ""), RANGE, 0));
        assertThat(List.of(
                        ledger.device(0).id(),
                        ledger.device(1).id(),
                        ledger.device(2).id()))
                .containsExactly("cpu2", "cpu10", "ram");
    }

    @Test
    void aDeviceNeedsAChannelThatSpeaksForIt() {
        assertThatThrownBy(() -> ledger(Channels.model(CPU0, Role.FALLBACK)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cpu0");
    }

    @Test
    void lateTicksAreCounted() {
        Ledger ledger = ledger(Channels.rapl(CPU0, RANGE, 0));
        SampleScript script = new SampleScript(1);
        ledger.accept(script.late().after(0, 0));
        ledger.accept(script.late().afterSecond(1));
        ledger.accept(script.afterSecond(2));
        assertThat(ledger.books().lateTicks()).isEqualTo(1);
        assertThat(ledger.books().ticks()).isEqualTo(2);
        assertThat(ledger.books().elapsed()).isEqualTo(Duration.ofSeconds(2));
    }
}
