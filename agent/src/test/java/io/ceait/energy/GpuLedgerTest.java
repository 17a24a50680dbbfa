package io.ceait.energy;

import static io.ceait.energy.Channels.GPU0;
import static io.ceait.sampling.SampleScript.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ceait.attribution.Policy;
import io.ceait.device.Device;
import io.ceait.device.DeviceType;
import io.ceait.device.Quality;
import io.ceait.sampling.SampleScript;
import io.ceait.source.Channel;
import io.ceait.source.Channel.Role;
import io.ceait.source.Unavailable;
import io.ceait.source.UseChannel;
import io.ceait.source.UseMeans;
import io.ceait.units.Energy;
import io.ceait.units.Power;
import io.ceait.units.Ratio;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A GPU in the books: an energy counter that never wraps, and a power sensor beside it. */
class GpuLedgerTest {

    private static final long JOULE = 1_000_000;
    private static final UseChannel USE = new UseChannel(GPU0, "nvml");
    private static final Unavailable RESTARTED =
            new Unavailable(Unavailable.Reason.RESTARTED, "the driver was reloaded", "");

    private final Ledger ledger = ledger();
    private final SampleScript script = new SampleScript(2, 1);
    private long job;
    private long busy;
    private long held;

    private static Ledger ledger() {
        Channel energy = Channels.gpu("nvml-energy", Role.PRIMARY, 300);
        Channel power = Channels.gpu("nvml-power", Role.FALLBACK, 300);
        return new Ledger(List.of(energy, power), List.of(USE));
    }

    private DeviceBooks gpu() {
        return ledger.books().devices().get(0);
    }

    /** A second in which the GPU worked so much for the job, and so much for all. */
    private void second(double occupancy, double utilisation, long energy, long power) {
        job += Math.round(occupancy * 1e6);
        busy += Math.round(utilisation * 1e6);
        held += 1_000_000;
        script.used(0, UseMeans.PROCESS, job, busy, held);
        ledger.accept(script.afterSecond(energy, power));
    }

    private void begin() {
        script.used(0, UseMeans.PROCESS, 0, 0, 0);
        ledger.accept(script.after(0, 0, 0));
    }

    @Test
    void theJobHasItsWorkOfEachInterval() {
        begin();
        second(0.5, 1.0, 300 * JOULE, 300 * JOULE);
        second(0.0, 0.0, 400 * JOULE, 400 * JOULE);
        assertThat(gpu().energy()).isEqualTo(Energy.ofJoules(400));
        assertThat(gpu().jobEnergy(Policy.OCCUPANCY)).isEqualTo(Energy.ofJoules(150));
        // Half of the work, then an idle GPU that nobody else held.
        assertThat(gpu().jobEnergy(Policy.ACTIVE)).isEqualTo(Energy.ofJoules(250));
        assertThat(gpu().jobEnergy(Policy.MACHINE)).isEqualTo(Energy.ofJoules(400));
        assertThat(gpu().meanShare()).containsEntry(Policy.OCCUPANCY, Ratio.of(0.25));
        assertThat(gpu().useTime()).isEqualTo(Map.of(UseMeans.PROCESS, Duration.ofSeconds(2)));
    }

    @Test
    void whatOthersDoAndWhoHoldsItIsTheMeanOverIntervalsBookedAtOnce() {
        begin();
        second(0.25, 1.0, 300 * JOULE, -1);
        assertThat(ledger.interval(0).workForOthers()).isEqualTo(0.75);
        assertThat(ledger.interval(0).held()).isEqualTo(1);
        second(0, 0.5, -1, -1);
        second(0, 0, 600 * JOULE, -1);
        assertThat(ledger.interval(0).spanNanos()).isEqualTo(2 * SECOND);
        assertThat(ledger.interval(0).workForOthers()).isEqualTo(0.25);
        assertThat(ledger.interval(0).held()).isEqualTo(1);
    }

    @Test
    void aCounterThatIsNotReadableForAWhileTellsAllOfItsEnergyLater() {
        begin();
        second(1, 1, 200 * JOULE, -1);
        second(1, 1, -1, -1);
        assertThat(ledger.interval(0).isBooked()).isFalse();
        assertThat(ledger.books().gaps()).isEqualTo(1);
        second(1, 1, 600 * JOULE, -1);
        assertThat(ledger.interval(0).isKnown()).isTrue();
        assertThat(ledger.interval(0).isGap()).isTrue();
        assertThat(ledger.interval(0).spanNanos()).isEqualTo(2 * SECOND);
        assertThat(gpu().energy()).isEqualTo(Energy.ofJoules(600));
        assertThat(gpu().jobEnergy(Policy.OCCUPANCY)).isEqualTo(Energy.ofJoules(600));
        assertThat(gpu().gapTime()).isZero();
        assertThat(ledger.books().gaps()).isEqualTo(2);
    }

