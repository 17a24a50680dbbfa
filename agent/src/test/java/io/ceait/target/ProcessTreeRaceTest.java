package io.ceait.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.kernel.KernelRoots;
import io.ceait.kernel.ProcFixture;
import io.ceait.machine.Machine;
import io.ceait.machine.MachineLoad;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may happen between two reads of one look, one event at a time. Ticks of 10 ms. */
class ProcessTreeRaceTest {

    private static final long SECOND = 1_000_000_000L;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path procfs;

    @SuppressWarnings("NullAway.Init")
    private ProcFixture proc;

    @SuppressWarnings("NullAway.Init")
    private ProcFixture.Process shell;

    @SuppressWarnings("NullAway.Init")
    private ProcFixture.Process target;

    @SuppressWarnings("NullAway.Init")
    private ProcFixture.Process child;

    @SuppressWarnings("NullAway.Init")
    private ProcFixture.Process other;

    @SuppressWarnings("NullAway.Init")
    private MachineLoad load;

    @SuppressWarnings("NullAway.Init")
    private ProcessTree tree;

    private final Map<Integer, Runnable> before = new HashMap<>();
    private long now;

    /** The fixture's files, with something done just before a process is read. */
    private final class Interrupted implements ProcessFiles {
        private final ProcessFiles files = new Procfs(procfs);

        @Override
        public StatFile open(int pid, ProcessStat first) throws IOException {
            StatFile file = files.open(pid, first);
            return new StatFile() {
                @Override
                public boolean read(ProcessStat into) {
                    Runnable event = before.remove(pid);
                    if (event != null) {
                        event.run();
                    }
                    return file.read(into);
                }

                @Override
                public void close() {
                    file.close();
                }
            };
        }

        @Override
        public boolean read(int pid, ProcessStat into) {
            return files.read(pid, into);
        }

        @Override
        public List<Integer> newBelow(List<Member> above, IntPredicate known) {
            return files.newBelow(above, known);
        }

        @Override
        public long proportionalBytes(int pid) {
            return -1;
        }

        @Override
        public long sharedPages(int pid) {
            return files.sharedPages(pid);
        }
    }

    @BeforeEach
    void attachToATargetWithTwoChildren() {
        proc = new ProcFixture(procfs);
        load = Machine.load(new KernelRoots(procfs, procfs, procfs), ProcFixture.CONSTANTS);
        shell = proc.process(10, 1);
        target = proc.process(100, 10).work(500, 0);
        child = proc.process(101, 100).work(400, 0);
        other = proc.process(102, 100).work(300, 0);
        tree = ProcessTree.attach(new Interrupted(), List.of(100), load, ProcFixture.CONSTANTS);
        assertThat(look()).isZero();
        child.work(20, 0);
        assertThat(look()).isEqualTo(20);
    }

    @AfterEach
    void close() {
        tree.close();
        load.close();
    }

    private long look() {
        now += SECOND;
        load.refresh(now);
        tree.refresh(now);
        return tree.cpuMicroseconds() / 10_000;
    }

    @Test
    void aChildWaitedForAfterItsParentWasRead() {
        child.work(5, 0);
        before.put(101, () -> target.reap(child));
        // Its last moments come a look late; the time it had been seen to use does not come again.
        assertThat(look()).isEqualTo(20);
        assertThat(look()).isEqualTo(25);
        target.work(1, 0);
        assertThat(look()).isEqualTo(26);
        assertThat(tree.account().unwaitedProcesses()).isZero();
    }

    @Test
    void aChildWaitedForBeforeItsParentIsRead() {
        child.work(5, 0);
        before.put(100, () -> target.reap(child));
        assertThat(look()).isEqualTo(25);
        assertThat(look()).isEqualTo(25);
    }

    @Test
    void twoChildrenOfWhichOneIsWaitedForAfterTheOtherWasRead() {
        before.put(101, () -> target.reap(child));
        before.put(102, () -> target.reap(other));
        assertThat(look()).isEqualTo(20);
        assertThat(look()).isEqualTo(20);
        target.reapUnseen(3);
        assertThat(look()).isEqualTo(23);
    }

