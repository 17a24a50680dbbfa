package io.ceait.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.kernel.KernelRoots;
import io.ceait.kernel.ProcFixture;
import io.ceait.machine.Machine;
import io.ceait.machine.MachineLoad;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The group's account in microseconds against the tree's in clock ticks of 10 ms. */
class GroupedTreeTest {

    private static final long SECOND = 1_000_000_000L;
    private static final int SHELL = 10;
    private static final int TARGET = 100;
    private static final int CHILD = 101;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path dir;

    @SuppressWarnings("NullAway.Init")
    private ProcFixture proc;

    @SuppressWarnings("NullAway.Init")
    private ProcFixture.Process shell;

    @SuppressWarnings("NullAway.Init")
    private ProcFixture.Process target;

    @SuppressWarnings("NullAway.Init")
    private ProcFixture.Process child;

    @SuppressWarnings("NullAway.Init")
    private KernelRoots roots;

    @SuppressWarnings("NullAway.Init")
    private MachineLoad load;

    private long now;

    @BeforeEach
    void aTargetWithAChildInAGroup() throws IOException {
        Path procfs = Files.createDirectories(dir.resolve("proc"));
        roots = new KernelRoots(procfs, dir, Files.createDirectories(dir.resolve("cgroup")));
        proc = new ProcFixture(procfs);
        load = Machine.load(roots, ProcFixture.CONSTANTS);
        proc.process(1, 0);
        proc.process(5, 1).name("session");
        shell = proc.process(SHELL, 5);
        target = proc.process(TARGET, SHELL).processGroup(TARGET).work(500, 0);
        child = proc.process(CHILD, TARGET).processGroup(TARGET);
        proc.write("100/cgroup", "3:memory:/other\n0::/jobs/one\n");
        group("cgroup.controllers", "cpu memory\n");
        group("cgroup.procs", "1\n");
        members(TARGET, CHILD);
        usage(7_000_000);
    }

    @AfterEach
    void close() {
        load.close();
    }

