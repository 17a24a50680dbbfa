package io.ceait.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.kernel.KernelRoots;
import io.ceait.kernel.ProcFixture;
import io.ceait.machine.Machine;
import io.ceait.machine.MachineLoad;
import io.ceait.target.JobAccount.MemoryMeans;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages of 4096 bytes. The fixture's machine has 16 GB of which 4 are in use. */
class TreeMemoryTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long PAGE = 4096;
    private static final int TARGET = 100;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path procfs;

    @SuppressWarnings("NullAway.Init")
    private ProcFixture proc;

    @SuppressWarnings("NullAway.Init")
    private ProcFixture.Process target;

    @SuppressWarnings("NullAway.Init")
    private MachineLoad load;

    private final List<Runnable> beside = new ArrayList<>();
    private long now;

    @BeforeEach
    void startATarget() {
        proc = new ProcFixture(procfs);
        load = Machine.load(new KernelRoots(procfs, procfs, procfs), ProcFixture.CONSTANTS);
        target = proc.process(TARGET, 1);
    }

    @AfterEach
    void close() {
        load.close();
    }

    /** Answers of the kernel come at once. */
    private ProcessTree attach() {
        return attach(Runnable::run);
    }

    private ProcessTree attach(Executor where) {
        ProcessTree tree =
                ProcessTree.attach(new Procfs(procfs), List.of(TARGET), load, ProcFixture.CONSTANTS, question -> {
                    beside.add(question);
                    where.execute(question);
                });
        seconds(tree, 1);
        return tree;
    }

    private long seconds(ProcessTree tree, int count) {
        for (int i = 0; i < count; i++) {
            load.refresh(now);
            tree.refresh(now);
            now += SECOND;
        }
        return tree.memoryBytes() / PAGE;
    }

    private void proportional(int pid, long pages) {
        proc.write(
                pid + "/smaps_rollup",
                "00400000-7ffd9000 ---p 00000000 00:00 0    [rollup]\nRss:      99999 kB\nPss:   " + pages * 4
                        + " kB\nPss_Anon: 1 kB\n");
    }

    @Test
    void pagesThatForkedWorkersHoldTogetherCountOnce() {
        target.memory(1000, 0);
        proc.process(101, TARGET).memory(900, 0);
        proportional(TARGET, 550);
        proportional(101, 450);
        try (ProcessTree tree = attach()) {
            assertThat(tree.memoryBytes()).isEqualTo(1900 * PAGE);
            assertThat(tree.account().memory()).isEqualTo(MemoryMeans.PROC);
            assertThat(seconds(tree, 3)).isEqualTo(1000);
            assertThat(tree.account().memory()).isEqualTo(MemoryMeans.PROC_PSS);
            // What comes is its own until the kernel is asked again; what goes was.
            target.memory(1030, 0);
            assertThat(seconds(tree, 1)).isBetween(1000L, 1030L);
        }
    }

    @Test
    void ofASingleProcessWhatIsResidentIsTheAnswer() {
        target.memory(1000, 600);
        proportional(TARGET, 1);
        try (ProcessTree tree = attach()) {
            assertThat(seconds(tree, 5)).isEqualTo(1000);
            assertThat(beside).isEmpty();
            ProcFixture.Process worker = proc.process(101, TARGET).memory(500, 0);
            proportional(101, 1);
            assertThat(seconds(tree, 4)).isEqualTo(2);
            target.reap(worker);
            assertThat(seconds(tree, 1)).isEqualTo(1000);
            assertThat(tree.account().memory()).isEqualTo(MemoryMeans.PROC);
        }
    }

    @Test
    void aLargeProcessIsNeverAskedAbout() {
        long large = TreeMemory.MOST_BYTES / PAGE + 1;
        target.memory(large, 0);
        proc.process(101, TARGET).memory(200, 0);
        proportional(TARGET, 1);
        proportional(101, 50);
        try (ProcessTree tree = attach()) {
            assertThat(seconds(tree, 50)).isEqualTo(large + 50);
        }
    }

    @Test
    void noMorePagesASecondAreWalkedThroughThanTheBudgetHas() {
        long each = 500L << 20;
        for (int pid = 101; pid < 105; pid++) {
            proc.process(pid, TARGET).memory(each / PAGE, 0);
            proportional(pid, 7);
        }
        try (ProcessTree tree = attach()) {
            seconds(tree, 4);
            int atFirst = beside.size();
            int seconds = 400;
            seconds(tree, seconds);
            long asked = (beside.size() - atFirst) * (each + TreeMemory.QUESTION_BYTES);
            assertThat(asked).isLessThanOrEqualTo(TreeMemory.MOST_BYTES + seconds * TreeMemory.BYTES_PER_SECOND);
            assertThat(tree.memoryBytes()).isEqualTo((4 * 7 + 100) * PAGE);
        }
    }

    @Test
    void aTickDoesNotWaitForTheAnswer() {
        target.memory(1000, 0);
        proc.process(101, TARGET).memory(900, 0);
        proportional(TARGET, 550);
        proportional(101, 450);
        try (ProcessTree tree = attach(question -> {})) {
            assertThat(seconds(tree, 9)).isEqualTo(1900);
            assertThat(beside).hasSize(1);
            beside.get(0).run();
            assertThat(seconds(tree, 1)).isLessThan(1900);
            assertThat(beside).hasSize(2);
        }
    }

    @Test
    void whereTheKernelDoesNotAnswerItIsNotAskedAgain() {
        target.memory(1000, 600);
        proc.process(101, TARGET).memory(900, 500);
        try (ProcessTree tree = attach()) {
            assertThat(seconds(tree, 20)).isEqualTo(400 + 400 + 600);
            assertThat(beside).hasSize(2);
            assertThat(tree.account().memory()).isEqualTo(MemoryMeans.PROC);
        }
    }

    @Test
    void whatProcessesMadeThemselvesIsNotMoreThanIsInUse() {
        long all = 4_000_000 / 4;
        for (int pid = 101; pid < 109; pid++) {
            proc.process(pid, TARGET).memory(all, 0);
        }
        try (ProcessTree tree = attach()) {
            assertThat(tree.memoryBytes()).isEqualTo(load.usedBytes());
        }
    }

    @Test
    void anAnswerThatIsNoneIsNotANumber() {
        assertThat(parse("a-b [rollup]\nRss: 5 kB\nPss:      236 kB\n")).isEqualTo(236 * 1024);
        assertThat(parse("")).isEqualTo(-1);
        assertThat(parse("Rss: 5 kB\nPss_Anon: 4 kB\n")).isEqualTo(-1);
        assertThat(parse("Pss: much\n")).isEqualTo(-1);
        assertThat(parse("Pss: -4 kB\n")).isEqualTo(-1);
        assertThat(parse("Pss: 9223372036854775807 kB\n")).isEqualTo(-1);
    }

    private static long parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return Procfs.parseProportional(bytes, bytes.length);
    }

    @Test
    void ourOwnProportionalPartIsTold() {
        int us = (int) ProcessHandle.current().pid();
        assertThat(new Procfs(Path.of("/proc")).proportionalBytes(us)).isPositive();
        assertThat(new Procfs(Path.of("/proc")).proportionalBytes(Integer.MAX_VALUE))
                .isEqualTo(-1);
    }
}
