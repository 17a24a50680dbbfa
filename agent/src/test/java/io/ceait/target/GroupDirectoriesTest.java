package io.ceait.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a group is found, in whole trees and in such that show a part. */
class GroupDirectoriesTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path root;

    private void file(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, text);
    }

    private void unified(String group) throws IOException {
        file(group + "/cgroup.procs", "");
        file(group + "/cpu.stat", "usage_usec 5\n");
        file(group + "/memory.stat", "anon 1\n");
    }

    /** As a path in the hierarchy, and as a directory. */
    private GroupDirectories find(String group, String directory) {
        GroupDirectories found = GroupDirectories.find(root, group);
        assertThat(GroupDirectories.find(root, root.resolve(directory).toString()))
                .isEqualTo(found);
        return found;
    }

    @ParameterizedTest
    @ValueSource(strings = {"job", "system.slice/slurmstepd.scope/job_7"})
    void aGroupOfVersionTwo(String group) throws IOException {
        file("cgroup.controllers", "cpu memory\n");
        file("cgroup.procs", "");
        unified(group);
        unified("other");
        GroupDirectories found = find("/" + group, group);
        assertThat(found.name()).hasToString(group);
        assertThat(found.processes()).isEqualTo(root.resolve(group));
        assertThat(found.cpu()).isEqualTo(root.resolve(group));
        assertThat(found.memory()).contains(root.resolve(group));
    }

    /** What stands around the group is not shown, as by a mount of it alone. */
    @ParameterizedTest
    @ValueSource(strings = {"job", "slurm/job_7"})
    void aGroupOfVersionTwoInATreeWithoutARoot(String group) throws IOException {
        unified(group);
        assertThat(find("/" + group, group).processes()).isEqualTo(root.resolve(group));
        unified("other");
        assertThat(find("/" + group, group).cpu()).isEqualTo(root.resolve(group));
    }

    private void versionOne(boolean whole) throws IOException {
        file("cpu,cpuacct/job/cgroup.procs", "");
        file("cpu,cpuacct/job/cpuacct.usage", "5000\n");
        file("cpu,cpuacct/job/cpu.stat", "nr_periods 0\n");
        file("memory/job/cgroup.procs", "");
        file("memory/job/memory.stat", "rss 1\n");
        if (whole) {
            file("cpu,cpuacct/cgroup.procs", "");
            file("cpu,cpuacct/cpu.stat", "nr_periods 0\n");
            file("memory/cgroup.procs", "");
            file("systemd/cgroup.procs", "");
            unified("unified");
            file("unified/cgroup.controllers", "");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aGroupOfVersionOne(boolean whole) throws IOException {
        versionOne(whole);
        GroupDirectories found = find("/job", "cpu,cpuacct/job");
        assertThat(found.name()).hasToString("job");
        assertThat(found.cpu()).isEqualTo(root.resolve("cpu,cpuacct/job"));
        assertThat(found.memory()).contains(root.resolve("memory/job"));
        assertThat(GroupDirectories.find(root, root.resolve("memory/job").toString())
                        .processes())
                .isEqualTo(root.resolve("memory/job"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/unified", "/memory"})
    void theRootOfAHierarchyIsNoGroup(String stated) throws IOException {
        versionOne(true);
        assertThatThrownBy(() -> GroupDirectories.find(root, stated)).isInstanceOf(TargetException.class);
    }

    @Test
    void whatIsNotThereIsNamed() throws IOException {
        unified("job");
        assertThatThrownBy(() -> GroupDirectories.find(root, "/jobs"))
                .isInstanceOf(TargetException.class)
                .hasMessageContaining("no control group jobs below " + root);
        assertThatThrownBy(() -> GroupDirectories.find(root.resolve("none"), "/job"))
                .isInstanceOf(TargetException.class)
                .hasMessageContaining("--path.cgroupfs");
    }
}