    @Test
    void aDriverThatNeverAnswersAgainLeavesAGapToTheEnd() {
        begin();
        second(1, 1, 200 * JOULE, 200 * JOULE);
        second(1, 1, -1, -1);
        second(1, 1, -1, -1);
        script.last();
        second(1, 1, -1, -1);
        assertThat(ledger.interval(0).isKnown()).isFalse();
        assertThat(ledger.interval(0).spanNanos()).isEqualTo(3 * SECOND);
        assertThat(gpu().energy()).isEqualTo(Energy.ofJoules(200));
        assertThat(gpu().gapTime()).isEqualTo(Duration.ofSeconds(3));
        assertThat(ledger.books().gaps()).isEqualTo(3);
        assertThat(ledger.books().completeness()).isEqualTo(0.25);
    }

    @Test
    void afterThreeFailuresThePowerSensorSpeaksForAllOfThem() {
        begin();
        second(1, 1, 200 * JOULE, 201 * JOULE);
        second(1, 1, -1, 402 * JOULE);
        second(1, 1, -1, 603 * JOULE);
        second(1, 1, -1, 804 * JOULE);
        assertThat(gpu().energyBySource())
                .isEqualTo(Map.of("nvml-energy", Energy.ofJoules(200), "nvml-power", Energy.ofJoules(603)));
        assertThat(gpu().gapTime()).isZero();
        assertThat(gpu().onFallback()).isTrue();
        // Back again: what it counted meanwhile is booked already.
        second(1, 1, 1_000 * JOULE, 1_005 * JOULE);
        second(1, 1, 1_200 * JOULE, 1_206 * JOULE);
        assertThat(gpu().energy()).isEqualTo(Energy.ofJoules(200 + 603 + 201 + 200));
        assertThat(gpu().quality()).isEqualTo(Quality.MEASURED);
    }

    @Test
    void aFrozenCounterIsFoundOutEvenOnAnIdleMachine() {
        begin();
        second(0, 0, 50 * JOULE, 50 * JOULE);
        second(0, 0, 50 * JOULE, 100 * JOULE);
        second(0, 0, 50 * JOULE, 150 * JOULE);
        second(0, 0, 50 * JOULE, 200 * JOULE);
        assertThat(gpu().energy()).isEqualTo(Energy.ofJoules(200));
        assertThat(gpu().onFallback()).isTrue();
        second(0, 0, 50 * JOULE, 250 * JOULE);
        assertThat(gpu().energy()).isEqualTo(Energy.ofJoules(250));
        // It moves again: from the next interval on it speaks for itself.
        second(0, 0, 310 * JOULE, 300 * JOULE);
        second(0, 0, 360 * JOULE, 350 * JOULE);
        assertThat(gpu().energy()).isEqualTo(Energy.ofJoules(350));
        assertThat(gpu().onFallback()).isFalse();
    }

    @Test
    void whenBothAreSilentTheSecondSensorsZeroIsNotTakenForNoEnergy() {
        begin();
        second(1, 1, -1, 100 * JOULE);
        second(1, 1, -1, 200 * JOULE);
        second(1, 1, -1, 300 * JOULE);
        assertThat(gpu().onFallback()).isTrue();
        second(1, 1, -1, -1);
        assertThat(ledger.interval(0).isBooked()).isFalse();
        second(1, 1, -1, 500 * JOULE);
        assertThat(gpu().energy()).isEqualTo(Energy.ofJoules(500));
        assertThat(ledger.interval(0).isGap()).isTrue();
    }

