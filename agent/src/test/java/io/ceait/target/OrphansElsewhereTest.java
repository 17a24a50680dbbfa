package io.ceait.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.kernel.KernelRoots;
import io.ceait.kernel.ProcFixture;
import io.ceait.machine.Machine;
import io.ceait.machine.MachineLoad;
import io.ceait.target.JobAccount.CpuMeans;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job that was attached to without a group of its own: what its orphans use is found, or told, or bounded. */
class OrphansElsewhereTest {

    private static final long SECOND = 1_000_000_000L;
    private static final String IGNORES_CHILDREN = "Name:\tx\nSigBlk:\t0000000000000000\nSigIgn:\t0000000000011000\n";
    private static final String IGNORES_OTHERS = "Name:\tx\nSigBlk:\t0000000000010000\nSigIgn:\t0000000000001000\n";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path procfs;

    @SuppressWarnings("NullAway.Init")
    private ProcFixture proc;

    @SuppressWarnings("NullAway.Init")
    private ProcFixture.Process init;

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
        init = proc.process(1, 0).work(5, 5).name("init");
        shell = proc.process(10, 1).work(5, 5).name("bash").processGroup(10);
        // As an interactive shell starts a job: in a process group of its own.
        target = proc.process(100, 10).work(700, 300).processGroup(100);
    }

    @AfterEach
    void close() {
        load.close();
    }

    private ProcessTree attach() {
        proc.process((int) ProcessHandle.current().pid(), 10);
        load.refresh(now);
        ProcessTree tree = ProcessTree.attach(procfs, List.of(100), load, ProcFixture.CONSTANTS)
                .watchingForOrphans(procfs);
        tree.refresh(now);
        return tree;
    }

    private ProcessTree tick(ProcessTree tree) {
        return tick(tree, SECOND);
    }

    private ProcessTree tick(ProcessTree tree, long later) {
        now += later;
        load.refresh(now);
        tree.refresh(now);
        return tree;
    }

    private static List<String> blindSpots(ProcessTree tree) {
        return tree.account().blindSpots(tree.cpuMicroseconds());
    }

    private static long ticks(ProcessTree tree) {
        return tree.cpuMicroseconds() / 10_000;
    }

    @Test
    void orphansThatNobodySawAreBoundedByWhoWaitedForThem() {
        ProcessTree tree = attach();
        target.work(4, 0);
        init.reapUnseen(80);
        tick(tree);
        init.reapUnseen(67);
        tick(tree);
        assertThat(ticks(tree)).isEqualTo(4);
        assertThat(tree.account().strayMicroseconds()).isEqualTo(1_450_000);
        assertThat(blindSpots(tree))
                .singleElement()
                .asString()
                .contains("up to 1.45 s", "the machine's count", "cannot be seen", "meter the job with run");
    }

    @Test
    void lessThanAHundredthIsNotWorthASentence() {
        ProcessTree tree = attach();
        target.work(20_000, 0);
        init.reapUnseen(150);
        assertThat(blindSpots(tick(tree))).isEmpty();
    }

    @Test
    void whatOthersHadBeforeOrAHandfulOfTicksIsNothing() {
        init.reapUnseen(5000);
        ProcessTree tree = attach();
        init.reapUnseen(4);
        assertThat(blindSpots(tick(tree))).isEmpty();
    }

    @Test
    void aDescendantThatWasSeenAndCameToInitIsInTheFigures() {
        ProcFixture.Process child = proc.process(101, 100);
        ProcFixture.Process grandchild = proc.process(102, 101).work(500, 0);
        ProcessTree tree = attach();
        grandchild.work(400, 0);
        tick(tree);
        target.reap(child);
        grandchild.moveTo(1).work(30, 0);
        tick(tree);
        init.reap(grandchild);
        tick(tree);
        tick(tree);
        assertThat(ticks(tree)).isEqualTo(430);
        assertThat(tree.account().strayMicroseconds()).isZero();
    }

    @Test
    void theTimeOfAWholeTreeThatWentIsNotOthers() {
        ProcFixture.Process worker = proc.process(101, 100);
        ProcessTree tree = attach();
        worker.work(3000, 0);
        tick(tree);
        // The target is gone before its worker, which nobody waits for but init.
        worker.moveTo(1);
        shell.reap(target);
        init.reap(worker);
        tick(tree);
        tick(tree);
        assertThat(ticks(tree)).isEqualTo(3000);
        assertThat(tree.account().strayMicroseconds()).isZero();
    }

    @Test
    void aTargetThatInitStartedTakesNothingWithIt() {
        target.moveTo(1);
        ProcessTree tree = attach();
        target.work(900, 0);
        tick(tree);
        target.work(3, 0);
        init.reap(target);
        tick(tree);
        assertThat(ticks(tree)).isEqualTo(903);
        assertThat(tree.account().strayMicroseconds()).isZero();
        assertThat(tree.alive()).isFalse();
    }

    /** Who takes in orphans is looked at more seldom than the job is at short intervals. */
    @Test
    void looksInQuickSuccessionTellTheSame() {
        ProcFixture.Process child = proc.process(101, 100).work(500, 0);
        ProcessTree tree = attach();
        child.moveTo(1).work(400, 0);
        tick(tree);
        init.reapUnseen(20);
        init.reap(child);
        for (int i = 0; i < 8; i++) {
            tick(tree, SECOND / 100);
        }
        tick(tree, SECOND / 20);
        assertThat(ticks(tree)).isEqualTo(400);
        assertThat(tree.account().strayMicroseconds()).isEqualTo(200_000);
        target.work(5, 0);
        init.reapUnseen(10);
        shell.reap(target);
        tick(tree, SECOND / 100);
        assertThat(tree.alive()).isFalse();
        assertThat(tree.account().strayMicroseconds())
                .as("there is no next look")
                .isEqualTo(300_000);
    }

    @Test
    void aSchedulerThatStartedTheJobInASessionOfItsOwnMayTakeItsOrphans() {
        target.session(100);
        ProcessTree tree = attach();
        shell.reapUnseen(30);
        assertThat(tick(tree).account().strayMicroseconds()).isEqualTo(300_000);
    }

    @Test
    void aShellWaitsForOtherThings() {
        ProcessTree tree = attach();
        shell.reapUnseen(30);
        assertThat(tick(tree).account().strayMicroseconds()).isZero();
    }

    @Test
    void whereChildrenAreNobodysTheMachineSetsTheBound() {
        proc.write("100/status", IGNORES_CHILDREN);
        ProcessTree tree = attach();
        target.work(10, 0);
        // A look in which nothing was started tells nothing.
        proc.work(500);
        tick(tree);
        assertThat(blindSpots(tree)).isEmpty();
        // Two were, and were gone: so much was used beside the job.
        proc.work(60);
        target.work(10, 0);
        init.reapUnseen(0).reapUnseen(0);
        tick(tree);
        assertThat(tree.account().strayMicroseconds()).isEqualTo(500_000);
        assertThat(blindSpots(tree)).singleElement().asString().contains("up to 0.50 s");
        // Those that were seen are no riddle.
        proc.process(101, 100).work(20, 0);
        proc.work(20 + 40);
        tick(tree);
        assertThat(tree.account().strayMicroseconds()).isEqualTo(500_000);
    }

    @Test
    void anInitThatIgnoresTheEndOfChildrenTellsNothingOfThem() {
        proc.write("1/status", IGNORES_CHILDREN);
        ProcessTree tree = attach();
        proc.work(60);
        init.reapUnseen(0);
        assertThat(tick(tree).account().strayMicroseconds()).isEqualTo(600_000);
    }

    @Test
    void otherSignalsMayBeIgnored() {
        assertThat(ChildSignal.isIgnored(IGNORES_CHILDREN)).isTrue();
        assertThat(ChildSignal.isIgnored(IGNORES_OTHERS)).isFalse();
        assertThat(ChildSignal.isIgnored("SigIgn:\t00")).isFalse();
        assertThat(ChildSignal.isIgnored("SigIgn:\tgarbage-garbage-garbage")).isFalse();
        assertThat(ChildSignal.isIgnored("")).isFalse();
    }

    /** It left no way down from the target, but the group that the target leads. */
    @Test
    void anOrphanOfTheTargetsProcessGroupIsOfTheJobAndKeepsItGoing() {
        ProcessTree tree = attach();
        tick(tree);
        ProcFixture.Process orphan = proc.process(200, 1).processGroup(100).work(7, 0);
        shell.reap(target);
        tick(tree);
        assertThat(tree.alive()).isTrue();
        assertThat(ticks(tree)).isEqualTo(7);
        assertThat(tree.containsProcess(200)).isTrue();
        orphan.work(5, 0);
        assertThat(ticks(tick(tree))).isEqualTo(12);
        orphan.work(2, 0);
        init.reap(orphan);
        tick(tree);
        assertThat(tree.alive()).isFalse();
        assertThat(ticks(tree)).isEqualTo(12);
        assertThat(tree.account().unwaitedProcesses()).isEqualTo(1);
    }

    @Test
    void anOrphanOfASessionThatTheJobLeadsIsOfTheJob() {
        proc.process(101, 100).processGroup(101).session(101);
        ProcessTree tree = attach();
        proc.process(201, 1).processGroup(201).session(101).work(9, 0);
        tick(tree);
        tick(tree);
        assertThat(tree.containsProcess(201)).isTrue();
        assertThat(ticks(tree)).isEqualTo(9);
    }

    /** In a script all that it starts is in one group: some of it may be no part of the job. */
    @Test
    void oneOfAGroupThatAnotherLeadsIsToldAndNotCounted() {
        target.processGroup(10);
        ProcessTree tree = attach();
        proc.process(200, 1).processGroup(10).work(50, 0);
        shell.reap(target);
        tick(tree);
        assertThat(tree.alive()).isFalse();
        assertThat(tree.containsProcess(200)).isFalse();
        assertThat(tree.account().unwaitedProcesses()).isEqualTo(1);
    }

    @Test
    void oneWithoutAnyTieThatRunsOnIsToldAtTheEnd() {
        proc.process(50, 1);
        ProcessTree tree = attach();
        ProcFixture.Process daemon = proc.process(200, 1).processGroup(200).session(200);
        assertThat(blindSpots(tick(tree))).isEmpty();
        shell.reap(target);
        tick(tree);
        assertThat(tree.alive()).isFalse();
        assertThat(blindSpots(tree))
                .singleElement()
                .asString()
                .contains("others ran on", "(1 on the machine)", "cannot be seen");
        daemon.vanish();
    }

    @Test
    void anEndWithoutAnybodyLeftIsNothingToTell() {
        proc.process(50, 1);
        ProcessTree tree = attach();
        // In other control groups than the target: a service that began meanwhile.
        proc.process(200, 1).processGroup(200).session(200);
        proc.write("200/cgroup", "0::/system.slice/other.service\n");
        target.work(50, 0);
        shell.reap(target);
        tick(tree);
        assertThat(tree.alive()).isFalse();
        assertThat(blindSpots(tree)).isEmpty();
        assertThat(tree.account().cpu()).isEqualTo(CpuMeans.PROC);
    }
}
