package io.ceait.energy;

import static io.ceait.energy.Channels.RAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ceait.attribution.Policy;
import io.ceait.device.Device;
import io.ceait.device.DeviceType;
import io.ceait.sampling.Sample;
import io.ceait.sampling.SampleScript;
import io.ceait.source.Channel;
import io.ceait.source.Channel.Role;
import io.ceait.units.Energy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** No joule is made and none is lost, whatever the machine, its sensors and the job do. */
class ConservationTest {

    private static final double ROUNDING = 1e-9;

    /** A machine with its truth: what each counter has really counted. */
    private static final class Machine {
        final Random random;
        final List<Channel> channels = new ArrayList<>();
        final int cpus;
        final long[] counted;
        final double failing;
        final SampleScript script;

        Machine(long seed, int packages, boolean models, double failing) {
            this.random = new Random(seed);
            this.failing = failing;
            for (int i = 0; i < packages; i++) {
                Device cpu = new Device("cpu" + i, DeviceType.CPU, "");
                channels.add(Channels.rapl(cpu, range(), 250));
                channels.add(Channels.rapl(RAM, range(), 250));
                if (models) {
                    channels.add(Channels.model(cpu, Role.FALLBACK));
                }
            }
            if (models) {
                channels.add(Channels.model(RAM, Role.FALLBACK));
            }
            cpus = 1 + random.nextInt(64);
            counted = new long[channels.size()];
            for (int i = 0; i < counted.length; i++) {
                counted[i] = wraps(i)
                        ? Math.floorMod(random.nextLong(), channels.get(i).rangeMicrojoules())
                        : 0;
            }
            script = new SampleScript(channels.size()).cpus(cpus);
        }

        /** At 250 W the smallest goes round once in 8 s. */
        private long range() {
            return 2_000_000_000L + Math.floorMod(random.nextLong(), 260_000_000_000L);
        }

        private boolean wraps(int channel) {
            return channels.get(channel).rangeMicrojoules() != Channel.NEVER_WRAPS;
        }

        Sample first() {
            return script.worked(random.nextInt(1_000_000), 2_000_000).after(0, readings());
        }

        Sample next(boolean last) {
            boolean gap = random.nextInt(40) == 0;
            long nanos = (gap ? 3_000_000_000L : 0) + 1_000_000L + random.nextInt(1_000_000_000);
            double seconds = nanos / 1e9;
            for (int i = 0; i < counted.length; i++) {
                counted[i] += random.nextInt(5) == 0 ? 0 : (long) (random.nextDouble() * 250e6 * seconds);
            }
            long job = (long) (random.nextDouble() * 1.2 * seconds * 1e6 * cpus);
            long other = (long) (random.nextDouble() * 0.5 * seconds * 1e6 * cpus);
            script.worked(job, random.nextInt(3) == 0 ? job / 2 : job + other)
                    .memory(random.nextInt(1000), random.nextInt(800), 900);
            if (gap) {
                script.gap();
            }
            if (last) {
                script.last();
            }
            return script.after(nanos, readings());
        }

        private long[] readings() {
            long[] values = new long[counted.length];
            for (int i = 0; i < values.length; i++) {
                boolean fails = wraps(i) && random.nextDouble() < failing;
                // The largest value that a counter shows is its range, next it shows 0: as the ledger's rule has it.
                values[i] = fails ? -1 : wraps(i) ? counted[i] % channels.get(i).rangeMicrojoules() : counted[i];
            }
            return values;
        }
    }

