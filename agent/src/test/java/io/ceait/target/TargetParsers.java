package io.ceait.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.fuzz.Inputs;
import io.ceait.kernel.KernelRoots;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Fuzz harnesses of this package. */
public final class TargetParsers {

    private static final Set<String> NAMES = Set.of("RANK", "SLURM_JOB_ID", "WORLD_SIZE");

    private static final byte[] STAT =
            "77 (x) S 1 1 1 0 -1 0 0 0 0 0 1 1 0 0 20 0 1 0 100 1 1\n".getBytes(StandardCharsets.US_ASCII);

    private TargetParsers() {}

    public static void stat(byte[] input) {
        ProcessStat stat = new ProcessStat();
        if (stat.parse(input, input.length)) {
            assertThat(stat.parent).isNotNegative();
            assertThat(stat.threads).isNotNegative();
            assertThat(stat.ownTicks).isNotNegative();
            assertThat(stat.reapedTicks).isNotNegative();
            assertThat(stat.residentPages).isNotNegative();
            assertThat(stat.startTicks).isNotNegative();
        }
    }

    public static void smapsRollup(byte[] input) {
        assertThat(Procfs.parseProportional(input, input.length)).isGreaterThanOrEqualTo(-1);
    }

    public static void statm(byte[] input) {
        Inputs.file("target/77/statm", input);
        assertThat(new Procfs(Inputs.directory("target")).sharedPages(77)).isGreaterThanOrEqualTo(-1);
    }

    /** The kernel's list of children: each found once, none a process that there cannot be. */
    public static void children(byte[] input) throws IOException {
        Inputs.file("procfs/self/task/" + ProcessHandle.current().pid() + "/children", new byte[0]);
        Inputs.file("procfs/77/stat", STAT);
        Inputs.file("procfs/77/task/77/children", input);
        Procfs procfs = new Procfs(Inputs.directory("procfs"));
        try (Member member = Member.open(procfs, 77, new ProcessStat())) {
            assertThat(procfs.newBelow(List.of(member), pid -> pid == 77))
                    .doesNotHaveDuplicates()
                    .allMatch(pid -> pid > 0 && pid != 77);
        }
    }

    /** {@code /proc/PID/cgroup}: what is found lies below the hierarchies. */
    public static void groupMembership(byte[] input) {
        Inputs.file("procfs/78/cgroup", input);
        Inputs.file("cgroupfs/cgroup.procs", new byte[0]);
        Inputs.file("cgroupfs/cgroup.controllers", new byte[0]);
        Inputs.directory("cgroupfs/job");
        Path hierarchy = Inputs.directory("cgroupfs");
        KernelRoots roots = new KernelRoots(Inputs.directory("procfs"), Inputs.directory("sysfs"), hierarchy);
        assertThat(CpuGroup.of(roots, "78"))
                .allMatch(group -> group.directory().normalize().startsWith(hierarchy));
    }

    /** As a user states a group. */
    public static void groupName(byte[] input) {
        Inputs.file("cgroupfs/cgroup.procs", new byte[0]);
        Inputs.file("cgroupfs/job/" + GroupDirectories.CPU_STAT, "usage_usec 5\n".getBytes(StandardCharsets.US_ASCII));
        try {
            GroupDirectories found = GroupDirectories.find(Inputs.directory("cgroupfs"), Inputs.text(input));
            assertThat(found.cpu()).exists();
        } catch (TargetException e) {
            assertThat(e).hasMessageContaining("control group");
        }
    }

    public static void environment(byte[] input) {
        Map<String, String> found = ProcessEnvironment.parse(input, NAMES);
        assertThat(NAMES).containsAll(found.keySet());
    }

    public static void mounts(byte[] input) {
        boolean hides = ProcessOwner.hides(Inputs.text(input).lines().toList());
        assertThat(hides && !Inputs.text(input).contains("hidepid")).isFalse();
    }

    public static void groupProcesses(byte[] input) {
        Path group =
                Inputs.file("group/cgroup.procs", input).resolveSibling(".").normalize();
        try (GroupProcesses processes = new GroupProcesses(group)) {
            processes.refresh();
            int seen = processes.seen();
            for (int i = 0; i < processes.count(); i++) {
                assertThat(processes.pid(i)).isPositive();
            }
            processes.refresh();
            assertThat(processes.seen()).isEqualTo(seen);
        }
    }

    public static void groupCpu(byte[] input) throws IOException {
        Path group = Inputs.directory("group");
        Files.deleteIfExists(group.resolve(GroupDirectories.CPU_ACCOUNT));
        Inputs.file("group/" + GroupDirectories.CPU_STAT, input);
        cpu(group);
        Inputs.file("group/" + GroupDirectories.CPU_ACCOUNT, input);
        cpu(group);
    }

    private static void cpu(Path group) {
        try (GroupCpu cpu = GroupCpu.open(group)) {
            assertThat(cpu.microseconds()).isNotNegative();
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("counts no CPU time");
        }
    }

    public static void groupMemory(byte[] input) {
        Path group = Inputs.file("group/" + GroupDirectories.MEMORY_STAT, input).resolveSibling(".");
        try (GroupMemory memory = GroupMemory.open(group)) {
            assertThat(memory.bytes()).isNotNegative();
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("counts no memory");
        }
    }
}
