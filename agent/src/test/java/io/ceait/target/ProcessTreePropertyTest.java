package io.ceait.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ceait.kernel.KernelConstants;
import io.ceait.target.SimulatedKernel.Habits;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Jobs of any history, looked at by anybody at any moment, against what they have really used. */
class ProcessTreePropertyTest {

    private static final KernelConstants CONSTANTS = new KernelConstants(4096, 100);
    private static final long THOUSAND_SECONDS = 1_000_000_000_000L;

    /** User and system time of its own and of its children, each cut off to whole ticks. */
    private static final int CUT_OFF = 4;

    /** Looks at a job that goes on meanwhile, and between two looks. */
    private static final class Watcher {
        private final SimulatedKernel kernel;
        private final ProcessTree tree;
        private long now;
        private double before;

        /** What cutting off may have added at the attach. */
        private double cutOff;

        private long last;

        Watcher(SimulatedKernel kernel, ProcessTree tree) {
            this.kernel = kernel;
            this.tree = tree;
        }

        static Watcher attachedTo(SimulatedKernel kernel, List<Integer> targets, boolean wholeTicks, boolean quietly) {
            return of(kernel, ProcessTree.attach(kernel, targets, kernel.load, CONSTANTS), wholeTicks, quietly);
        }

        static Watcher of(SimulatedKernel kernel, ProcessTree tree, boolean wholeTicks, boolean quietly) {
            Watcher watcher = new Watcher(kernel, tree);
            if (!quietly) {
                kernel.goOn();
            }
            watcher.before = kernel.usedTicks();
            watcher.cutOff = wholeTicks ? 0 : CUT_OFF * (kernel.jobProcesses() + 1);
            watcher.look();
            kernel.goOn();
            kernel.forgetChildren();
            return watcher;
        }

        long look() {
            now += THOUSAND_SECONDS;
            kernel.load.refresh(now);
            tree.refresh(now);
            long ticks = tree.cpuMicroseconds() / CONSTANTS.microsecondsPerTick();
            assertThat(ticks).as("it falls").isGreaterThanOrEqualTo(last);
            assertThat((double) ticks).as("more than was used").isLessThanOrEqualTo(used() + cutOff);
            last = ticks;
            return ticks;
        }

        void watch(int looks) {
            for (int i = 0; i < looks; i++) {
                kernel.pass(kernel.random.nextInt(20));
                look();
            }
        }

        double used() {
            return kernel.usedTicks() - before;
        }

        /** Once nothing happens any more three looks see all that can be seen. */
        long atRest() {
            kernel.holdStill();
            look();
            look();
            return look();
        }
    }

    @Property(tries = 1000)
    void neverFallsAndIsNeverMoreThanWasUsed(
            @ForAll long seed,
            @ForAll boolean orphans,
            @ForAll boolean ignoring,
            @ForAll boolean reapersInJob,
            @ForAll boolean wholeTicks,
            @ForAll @IntRange(min = 1, max = 30) int looks) {
        SimulatedKernel kernel =
                new SimulatedKernel(seed, new Habits(orphans, ignoring, reapersInJob, wholeTicks)).withTarget();
        Watcher watcher = Watcher.attachedTo(kernel, kernel.targets, wholeTicks, false);
        watcher.watch(looks);
        watcher.atRest();
        kernel.endJob(true);
        watcher.atRest();
    }

    @Property(tries = 1000)
    void ofAJobThatWaitsForItsChildrenNothingIsMissed(
            @ForAll long seed, @ForAll boolean wholeTicks, @ForAll @IntRange(min = 1, max = 30) int looks) {
        SimulatedKernel kernel = new SimulatedKernel(seed, new Habits(false, false, false, wholeTicks)).withTarget();
        // What is used during the very first look may count or not: so nothing is.
        Watcher watcher = Watcher.attachedTo(kernel, kernel.targets, wholeTicks, true);
        watcher.watch(looks);
        double cutOff = wholeTicks ? 0 : watcher.cutOff + CUT_OFF * kernel.jobProcesses();
        assertThat((double) watcher.atRest()).isCloseTo(watcher.used(), within(cutOff));
        assertThat(watcher.tree.account().unwaitedProcesses()).isZero();
        kernel.endJob(true);
        assertThat((double) watcher.atRest()).isCloseTo(watcher.used(), within(cutOff));
        assertThat(watcher.tree.alive()).isFalse();
    }

    @Property(tries = 1000)
    void ofAJobWhoseOrphansComeToUsNothingIsMissed(
            @ForAll long seed,
            @ForAll boolean orphans,
            @ForAll boolean reapersInJob,
            @ForAll boolean wholeTicks,
            @ForAll boolean waitForIt,
            @ForAll @IntRange(min = 0, max = 30) int looks) {
        SimulatedKernel kernel =
                new SimulatedKernel(seed, new Habits(orphans, false, reapersInJob, wholeTicks)).withOurselves();
        ProcessTree tree = ProcessTree.ofChildToCome(kernel, kernel.load, CONSTANTS);
        tree.waitForOrphans();
        tree.orphansComeToUs();
        Watcher watcher = new Watcher(kernel, tree);
        watcher.look();
        int child = kernel.startOurs();
        kernel.goOn();
        kernel.forgetChildren();
        kernel.pass(kernel.random.nextInt(5));
        tree.adopt(child);
        watcher.watch(looks);
        double cutOff = wholeTicks ? 0 : CUT_OFF * (1 + kernel.jobProcesses());
        assertThat((double) watcher.atRest()).isCloseTo(watcher.used(), within(cutOff));
        kernel.endJob(waitForIt);
        assertThat((double) watcher.atRest()).isCloseTo(watcher.used(), within(cutOff));
        assertThat(tree.alive()).isFalse();
        assertThat(tree.account().unwaitedProcesses()).isZero();
    }

    /** Whoever took in its orphans has what is missing. */
    @Property(tries = 1000)
    void ofAJobWhoseOrphansGoElsewhereNoMoreIsMissedThanIsTold(
            @ForAll long seed, @ForAll boolean reapersInJob, @ForAll @IntRange(min = 0, max = 30) int looks) {
        SimulatedKernel kernel = new SimulatedKernel(seed, new Habits(true, false, reapersInJob, true)).withTarget();
        ProcessTree tree = ProcessTree.attach(kernel, kernel.targets, kernel.load, CONSTANTS)
                .watchingForStrays(Set.of(SimulatedKernel.INIT), pid -> false);
        Watcher watcher = Watcher.of(kernel, tree, true, true);
        // What these used before comes to the first process as well, and cannot be told apart.
        long before = kernel.strayedTicks();
        watcher.watch(looks);
        kernel.holdStill();
        kernel.endOthersThanTheTarget();
        double missed = watcher.used() - watcher.atRest();
        long told = tree.account().strayMicroseconds() / CONSTANTS.microsecondsPerTick();
        assertThat(missed).isBetween((double) told - before, told + Strays.STEP_TICKS - 1.0);
    }

    @Property(tries = 300)
    void severalTargetsAreOneJob(@ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int looks) {
        SimulatedKernel kernel = new SimulatedKernel(seed, new Habits(false, true, true, true)).withTarget();
        Watcher watcher = Watcher.attachedTo(kernel, kernel.runningOfJob(), true, false);
        watcher.watch(looks);
        watcher.atRest();
    }
}