    @Test
    void aChildThatIsThereThoughItsParentHasItsTime() {
        child.work(5, 0);
        target.takeOver(child);
        // Nothing that parents took over is taken at this look, but what they used themselves is.
        target.work(2, 0).reapUnseen(4);
        assertThat(look()).isEqualTo(22);
        child.vanish();
        assertThat(look()).isEqualTo(31);
        assertThat(look()).isEqualTo(31);
    }

    @Test
    void aChildThatIsBeingWaitedForWhileItsParentDoesNotHaveItsTime() {
        child.work(5, 0).state('X');
        assertThat(look()).isEqualTo(20);
        target.reap(child);
        assertThat(look()).isEqualTo(25);
    }

    @Test
    void aChildThatIsGoneWhenItIsLookedAtASecondTimeAtOnce() {
        child.work(5, 0);
        before.put(101, () -> {
            target.takeOver(child);
            before.put(100, child::vanish);
        });
        assertThat(look()).isEqualTo(25);
        assertThat(look()).isEqualTo(25);
    }

    @Test
    void aChildWhoseFiguresAreGoneAlready() {
        target.takeOver(child);
        child.threads(0).moveTo(0);
        assertThat(look()).isEqualTo(20);
        child.vanish();
        assertThat(look()).isEqualTo(20);
        assertThat(tree.account().unwaitedProcesses()).isZero();
    }

    @Test
    void aZombieIsCountedOnceHoweverLongItWaits() {
        child.work(5, 0).state('Z');
        assertThat(look()).isEqualTo(25);
        before.put(101, () -> target.reap(child));
        assertThat(look()).isEqualTo(25);
        assertThat(look()).isEqualTo(25);
    }

    @Test
    void aChildThatNobodyWaitsForKeepsWhatWasSeenAndIsSaid() {
        child.work(5, 0).state('X');
        assertThat(look()).isEqualTo(20);
        child.vanish();
        assertThat(look()).isEqualTo(20);
        // Now that its parent was read without it, it is known.
        assertThat(look()).isEqualTo(20);
        assertThat(tree.account().unwaitedProcesses()).isEqualTo(1);
        assertThat(tree.account().unwaitedMicroseconds()).isEqualTo(4_200_000);
        target.reapUnseen(7);
        assertThat(look()).isEqualTo(27);
    }

    @Test
    void aParentThatGoesTheLookAfterItsChild() {
        child.work(5, 0);
        before.put(101, () -> target.reap(child));
        assertThat(look()).isEqualTo(20);
        other.work(2, 0);
        target.reap(other).work(1, 0);
        shell.reap(target);
        assertThat(look()).isEqualTo(28);
        assertThat(look()).isEqualTo(28);
        assertThat(tree.account().unwaitedProcesses()).isZero();
    }

    @Test
    void aParentThatGoesInTheSameLookAsItsChild() {
        child.work(5, 0);
        before.put(100, () -> {
            target.reap(child).reap(other).work(1, 0);
            shell.reap(target);
        });
        assertThat(look()).isEqualTo(26);
        assertThat(tree.alive()).isFalse();
    }

    @Test
    void aTargetThatIsThereThoughItsParentHasItsTime() {
        target.reap(child).reap(other).work(6, 0);
        shell.takeOver(target);
        assertThat(look()).isEqualTo(20);
        target.vanish();
        assertThat(look()).isEqualTo(26);
        shell.reapUnseen(9);
        assertThat(look()).isEqualTo(26);
    }

    @Test
    void aChildThatIsBeingWaitedForWhenItIsFoundIsItsParents() {
        proc.process(103, 100).work(8, 0).state('X');
        assertThat(look()).isEqualTo(20);
        target.reapUnseen(8);
        assertThat(look()).isEqualTo(28);
    }

    @Test
    void aChildThatIsBeingWaitedForAtTheAttachHasItsPastBehindIt() {
        proc.process(103, 100).work(800, 0).state('X');
        try (ProcessTree late = ProcessTree.attach(new Interrupted(), List.of(100), load, ProcFixture.CONSTANTS)) {
            late.refresh(now);
            target.reapUnseen(800);
            late.refresh(now + SECOND);
            late.refresh(now + 2 * SECOND);
            assertThat(late.cpuMicroseconds()).isZero();
        }
    }
}