    private void group(String file, String text) {
        try {
            Path path = roots.cgroupfs().resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String lines(int... pids) {
        StringBuilder text = new StringBuilder();
        for (int pid : pids) {
            text.append(pid).append('\n');
        }
        return text.toString();
    }

    private void members(int... pids) {
        group("jobs/one/cgroup.procs", lines(pids));
    }

    private void usage(long microseconds) {
        group("jobs/one/cpu.stat", "usage_usec " + microseconds + "\nuser_usec 1\n");
    }

    private Job attach() {
        Job job = GroupedTree.attach(roots, List.of(TARGET), load, ProcFixture.CONSTANTS);
        now = 0;
        load.refresh(now);
        job.refresh(now);
        return job;
    }

    private long tick(Job job) {
        now += SECOND;
        load.refresh(now);
        job.refresh(now);
        return job.cpuMicroseconds();
    }

    @Test
    void theGroupOfTheJobAloneIsItsAccount() {
        try (Job job = attach()) {
            assertThat(job.account().cpu().label()).isEqualTo("cgroup");
            assertThat(job.cpuMicroseconds()).isZero();
            target.work(3, 0);
            usage(7_123_456);
            assertThat(tick(job)).isEqualTo(123_456);
            assertThat(job.processes()).isEqualTo(2);
            assertThat(job.account().blindSpots(job.cpuMicroseconds())).isEmpty();
        }
    }

    @Test
    void theGroupsMemoryIsTheJobsWhereAControllerCountsIt() {
        group("jobs/one/memory.stat", "anon 1000\nfile 9000\nshmem 300\nfile_mapped 200\n");
        try (Job job = attach()) {
            assertThat(job.memoryBytes()).isEqualTo(1300);
            assertThat(job.account().memory()).isEqualTo(JobAccount.MemoryMeans.CGROUP);
            group("jobs/one/memory.stat", "anon 1100\nfile 9000\nshmem 100\nfile_mapped 200\n");
            tick(job);
            assertThat(job.memoryBytes()).isEqualTo(1300);
            // The last ones have ended: memory is given back in the last moment of a process.
            target.reap(child);
            shell.reap(target);
            members();
            group("jobs/one/memory.stat", "anon 0\nfile 9000\nshmem 0\nfile_mapped 0\n");
            tick(job);
            assertThat(job.memoryBytes()).isEqualTo(1300);
        }
    }

    @Test
    void whenTheGroupIsLostSoIsItsMemory() {
        group("jobs/one/memory.stat", "anon 1000\nfile 9000\nshmem 300\nfile_mapped 200\n");
        try (Job job = attach()) {
            proc.process(300, SHELL).processGroup(300);
            members(TARGET, CHILD, 300);
            tick(job);
            assertThat(job.memoryBytes()).isEqualTo(200 * 4096);
            assertThat(job.account().memory()).isEqualTo(JobAccount.MemoryMeans.PROC);
        }
    }

    @Test
    void versionOneCountsMemoryInAHierarchyOfItsOwn() throws IOException {
        Files.delete(roots.cgroupfs().resolve("cgroup.procs"));
        proc.write("100/cgroup", "2:cpuacct:/step\n4:memory:/step\n");
        group("cpuacct/cgroup.procs", "1\n");
        group("cpuacct/cpuacct.usage", "9\n");
        group("cpuacct/step/cgroup.procs", lines(TARGET, CHILD));
        group("cpuacct/step/cpuacct.usage", "1000\n");
        group("memory/cgroup.procs", "1\n");
        group("memory/step/cgroup.procs", lines(TARGET, CHILD));
        group("memory/step/memory.stat", "rss 5\nmapped_file 5\ntotal_rss 700\ntotal_mapped_file 30\ntotal_shmem 50\n");
        try (Job job = attach()) {
            assertThat(job.memoryBytes()).isEqualTo(750);
        }
        // Somebody else is in that one, too.
        group("memory/step/cgroup.procs", lines(TARGET, CHILD, 77));
        try (Job job = attach()) {
            assertThat(job.memoryBytes()).isEqualTo(200 * 4096);
        }
    }

    @Test
    void versionOneIsAsGood() throws IOException {
        Files.delete(roots.cgroupfs().resolve("cgroup.procs"));
        proc.write("100/cgroup", "4:cpuset:/\n2:cpu,cpuacct:/step\n1:name=systemd:/other\n0::/\n");
        group("unified/cgroup.controllers", "\n");
        group("unified/cgroup.procs", "1\n100\n101\n");
        group("cpu,cpuacct/cgroup.procs", "1\n");
        group("cpu,cpuacct/cpuacct.usage", "9\n");
        group("cpu,cpuacct/step/cgroup.procs", lines(TARGET, CHILD));
        group("cpu,cpuacct/step/cpuacct.usage", "1000\n");
        try (Job job = attach()) {
            assertThat(job.account().cpu().label()).isEqualTo("cgroup");
            group("cpu,cpuacct/step/cpuacct.usage", "5001000\n");
            assertThat(tick(job)).isEqualTo(5000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0::/\n", "0::/../elsewhere\n", "0::/none\n", "2:cpuacct:/jobs/one\n", "nonsense\n", ""})
    void withoutAGroupOfItsOwnTheTreeIsTheAccount(String text) {
        proc.write("100/cgroup", text);
        try (Job job = attach()) {
            assertThat(job.account().cpu().label()).isEqualTo("proc");
            target.work(3, 0);
            assertThat(tick(job)).isEqualTo(30_000);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {SHELL, 0, 77})
    void aGroupWithSomebodyElseInItIsNotTheJobs(int other) {
        proc.process(77, 1).processGroup(77);
        members(TARGET, CHILD, other);
        try (Job job = attach()) {
            assertThat(job.account().cpu().label()).isEqualTo("proc");
        }
    }

    @Test
    void aGroupThatHoldsAPartOfTheJobIsNotItsAccount() {
        members(TARGET);
        try (Job job = attach()) {
            assertThat(job.account().cpu().label()).isEqualTo("proc");
        }
    }

    @Test
    void groupsBelowCount() {
        members();
        group("jobs/one/rank0/cgroup.procs", lines(TARGET));
        group("jobs/one/rank1/cgroup.procs", lines(CHILD));
        try (Job job = attach()) {
            assertThat(job.account().cpu().label()).isEqualTo("cgroup");
            // One that the job makes later, and moves into.
            proc.process(102, CHILD);
            group("jobs/one/rank2/cgroup.procs", lines(102));
            usage(7_500_000);
            assertThat(tick(job)).isEqualTo(500_000);
            assertThat(job.account().cpu().label()).isEqualTo("cgroup");
            assertThat(job.processes()).isEqualTo(3);
        }
    }

    @Test
    void anOrphanOfTheGroupBelongsToTheJob() {
        ProcFixture.Process early = proc.process(90, 1).processGroup(TARGET).work(800, 0);
        members(TARGET, CHILD, 90);
        try (Job job = attach()) {
            assertThat(job.account().cpu().label()).isEqualTo("cgroup");
            assertThat(job.processes()).isEqualTo(3);
            // Later its process group does not matter: it may have become a daemon.
            ProcFixture.Process late = proc.process(200, 5).processGroup(200).memory(50, 0);
            members(90, TARGET, CHILD, 200);
            usage(8_000_000);
            assertThat(tick(job)).isEqualTo(1_000_000);
            assertThat(job.containsProcess(200)).isTrue();
            assertThat(job.memoryBytes()).isEqualTo(350 * 4096);
            target.reap(child);
            shell.reap(target);
            early.vanish();
            members(200);
            tick(job);
            assertThat(job.alive()).isTrue();
            assertThat(job.awaitedPids()).containsExactly(200);
            late.vanish();
            members();
            usage(8_400_000);
            assertThat(tick(job)).isEqualTo(1_400_000);
            assertThat(job.alive()).isFalse();
            assertThat(job.account().blindSpots(job.cpuMicroseconds())).isEmpty();
        }
    }

    @Test
    void whenSomebodyElseEntersTheTreeGoesOnFromThere() {
        try (Job job = attach()) {
            target.work(10, 0);
            usage(8_000_000);
            assertThat(tick(job)).isEqualTo(1_000_000);
            // Started by the shell that started the target, as any other program may be.
            proc.process(300, SHELL).processGroup(300);
            members(TARGET, CHILD, 300);
            usage(9_000_000);
            target.work(7, 0);
            child.work(1, 0);
            assertThat(tick(job)).isEqualTo(1_080_000);
            assertThat(job.account().cpu().label()).isEqualTo("proc");
            assertThat(job.containsProcess(300)).isFalse();
            assertThat(job.account().blindSpots(job.cpuMicroseconds()))
                    .singleElement()
                    .asString()
                    .contains("a process that is not the job's entered");
            members(TARGET, CHILD);
            usage(10_000_000);
            target.work(1, 0);
            assertThat(tick(job)).isEqualTo(1_090_000);
        }
    }

    @Test
    void whenAProcessLeavesTheGroupTheTreeGoesOnFromThere() {
        try (Job job = attach()) {
            usage(8_000_000);
            assertThat(tick(job)).isEqualTo(1_000_000);
            members(TARGET);
            child.work(4, 0);
            assertThat(tick(job)).isEqualTo(1_040_000);
            assertThat(job.account().blindSpots(job.cpuMicroseconds()))
                    .singleElement()
                    .asString()
                    .contains("a process of it left");
        }
    }

    @Test
    void orphansThatNoGroupHoldsAreSaid() {
        proc.write("100/cgroup", "");
        // In the process group of a script, which starts other things as well.
        target.processGroup(SHELL);
        try (Job job = attach()) {
            target.work(100, 0);
            proc.process(400, 1).processGroup(400).work(90, 0);
            proc.process(401, SHELL).processGroup(SHELL).work(90, 0);
            tick(job);
            assertThat(job.account().blindSpots(job.cpuMicroseconds())).isEmpty();
            proc.process(402, 5).processGroup(SHELL).work(3, 0);
            assertThat(tick(job)).isEqualTo(1_000_000);
            tick(job);
            assertThat(job.account().blindSpots(job.cpuMicroseconds()))
                    .singleElement()
                    .asString()
                    .contains("(seen: 1)");
            assertThat(job.containsProcess(402)).isFalse();
        }
    }

    @Test
    void aChildOfOursEntersTheGroupMadeForIt() throws IOException {
        int ourselves = (int) ProcessHandle.current().pid();
        proc.process(ourselves, SHELL);
        members();
        try (GroupedTree job = GroupedTree.ofChildToCome(roots, made(), load, ProcFixture.CONSTANTS)) {
            assertThat(tick(job)).isZero();
            assertThat(job.alive()).isTrue();
            proc.process(500, ourselves);
            job.adopt(500);
            // Not there yet, which is nobody's fault.
            tick(job);
            assertThat(job.account().cpu().label()).isEqualTo("cgroup");
            proc.process(501, 1);
            members(500, 501);
            usage(7_250_000);
            assertThat(tick(job)).isEqualTo(250_000);
            assertThat(job.processes()).isEqualTo(2);
        }
    }

    @Test
    void aChildOfOursThatNeverEntersIsMeteredByTheTree() throws IOException {
        int ourselves = (int) ProcessHandle.current().pid();
        proc.process(ourselves, SHELL);
        members();
        try (GroupedTree job = GroupedTree.ofChildToCome(roots, made(), load, ProcFixture.CONSTANTS)) {
            tick(job);
            ProcFixture.Process started = proc.process(500, ourselves).work(3, 0);
            job.adopt(500);
            assertThat(tick(job)).isEqualTo(30_000);
            started.work(10, 0);
            assertThat(tick(job)).isEqualTo(130_000);
            started.work(10, 0);
            assertThat(tick(job)).isEqualTo(230_000);
            started.work(10, 0);
            assertThat(tick(job)).isEqualTo(330_000);
            assertThat(job.account().cpu().label()).isEqualTo("proc");
            assertThat(job.account().blindSpots(job.cpuMicroseconds()))
                    .singleElement()
                    .asString()
                    .contains("did not enter");
        }
    }

    private OwnGroup made() {
        return new OwnGroup(roots.cgroupfs().resolve("jobs/one"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu memory\n", "memory\n"})
    void noGroupIsMadeThatWouldShareTheProcessorOrCountNothing(String controllers) {
        proc.write("self/cgroup", "0::/jobs\n");
        group("jobs/cgroup.procs", "1\n");
        group("jobs/cgroup.subtree_control", controllers);
        assertThat(OwnGroup.make(roots, Instant.now())).isEmpty();
        assertThat(roots.cgroupfs().resolve("jobs")).isDirectoryNotContaining("glob:**/ceait-run-*");
    }

    @Test
    void whatAnAgentThatWasKilledLeftBehindIsRemoved() throws IOException {
        proc.write("self/cgroup", "0::/jobs\n");
        group("jobs/cgroup.procs", "1\n");
        group("jobs/cgroup.subtree_control", "memory\n");
        Path jobs = roots.cgroupfs().resolve("jobs");
        for (String name : List.of("ceait-run-4711", "ceait-run-1", "ceait-run-x", "others-4711")) {
            Files.createDirectories(jobs.resolve(name));
        }
        proc.write("1/stat", "");
        Instant now = Files.getLastModifiedTime(jobs.resolve("ceait-run-4711")).toInstant();
        // A new one may be of an agent that is about to start its job.
        assertThat(OwnGroup.make(roots, now.plusSeconds(10))).isEmpty();
        assertThat(jobs.resolve("ceait-run-4711")).exists();
        assertThat(OwnGroup.make(roots, now.plusSeconds(100))).isEmpty();
        assertThat(jobs.resolve("ceait-run-4711")).doesNotExist();
        assertThat(jobs.resolve("ceait-run-1")).exists();
        assertThat(jobs.resolve("ceait-run-x")).exists();
        assertThat(jobs.resolve("others-4711")).exists();
    }

    @Test
    void aProcessThatEndsDoesNotLeaveTheGroup() {
        try (Job job = attach()) {
            child.state('Z');
            members(TARGET);
            usage(8_000_000);
            assertThat(tick(job)).isEqualTo(1_000_000);
            target.reap(child);
            assertThat(tick(job)).isEqualTo(1_000_000);
            assertThat(job.account().cpu().label()).isEqualTo("cgroup");
        }
    }

    @Test
    void whenTheGroupGoesTheTreeGoesOnFromThere() throws IOException {
        try (Job job = attach()) {
            usage(8_000_000);
            assertThat(tick(job)).isEqualTo(1_000_000);
            // A file of a group that was removed answers nothing.
            group("jobs/one/cpu.stat", "");
            target.work(4, 0);
            assertThat(tick(job)).isEqualTo(1_040_000);
            assertThat(job.alive()).isTrue();
            assertThat(job.account().blindSpots(job.cpuMicroseconds()))
                    .singleElement()
                    .asString()
                    .contains("was removed");
        }
    }
}