    @Property(tries = 200)
    void sharesAreOrderedTotalsNeverFallAndIntervalsAddUpToTotals(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 4) int packages,
            @ForAll boolean models,
            @ForAll @IntRange(min = 0, max = 40) int failingPercent) {
        Machine machine = new Machine(seed, packages, models, failingPercent / 100.0);
        Ledger ledger = new Ledger(machine.channels, List.of());
        ledger.accept(machine.first());
        int devices = ledger.deviceCount();
        long[] microjoules = new long[devices];
        double[][] job = new double[devices][Policy.COUNT];
        Books before = ledger.books();
        int ticks = 100;
        for (int tick = 1; tick <= ticks; tick++) {
            ledger.accept(machine.next(tick == ticks));
            for (int i = 0; i < devices; i++) {
                DeviceInterval interval = ledger.interval(i);
                if (interval.isBooked()) {
                    assertOrderedShares(interval);
                    microjoules[i] += interval.microjoules();
                    for (Policy policy : Policy.values()) {
                        job[i][policy.ordinal()] += interval.jobJoules(policy);
                    }
                }
            }
            Books now = ledger.books();
            assertNothingFell(before, now);
            before = now;
        }
        assertThat(before.gapNanos()).isBetween(0L, before.elapsedNanos());
        double wholeTotal = 0;
        double[] jobTotal = new double[Policy.COUNT];
        for (int i = 0; i < devices; i++) {
            DeviceBooks books = before.devices().get(i);
            assertThat(books.energy().joules()).isCloseTo(microjoules[i] / 1e6, within(ROUNDING));
            assertThat(books.time().plus(books.gapTime()).toNanos())
                    .as("each moment is known or lacking, and never both")
                    .isEqualTo(before.elapsedNanos());
            assertThat(books.gapTime().toNanos()).isLessThanOrEqualTo(before.gapNanos());
            assertThat(books.partEnergy()).isLessThanOrEqualTo(books.energy());
            wholeTotal += books.energy().joules();
            double smaller = 0;
            for (Policy policy : Policy.values()) {
                double joules = books.jobEnergy(policy).joules();
                assertThat(joules).isEqualTo(job[i][policy.ordinal()]);
                assertThat(joules).isGreaterThanOrEqualTo(smaller - ROUNDING);
                smaller = joules;
                jobTotal[policy.ordinal()] += joules;
            }
            assertThat(books.jobEnergy(Policy.MACHINE).joules())
                    .isCloseTo(books.energy().joules(), within(1e-6));
        }
        assertThat(jobTotal[Policy.OCCUPANCY.ordinal()]).isLessThanOrEqualTo(jobTotal[Policy.ACTIVE.ordinal()] + 1e-6);
        assertThat(jobTotal[Policy.ACTIVE.ordinal()]).isLessThanOrEqualTo(wholeTotal + 1e-6);
    }

    private static void assertOrderedShares(DeviceInterval interval) {
        assertThat(interval.share(Policy.OCCUPANCY)).isBetween(0.0, interval.share(Policy.ACTIVE) + ROUNDING);
        assertThat(interval.share(Policy.ACTIVE)).isLessThanOrEqualTo(interval.share(Policy.MACHINE) + ROUNDING);
        assertThat(interval.share(Policy.MACHINE))
                .isCloseTo(1, within(ROUNDING))
                .isLessThanOrEqualTo(1);
        assertThat(interval.microjoules()).isNotNegative();
        assertThat(interval.spanNanos()).isPositive();
        if (!interval.isKnown()) {
            assertThat(interval.microjoules()).isZero();
            assertThat(interval.jobJoules(Policy.MACHINE)).isZero();
        }
    }

    private static void assertNothingFell(Books before, Books now) {
        assertThat(now.gapNanos()).isGreaterThanOrEqualTo(before.gapNanos());
        for (int i = 0; i < now.devices().size(); i++) {
            DeviceBooks was = before.devices().get(i);
            DeviceBooks is = now.devices().get(i);
            assertThat(is.energy()).isGreaterThanOrEqualTo(was.energy());
            assertThat(is.implausible()).isGreaterThanOrEqualTo(was.implausible());
            was.energyBySource()
                    .forEach((source, energy) ->
                            assertThat(is.energyBySource().get(source)).isGreaterThanOrEqualTo(energy));
            for (Policy policy : Policy.values()) {
                assertThat(is.jobEnergy(policy)).isGreaterThanOrEqualTo(was.jobEnergy(policy));
            }
        }
    }

    @Property(tries = 300)
    void wrapsLoseNothing(@ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int packages) {
        Machine machine = new Machine(seed, packages, false, 0);
        Ledger ledger = new Ledger(machine.channels, List.of());
        ledger.accept(machine.first());
        long[] start = machine.counted.clone();
        for (int tick = 1; tick <= 150; tick++) {
            ledger.accept(machine.next(tick == 150));
        }
        for (DeviceBooks books : ledger.books().devices()) {
            long truth = 0;
            for (int i = 0; i < start.length; i++) {
                if (machine.channels.get(i).device().equals(books.device())) {
                    truth += machine.counted[i] - start[i];
                }
            }
            assertThat(books.implausible()).isZero();
            assertThat(books.gapTime()).isZero();
            assertThat(books.energy()).isEqualTo(Energy.ofMicrojoules(truth));
        }
    }

    /** Each with a meter of its own, as on a node that several people use. */
    @Property(tries = 200)
    void jobsSideBySideGetNoMoreThanTheMachineUsed(
            @ForAll long seed,
            @ForAll @IntRange(min = 2, max = 5) int jobs,
            @ForAll @IntRange(min = 1, max = 80) int ticks) {
        Random random = new Random(seed);
        int cpus = 1 + random.nextInt(64);
        Device cpu = new Device("cpu0", DeviceType.CPU, "");
        List<Channel> channels =
                List.of(Channels.rapl(cpu, 262_143_328_850L, 250), Channels.rapl(RAM, 262_143_328_850L, 250));
        List<SampleScript> scripts = new ArrayList<>();
        List<Ledger> ledgers = new ArrayList<>();
        for (int i = 0; i < jobs; i++) {
            scripts.add(new SampleScript(2).cpus(cpus));
            ledgers.add(new Ledger(channels, List.of()));
        }
        long[] counted = new long[2];
        long nanos = 0;
        for (int tick = 0; tick <= ticks; tick++) {
            double capacity = nanos / 1e3 * cpus;
            // Of the machine's time and memory each job has a part, others have one, and one is free.
            double[] parts = parts(random, jobs + 2);
            double[] held = parts(random, jobs + 2);
            long busy = 0;
            long used = 0;
            long[] work = new long[jobs];
            for (int i = 0; i <= jobs; i++) {
                long micros = (long) (parts[i] * capacity);
                busy += micros;
                used += (long) (held[i] * (16L << 30));
                if (i < jobs) {
                    work[i] = micros;
                }
            }
            for (int i = 0; i < jobs; i++) {
                SampleScript script = scripts.get(i).worked(work[i], busy);
                script.memory((long) (held[i] * (16L << 30)), used, 16L << 30);
                if (tick == ticks) {
                    script.last();
                }
                ledgers.get(i).accept(script.after(nanos, counted));
            }
            nanos = 1_000_000L + random.nextInt(1_000_000_000);
            counted[0] += (long) (random.nextDouble() * 250e6 * nanos / 1e9);
            counted[1] += (long) (random.nextDouble() * 50e6 * nanos / 1e9);
        }
        for (Policy policy : List.of(Policy.OCCUPANCY, Policy.ACTIVE)) {
            for (int device = 0; device < 2; device++) {
                double together = 0;
                for (Ledger ledger : ledgers) {
                    together += ledger.books()
                            .devices()
                            .get(device)
                            .jobEnergy(policy)
                            .joules();
                }
                double all =
                        ledgers.get(0).books().devices().get(device).energy().joules();
                assertThat(together).isLessThanOrEqualTo(all * (1 + ROUNDING) + 1e-6);
            }
        }
    }

    /** Parts of one whole. */
    private static double[] parts(Random random, int count) {
        double[] parts = new double[count];
        double sum = 0;
        for (int i = 0; i < count; i++) {
            parts[i] = random.nextInt(3) == 0 ? 0 : random.nextDouble();
            sum += parts[i];
        }
        for (int i = 0; i < count; i++) {
            parts[i] = sum == 0 ? 0 : parts[i] / sum;
        }
        return parts;
    }

    @Property(tries = 100)
    void theLedgerSeesSamplesAlone(@ForAll long seed) {
        assertThat(booksOf(seed)).isEqualTo(booksOf(seed));
    }

    private static Books booksOf(long seed) {
        Machine machine = new Machine(seed, 2, true, 0.2);
        Ledger ledger = new Ledger(machine.channels, List.of());
        ledger.accept(machine.first());
        for (int tick = 1; tick <= 50; tick++) {
            ledger.accept(machine.next(tick == 50));
        }
        return ledger.books();
    }
}
