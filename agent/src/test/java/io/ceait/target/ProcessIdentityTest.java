package io.ceait.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessIdentityTest {

    @TempDir
    Path procfs;

    private ProcessIdentity process(int pid, int parent, long start) throws Exception {
        Path directory = Files.createDirectories(procfs.resolve(Integer.toString(pid)));
        Files.writeString(
                directory.resolve("stat"),
                pid + " (a) b) S " + parent + " 1 1 0 -1 0 0 0 0 0 1 1 0 0 20 0 1 0 " + start + " 0 10 0\n");
        return ProcessIdentity.of(procfs, pid).orElseThrow();
    }

    @Test
    void aNumberThatIsGivenAnewIsAnotherProcess() throws Exception {
        ProcessIdentity first = process(50, 1, 100);
        assertThat(first).isEqualTo(new ProcessIdentity(50, 100));
        assertThat(process(50, 1, 900)).isNotEqualTo(first);
        assertThat(ProcessIdentity.of(procfs, 51)).isEmpty();
    }

    @Test
    void theWayUpLeadsToAncestorsAlone() throws Exception {
        ProcessIdentity launcher = process(20, 1, 100);
        ProcessIdentity rank = process(30, 20, 200);
        ProcessIdentity loader = process(40, 30, 300);
        ProcessIdentity beside = process(31, 20, 210);
        assertThat(loader.isOrDescendsFrom(launcher, procfs)).isTrue();
        assertThat(loader.isOrDescendsFrom(loader, procfs)).isTrue();
        assertThat(launcher.isOrDescendsFrom(loader, procfs)).isFalse();
        assertThat(loader.isOrDescendsFrom(beside, procfs)).isFalse();
    }

    @Test
    void aParentsNumberThatIsGivenAnewIsNoParent() throws Exception {
        ProcessIdentity launcher = process(20, 1, 100);
        ProcessIdentity orphan = process(30, 1, 200);
        process(20, 1, 500);
        assertThat(orphan.isOrDescendsFrom(launcher, procfs)).isFalse();
        assertThat(process(40, 20, 600).isOrDescendsFrom(launcher, procfs)).isFalse();
    }

    @Test
    void ofAnEnvironmentOnlyWhatIsAskedForIsKept() throws Exception {
        process(20, 1, 100);
        Files.write(
                procfs.resolve("20/environ"),
                "SLURM_JOB_ID=42\0TOKEN=secret\0EMPTY=\0SLURM_JOB_ID=43\0nonsense\0".getBytes(StandardCharsets.UTF_8));
        assertThat(ProcessEnvironment.of(procfs, 20, Set.of("SLURM_JOB_ID", "EMPTY", "RANK")))
                .isEqualTo(Map.of("SLURM_JOB_ID", "42", "EMPTY", ""));
        assertThat(ProcessEnvironment.of(procfs, 21, Set.of("SLURM_JOB_ID"))).isEmpty();
    }

    @Test
    void procThatHidesOthersIsKnownByItsMount() {
        String open = "25 31 0:22 / /proc rw,nosuid shared:13 - proc proc rw";
        String hiding = "25 31 0:22 / /proc rw,nosuid shared:13 - proc proc rw,gid=4,hidepid=invisible";
        assertThat(ProcessOwner.hides(List.of(open))).isFalse();
        assertThat(ProcessOwner.hides(List.of(open, hiding))).isTrue();
        assertThat(ProcessOwner.hides(List.of(hiding, open))).isFalse();
        assertThat(ProcessOwner.hides(List.of(open.replace("rw,nosuid", "rw,hidepid=2"))))
                .isFalse();
        assertThat(ProcessOwner.hides(List.of(hiding.replace("invisible", "1"))))
                .isFalse();
    }
}
