package io.ceait.agents;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.agents.OtherAgent.Relation;
import io.ceait.target.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeRegisterTest {

    @TempDir
    Path folder;

    @TempDir
    Path procfs;

    private int agents;

    private ProcessIdentity process(int pid, int parent) throws IOException {
        Path directory = Files.createDirectories(procfs.resolve(Integer.toString(pid)));
        Files.writeString(
                directory.resolve("stat"),
                pid + " (job) S " + parent + " 1 1 0 -1 0 0 0 0 0 1 1 0 0 20 0 1 0 " + 100L * pid + " 0 10 0\n");
        return new ProcessIdentity(pid, 100L * pid);
    }

    private Claim claim(String runId, String kind, String cgroup, ProcessIdentity... targets) {
        agents++;
        return new Claim(
                new ProcessIdentity(1000 + agents, agents),
                agents,
                runId,
                kind,
                cgroup,
                "http://127.0.0.1:29477",
                List.of(targets));
    }

    private int us() throws IOException {
        return (Integer) Files.getAttribute(folder, "unix:uid");
    }

    private NodeRegister enter(Claim claim) throws IOException {
        return NodeRegister.enter(folder, claim, Set.of(us()), procfs);
    }

    @Test
    void theSecondForAJobFindsTheFirst() throws IOException {
        ProcessIdentity job = process(50, 1);
        try (NodeRegister first = enter(claim("a", "pid", "", job));
                NodeRegister second = enter(claim("b", "pid", "", job))) {
            assertThat(first.others()).isEmpty();
            assertThat(second.others()).singleElement().satisfies(other -> {
                assertThat(other.pid()).isEqualTo(1001);
                assertThat(other.runId()).isEqualTo("a");
                assertThat(other.relation()).isEqualTo(Relation.SAME_JOB);
                assertThat(other.countsTheSame()).isTrue();
                assertThat(other.isRunning()).isTrue();
                assertThat(other.sentence()).contains("1001", "run a", "http://127.0.0.1:29477");
            });
            first.close();
            assertThat(second.others().get(0).isRunning()).isFalse();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aPartOfAJobIsTheJob() throws IOException {
        ProcessIdentity launcher = process(50, 1);
        ProcessIdentity rank = process(60, 50);
        try (NodeRegister whole = enter(claim("a", "pid", "", launcher));
                NodeRegister part = enter(claim("b", "pid", "", rank))) {
            assertThat(part.others()).extracting(OtherAgent::relation).containsExactly(Relation.SAME_JOB);
        }
        try (NodeRegister part = enter(claim("b", "pid", "", rank));
                NodeRegister whole = enter(claim("a", "run", "", launcher))) {
            assertThat(whole.others()).extracting(OtherAgent::relation).containsExactly(Relation.SAME_JOB);
        }
    }

    @Test
    void ranksOfOneRunAreCountedOnceEach() throws IOException {
        try (NodeRegister one = enter(claim("slurm-42", "run", "", process(60, 50)));
                NodeRegister two = enter(claim("slurm-42", "run", "", process(61, 50)));
                NodeRegister foreign = enter(claim("mine", "run", "", process(62, 50)))) {
            assertThat(two.others()).singleElement().satisfies(other -> {
                assertThat(other.relation()).isEqualTo(Relation.SAME_RUN);
                assertThat(other.countsTheSame()).isFalse();
            });
            assertThat(foreign.others()).isEmpty();
        }
    }

    @Test
    void theMachineIsAnotherFigureThanAJob() throws IOException {
        try (NodeRegister machine = enter(claim("m", "machine", ""));
                NodeRegister job = enter(claim("j", "pid", "", process(50, 1)));
                NodeRegister again = enter(claim("n", "machine", ""))) {
            assertThat(job.others()).isEmpty();
            assertThat(again.others()).extracting(OtherAgent::runId).containsExactly("m");
        }
    }

    @Test
    void aGroupIsKnownByItsNameWhoeverIsInIt() throws IOException {
        try (NodeRegister one = enter(claim("a", "cgroup", "/job 42", process(60, 1)));
                NodeRegister two = enter(claim("b", "cgroup", "/job 42", process(61, 1)))) {
            assertThat(two.others()).hasSize(1);
        }
    }

    @Test
    void whatAKilledAgentLeftSaysNothing() throws IOException {
        ProcessIdentity job = process(50, 1);
        Claim dead = claim("dead", "pid", "", job);
        Path left = Files.writeString(folder.resolve(ClaimFile.PREFIX + "1-1"), dead.text());
        try (NodeRegister next = enter(claim("next", "pid", "", job))) {
            assertThat(next.others()).isEmpty();
            assertThat(left).doesNotExist();
        }
    }

    @Test
    void strangersAreNotBelieved() throws IOException {
        ProcessIdentity job = process(50, 1);
        try (NodeRegister first = enter(claim("a", "pid", "", job));
                NodeRegister second =
                        NodeRegister.enter(folder, claim("b", "pid", "", job), Set.of(us() + 1), procfs)) {
            assertThat(second.others()).isEmpty();
        }
    }

    @Test
    void aClaimIsReadAsItWasWritten() throws IOException {
        Claim claim = claim("slurm-42", "cgroup", "/a", process(50, 1), process(60, 50));
        assertThat(Claim.parse(claim.text())).hasValue(claim);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://127.0.0.1:29477",
                "https://127.0.0.1:29477",
                "http://[0:0:0:0:0:0:0:1]:29477",
                "https://[fe80:0:0:0:1:2ff:fe03:405%eth0_1]:443"
            })
    void anEndpointIsReadAsItWasWritten(String endpoint) throws IOException {
        Claim claim = claim("a", endpoint, process(50, 1));
        assertThat(Claim.parse(claim.text())).hasValue(claim);
    }

    private Claim claim(String runId, String endpoint, ProcessIdentity target) {
        return new Claim(new ProcessIdentity(1, 1), 1, runId, "pid", "", endpoint, List.of(target));
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:x", "ftp://127.0.0.1", "https://a b", "http://<b>"})
    void whatIsNoEndpointTakesNothingFromTheClaim(String endpoint) throws IOException {
        ProcessIdentity job = process(50, 1);
        assertThat(Claim.parse(claim("a", endpoint, job).text())).hasValue(claim("a", "", job));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ceait.agent/2\n",
                "ceait.agent/1\nagent x 1\nsince 1\nrun_id a\nkind pid\ncgroup \nendpoint \n",
                "ceait.agent/1\nagent 1 1\nsince 1\nrun_id <b>\nkind pid\ncgroup \nendpoint \n",
                "ceait.agent/1\nagent 1 1\nsince 1\nrun_id a\nkind pid\ncgroup \nendpoint \ntarget 5\n",
                "ceait.agent/1\nagent 1 1\nsince 1\nrun_id a\nkind pid\ncgroup \nendpoint "
            })
    void whatIsNoClaimIsNone(String text) {
        assertThat(Claim.parse(text)).isEmpty();
    }
}
