package io.ceait.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ceait.kernel.KernelRoots;
import io.ceait.kernel.ProcFixture;
import io.ceait.machine.Machine;
import io.ceait.machine.MachineLoad;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CPU time is told in clock ticks of 10 ms, in the fixture as in the kernel. */
class ProcessTreeTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long PAGE = 4096;

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
    private MachineLoad load;

    private long now;

    @BeforeEach
    void startAShellAndATarget() {
        proc = new ProcFixture(procfs);
        load = Machine.load(new KernelRoots(procfs, procfs, procfs), ProcFixture.CONSTANTS);
        shell = proc.process(10, 1).work(5, 5).name("bash");
        target = proc.process(100, 10).work(700, 300);
    }

    @AfterEach
    void close() {
        load.close();
    }

    private ProcessTree attach(Integer... pids) {
        ProcessTree tree = ProcessTree.attach(procfs, List.of(pids), load, ProcFixture.CONSTANTS);
        now = 0;
        load.refresh(now);
        tree.refresh(now);
        return tree;
    }

    /** A tick one second later; the job's CPU time in clock ticks. */
    private long tick(ProcessTree tree) {
        now += SECOND;
        load.refresh(now);
        tree.refresh(now);
        return tree.cpuMicroseconds() / 10_000;
    }

    @Test
    void whatWasUsedBeforeTheAttachDoesNotCount() {
        ProcessTree tree = attach(100);
        assertThat(tree.cpuMicroseconds()).isZero();
        target.work(30, 12);
        assertThat(tick(tree)).isEqualTo(42);
        assertThat(tree.cpuMicroseconds()).isEqualTo(420_000);
        assertThat(tree.account().cpu().label()).isEqualTo("proc");
    }

    @Test
    void namesWithSpacesParenthesesAndLineEnds() {
        target.name("a) R 1 (b\n) S 2");
        ProcessTree tree = attach(100);
        target.work(7, 0);
        assertThat(tick(tree)).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void descendantsAreFoundAtTheAttachAndLater(boolean childLists) {
        if (childLists) {
            proc.withChildLists();
        }
        ProcFixture.Process child = proc.process(50, 100).work(100, 0);
        ProcFixture.Process grandchild = proc.process(200, 50).work(100, 0);
        proc.process(201, 10).work(100, 0);
        ProcessTree tree = attach(100);
        assertThat(tree.processes()).isEqualTo(3);
        assertThat(tree.cpuMicroseconds()).isZero();
        child.work(3, 0);
        grandchild.work(4, 0);
        assertThat(tick(tree)).isEqualTo(7);
        // Born into the job: all of it counts.
        ProcFixture.Process later = proc.process(20, 200).work(10, 0);
        assertThat(tick(tree)).isEqualTo(17);
        later.work(1, 1);
        assertThat(tick(tree)).isEqualTo(19);
        assertThat(tree.processes()).isEqualTo(4);
        assertThat(tree.processesSeen()).isEqualTo(4);
    }

    @Test
    void aReapedChildIsNotCountedTwice() {
        ProcFixture.Process child = proc.process(101, 100).work(50, 0);
        ProcessTree tree = attach(100);
        child.work(20, 0);
        assertThat(tick(tree)).isEqualTo(20);
        // Another 5 ticks in its last moments, seen by nobody but the one who waited for it.
        child.work(5, 0);
        target.reap(child);
        assertThat(tick(tree)).isEqualTo(25);
        assertThat(tree.processes()).isEqualTo(1);
        assertThat(tree.processesSeen()).isEqualTo(2);
        target.work(1, 0);
        assertThat(tick(tree)).isEqualTo(26);
    }

    @Test
    void aChildThatCameAndWentBetweenTicksIsCounted() {
        ProcessTree tree = attach(100);
        target.reapUnseen(33);
        assertThat(tick(tree)).isEqualTo(33);
    }

    @Test
    void aGrandchildThatWasReapedOnTheWayUpIsCountedOnce() {
        ProcFixture.Process child = proc.process(101, 100);
        ProcFixture.Process grandchild = proc.process(102, 101);
        ProcessTree tree = attach(100);
        grandchild.work(40, 0);
        child.work(2, 0);
        assertThat(tick(tree)).isEqualTo(42);
        grandchild.work(3, 0);
        child.reap(grandchild);
        target.reap(child);
        assertThat(tick(tree)).isEqualTo(45);
    }

    @Test
    void childrenThatNobodyWaitsForAreSaidWhereTheyMatter() {
        ProcFixture.Process child = proc.process(101, 100);
        ProcessTree tree = attach(100);
        target.work(10_000, 0);
        child.work(20, 0);
        tick(tree);
        child.vanish();
        assertThat(tick(tree)).isEqualTo(10_020);
        assertThat(tree.account().blindSpots(tree.cpuMicroseconds())).isEmpty();
        for (int pid = 200; pid < 210; pid++) {
            ProcFixture.Process next = proc.process(pid, 100).work(50, 0);
            tick(tree);
            next.vanish();
            tick(tree);
        }
        // Not found with their parent at the next look either.
        tick(tree);
        assertThat(tree.account().blindSpots(tree.cpuMicroseconds()))
                .singleElement()
                .asString()
                .contains("(seen: 11)");
    }

    @Test
    void anOrphanStaysPartOfTheJob() {
        ProcFixture.Process child = proc.process(101, 100);
        ProcFixture.Process orphan = proc.process(102, 101);
        ProcessTree tree = attach(100);
        target.reap(child);
        orphan.moveTo(1).work(9, 0);
        assertThat(tick(tree)).isEqualTo(9);
        orphan.vanish();
        assertThat(tick(tree)).isEqualTo(9);
        assertThat(tree.alive()).isTrue();
    }

    @Test
    void theLastMomentsOfATargetAreFoundWithWhoeverWaitedForIt() {
        ProcessTree tree = attach(100);
        target.work(10, 0);
        assertThat(tick(tree)).isEqualTo(10);
        target.work(6, 1);
        shell.reap(target);
        assertThat(tick(tree)).isEqualTo(17);
        assertThat(tree.alive()).isFalse();
        assertThat(tree.awaitedPids()).isEmpty();
        // What the shell does and reaps afterwards is not the job's.
        shell.work(50, 0).reapUnseen(50);
        assertThat(tick(tree)).isEqualTo(17);
    }

    @Test
    void theLastMomentsOfATargetAndItsChildrenAreFoundTogether() {
        ProcFixture.Process child = proc.process(101, 100).work(200, 0);
        ProcessTree tree = attach(100);
        child.work(10, 0);
        assertThat(tick(tree)).isEqualTo(10);
        child.work(4, 0);
        target.reap(child);
        target.work(3, 0);
        shell.reap(target);
        assertThat(tick(tree)).isEqualTo(17);
    }

    @Test
    void moreThanTheMachineCouldHaveWorkedIsNotTheTargets() {
        ProcessTree tree = attach(100);
        // In the same second the shell waits for another child that had run for hours.
        shell.reapUnseen(1_000_000);
        shell.reap(target);
        assertThat(tick(tree)).isZero();
    }

    @Test
    void whatTheParentReapedBeforeIsNotTheTargets() {
        ProcessTree tree = attach(100);
        shell.reapUnseen(50);
        assertThat(tick(tree)).isZero();
        target.work(2, 0);
        shell.reap(target);
        assertThat(tick(tree)).isEqualTo(2);
    }

    @Test
    void aTargetThatVanishesUnwaitedForKeepsWhatWasSeen() {
        ProcessTree tree = attach(100);
        target.work(10, 0);
        tick(tree);
        target.work(5, 0);
        target.vanish();
        assertThat(tick(tree)).isEqualTo(10);
        assertThat(tree.alive()).isFalse();
    }

    @Test
    void aNewProcessWithAnOldNumberIsAnother() {
        ProcFixture.Process child = proc.process(101, 100).work(30, 0);
        ProcessTree tree = attach(100);
        target.reap(child);
        proc.process(101, 10).work(77, 0);
        assertThat(tick(tree)).isZero();
        assertThat(tree.processes()).isEqualTo(1);
    }

    @Test
    void aNewChildWithAnOldNumberIsCountedFromItsBirth() {
        ProcFixture.Process child = proc.process(101, 100).work(30, 0);
        ProcessTree tree = attach(100);
        child.work(1, 0);
        assertThat(tick(tree)).isEqualTo(1);
        target.reap(child);
        proc.process(101, 100).work(8, 0);
        assertThat(tick(tree)).isEqualTo(9);
        assertThat(tree.processesSeen()).isEqualTo(3);
    }

    @Test
    void aZombieHasEndedAndItsTimeStands() {
        ProcessTree tree = attach(100);
        target.work(10, 0).state('Z');
        assertThat(tick(tree)).isEqualTo(10);
        assertThat(tree.alive()).isFalse();
        assertThat(tree.processes()).isZero();
        // Waited for at last: nothing is new.
        shell.reap(target);
        assertThat(tick(tree)).isEqualTo(10);
    }

    @Test
    void aLeaderThatEndedBeforeItsThreadsIsStillAtWork() {
        ProcessTree tree = attach(100);
        target.state('Z').threads(2).work(10, 0);
        assertThat(tick(tree)).isEqualTo(10);
        assertThat(tree.alive()).isTrue();
        assertThat(tree.awaitedPids()).containsExactly(100);
    }

    @Test
    void theJobGoesOnWithTheDescendantsOfATargetThatEnded() {
        ProcFixture.Process child = proc.process(101, 100);
        ProcessTree tree = attach(100);
        child.moveTo(1);
        shell.reap(target);
        child.work(5, 0);
        assertThat(tick(tree)).isEqualTo(5);
        assertThat(tree.alive()).isTrue();
        assertThat(tree.awaitedPids()).containsExactly(101);
    }

    @Test
    void severalTargetsAreOneJobAndNamedTwiceCountOnce() {
        ProcFixture.Process other = proc.process(101, 10);
        ProcFixture.Process child = proc.process(102, 100);
        ProcessTree tree = attach(100, 101, 100, 102);
        target.work(1, 0);
        other.work(2, 0);
        child.work(4, 0);
        assertThat(tick(tree)).isEqualTo(7);
        assertThat(tree.processesSeen()).isEqualTo(3);
        assertThat(tree.awaitedPids()).containsExactly(100, 101, 102);
    }

    @Test
    void twoTargetsOfOneParentThatEndTogetherAreNotCountedTwice() {
        ProcFixture.Process other = proc.process(101, 10);
        ProcessTree tree = attach(100, 101);
        target.work(10, 0);
        other.work(20, 0);
        assertThat(tick(tree)).isEqualTo(30);
        target.work(1, 0);
        other.work(2, 0);
        shell.reap(target);
        shell.reap(other);
        assertThat(tick(tree)).isEqualTo(33);
    }

    @Test
    void memoryThatProcessesShareIsCountedOnce() {
        target.memory(1000, 600);
        proc.process(101, 100).memory(500, 400);
        proc.process(102, 100).memory(300, 0);
        ProcessTree tree = attach(100);
        assertThat(tree.memoryBytes()).isEqualTo((400 + 100 + 300 + 600) * PAGE);
    }

    @Test
    void memoryOfAJobThatEndedStaysWhatItLastHeld() {
        target.memory(1000, 0);
        ProcessTree tree = attach(100);
        target.memory(1200, 0);
        tick(tree);
        shell.reap(target);
        tick(tree);
        assertThat(tree.memoryBytes()).isEqualTo(1200 * PAGE);
    }

    @Test
    void aTargetThatIsNotThereOrHasEndedIsRefusedWithASentence() {
        assertThatThrownBy(() -> attach(4711))
                .isInstanceOf(TargetException.class)
                .hasMessageContaining("there is no process 4711");
        target.state('Z');
        assertThatThrownBy(() -> attach(100))
                .isInstanceOf(TargetException.class)
                .hasMessageContaining("has already ended");
    }

    @Test
    void aChildOfOursIsMeteredFromItsBirth() {
        int ourselves = (int) ProcessHandle.current().pid();
        proc.process(ourselves, 1);
        ProcessTree tree = ProcessTree.ofChildToCome(procfs, load, ProcFixture.CONSTANTS);
        assertThat(tree.alive()).isTrue();
        assertThat(tick(tree)).isZero();
        ProcFixture.Process child = proc.process(300, ourselves).work(4, 0);
        tree.adopt(300);
        assertThat(tick(tree)).isEqualTo(4);
        assertThat(tree.awaitedPids()).containsExactly(300);
        child.work(1, 0);
        assertThat(tick(tree)).isEqualTo(5);
    }

    @Test
    void orphansThatWeWaitForAreFoundInOurBooksOfChildren() {
        int ourselves = (int) ProcessHandle.current().pid();
        ProcFixture.Process us = proc.process(ourselves, 10).work(100, 0);
        ProcessTree tree = ProcessTree.ofChildToCome(procfs, load, ProcFixture.CONSTANTS);
        tree.waitForOrphans();
        assertThat(tree.account().cpu().label()).isEqualTo("proc");
        tree.orphansComeToUs();
        tick(tree);
        ProcFixture.Process child = proc.process(300, ourselves);
        tree.adopt(300);
        assertThat(tree.account().cpu().label()).isEqualTo("proc+subreaper");
        // One that was never seen below the child, one that was, one that lives on when the child has ended.
        us.reapUnseen(7);
        ProcFixture.Process orphan = proc.process(301, 300).work(20, 0);
        ProcFixture.Process daemon = proc.process(302, 300).work(1, 0);
        assertThat(tick(tree)).isEqualTo(28);
        orphan.moveTo(ourselves).work(5, 0);
        daemon.moveTo(ourselves);
        us.reap(orphan);
        child.work(2, 0);
        us.reap(child);
        us.work(1000, 0);
        assertThat(tick(tree)).isEqualTo(35);
        assertThat(tree.alive()).isTrue();
        proc.process(303, ourselves).work(4, 0);
        assertThat(tick(tree)).isEqualTo(39);
        assertThat(tree.containsProcess(303)).isTrue();
        assertThat(tree.account().blindSpots(tree.cpuMicroseconds())).isEmpty();
    }

    @Test
    void aChildOfOursThatIsOverAlreadyIsFoundInOurBooksOfChildren() {
        int ourselves = (int) ProcessHandle.current().pid();
        ProcFixture.Process us = proc.process(ourselves, 1);
        ProcessTree tree = ProcessTree.ofChildToCome(procfs, load, ProcFixture.CONSTANTS);
        tick(tree);
        us.reapUnseen(3);
        tree.adopt(4711);
        assertThat(tick(tree)).isEqualTo(3);
        assertThat(tree.alive()).isFalse();
        assertThat(tree.processesSeen()).isEqualTo(1);
    }

    @Test
    void theWholeMachineIsAJobWithoutEnd() {
        WholeMachine machine = new WholeMachine(load);
        machine.refresh(0);
        assertThat(machine.cpuMicroseconds()).isZero();
        proc.work(25);
        load.refresh(SECOND);
        machine.refresh(SECOND);
        assertThat(machine.cpuMicroseconds()).isEqualTo(250_000);
        assertThat(machine.memoryBytes()).isEqualTo(load.usedBytes());
        assertThat(machine.processes()).isEqualTo(Job.UNKNOWN);
        assertThat(machine.processesSeen()).isEqualTo(Job.UNKNOWN);
        assertThat(machine.alive()).isTrue();
        assertThat(machine.awaitedPids()).isEmpty();
        assertThat(machine.account().cpu().label()).isEqualTo("machine");
    }
}