    @Test
    void aSecondSensorThatBeganAnewMeanwhileDoesNotSpeakForTheWholeOutage() {
        begin();
        second(1, 1, 200 * JOULE, 200 * JOULE);
        second(1, 1, -1, 400 * JOULE);
        script.unavailable(1, RESTARTED);
        second(1, 1, -1, SampleScript.AS_IT_IS);
        second(1, 1, -1, 0);
        assertThat(gpu().energy()).isEqualTo(Energy.ofJoules(200));
        assertThat(gpu().gapTime()).isEqualTo(Duration.ofSeconds(3));
        second(1, 1, -1, 200 * JOULE);
        assertThat(gpu().energy()).isEqualTo(Energy.ofJoules(400));
        assertThat(gpu().gapTime()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void aReloadOfTheDriverIsAGapAndNeverASpike() {
        begin();
        second(1, 1, 200 * JOULE, 200 * JOULE);
        script.unavailable(0, RESTARTED);
        script.unavailable(1, RESTARTED);
        second(1, 1, SampleScript.AS_IT_IS, SampleScript.AS_IT_IS);
        assertThat(ledger.interval(0).isKnown()).isFalse();
        second(1, 1, 3 * JOULE, 0);
        assertThat(ledger.interval(0).isKnown()).isFalse();
        second(1, 1, 203 * JOULE, 200 * JOULE);
        assertThat(gpu().energy()).isEqualTo(Energy.ofJoules(400));
        assertThat(gpu().gapTime()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void bothSensorsAreComparedWhereBothKnow() {
        begin();
        second(1, 1, 200 * JOULE, 230 * JOULE);
        second(1, 1, 400 * JOULE, 460 * JOULE);
        assertThat(gpu().secondSensor().orElseThrow().difference().orElseThrow())
                .isCloseTo(0.15, within(1e-9));
        Ledger alone = new Ledger(List.of(Channels.gpu(300)), List.of(USE));
        assertThat(alone.books().devices().get(0).secondSensor()).isEmpty();
    }

    @Test
    void devicesStandInTheOrderOfTheirNumbers() {
        List<Channel> channels = new ArrayList<>();
        for (String id : List.of("gpu10", "gpu1", "gpu0-rest", "gpu2", "gpu0-mig1", "gpu0-mig0")) {
            Device device = new Device(id, DeviceType.GPU, "");
            channels.add(Channels.model(device, Role.PRIMARY));
        }
        Ledger many = new Ledger(channels, List.of());
        List<String> order = new ArrayList<>();
        for (int i = 0; i < many.deviceCount(); i++) {
            order.add(many.device(i).id());
        }
        assertThat(order).containsExactly("gpu0-mig0", "gpu0-mig1", "gpu0-rest", "gpu1", "gpu2", "gpu10");
    }

    @Test
    void aGpuWhoseUseNobodyTellsIsTheMachinesAndNotTheJobs() {
        Ledger blind = new Ledger(List.of(Channels.gpu(300)), List.of());
        SampleScript one = new SampleScript(1);
        blind.accept(one.after(0, 0));
        blind.accept(one.afterSecond(100 * JOULE));
        DeviceBooks books = blind.books().devices().get(0);
        assertThat(books.jobEnergy(Policy.OCCUPANCY)).isEqualTo(Energy.ZERO);
        assertThat(books.jobEnergy(Policy.ACTIVE)).isEqualTo(Energy.ZERO);
        assertThat(books.jobEnergy(Policy.MACHINE)).isEqualTo(Energy.ofJoules(100));
        assertThat(books.useTime()).isEmpty();
    }

    /** Two sensors that fail in turns: none may tell once more what the other has told. */
    @ParameterizedTest
    @ValueSource(longs = {-58737, -12601, -9322, 33125, 44799, 50861})
    void whatFailsInTurnsIsBookedOnce(long seed) {
        whateverTheDriverAnswersNoEnergyIsInvented(seed);
    }

    /** A counter that steps each 100 ms, readings that fail or lie, a reload now and then: never more than was used. */
    @Property(tries = 300)
    void whateverTheDriverAnswersNoEnergyIsInvented(@ForAll long seed) {
        Random random = new Random(seed);
        Ledger books = ledger();
        SampleScript samples = new SampleScript(2, 1);
        samples.used(0, UseMeans.PROCESS, 0, 0, 0);
        books.accept(samples.after(0, 0, 0));
        double truth = 0;
        long elapsed = 0;
        double sinceReload = 0;
        double power = 0;
        long jobTime = 0;
        for (int i = 0; i < 200; i++) {
            long nanos = 20_000_000L + random.nextInt(400_000_000);
            elapsed += nanos;
            double joules = random.nextDouble() * 300 * nanos / 1e9;
            truth += joules;
            sinceReload += joules;
            power += joules;
            jobTime += random.nextInt((int) (nanos / 1000));
            samples.used(0, UseMeans.PROCESS, jobTime, elapsed / 1000, elapsed / 1000);
            long energy = Math.round(sinceReload * 1e6);
            switch (random.nextInt(30)) {
                case 0 -> energy = -1;
                case 1 -> energy = random.nextLong() >>> 1;
                case 2 -> {
                    sinceReload = 0;
                    energy = 0;
                }
                default -> {}
            }
            long integrated = random.nextInt(25) == 0 ? -1 : Math.round(power * 1e6);
            if (i == 199) {
                samples.last();
            }
            books.accept(samples.after(nanos, energy, integrated));
        }
        DeviceBooks gpu = books.books().devices().get(0);
        assertThat(gpu.energy().joules()).isLessThanOrEqualTo(truth * (1 + 1e-9) + 1e-6);
        assertThat(gpu.time().plus(gpu.gapTime()).toNanos()).isEqualTo(elapsed);
        assertThat(gpu.meanPower().orElseThrow()).isLessThan(Power.ofWatts(300));
        assertThat(gpu.jobEnergy(Policy.OCCUPANCY)).isLessThanOrEqualTo(gpu.jobEnergy(Policy.ACTIVE));
    }
}
