package io.ceait.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ceait.data.InputException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunIdentityTest {

    private static final Instant NOW = Instant.parse("2025-06-01T12:34:56Z");

    private static RunIdentity of(String stated, Map<String, String> environment) {
        return RunIdentity.of(
                Optional.of(stated).filter(id -> !id.isEmpty()),
                "--run-id",
                environment,
                Optional.empty(),
                NOW,
                new Random(1));
    }

    @Test
    void theFirstThatIsSetIsTaken() {
        Map<String, String> all = Map.of(
                "SLURM_JOB_ID",
                "42",
                "SLURM_RESTART_COUNT",
                "3",
                "TORCHELASTIC_RUN_ID",
                "torch",
                "SLURMD_NODENAME",
                "n");
        assertThat(of("mine", all).runId()).isEqualTo("mine");
        assertThat(of("", all).runId()).isEqualTo("slurm-42-3");
        assertThat(of("", Map.of("SLURM_JOB_ID", "42", "TORCHELASTIC_RUN_ID", "torch"))
                        .runId())
                .isEqualTo("slurm-42");
        assertThat(of("", Map.of("TORCHELASTIC_RUN_ID", "torch")).runId()).isEqualTo("torch");
    }

    @Test
    void withoutAnyItIsTheTimeAndARandomSuffix() {
        for (Map<String, String> none : java.util.List.of(
                Map.<String, String>of(),
                Map.of("TORCHELASTIC_RUN_ID", "none"),
                Map.of("TORCHELASTIC_RUN_ID", " ", "SLURM_JOB_ID", ""))) {
            assertThat(of("", none).runId()).matches("20250601-123456-[0-9a-f]{6}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".hidden", "a/b", "a b", "-flag", "ümlaut", "a\nb", "${x}", "<script>"})
    void anIdThatIsNoFileNameIsRefusedWhereverItComesFrom(String id) {
        assertThatThrownBy(() -> of(id, Map.of()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--run-id");
        assertThatThrownBy(() -> of("", Map.of("TORCHELASTIC_RUN_ID", id)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("TORCHELASTIC_RUN_ID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1/../../x", "1 2", "/"})
    void slurmsNumbersAreCheckedToo(String text) {
        assertThatThrownBy(() -> of("", Map.of("SLURM_JOB_ID", text))).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> of("", Map.of("SLURM_JOB_ID", "1", "SLURM_RESTART_COUNT", text)))
                .isInstanceOf(InputException.class);
    }

    @Test
    void anIdHasAtMost128Characters() {
        assertThat(of("x".repeat(128), Map.of()).runId()).hasSize(128);
        assertThatThrownBy(() -> of("x".repeat(129), Map.of())).isInstanceOf(InputException.class);
    }

    @Test
    void theNodeIsNamedBySlurmThenKubernetesThenTheKernel() {
        assertThat(of("r", Map.of("SLURMD_NODENAME", "s", "NODE_NAME", "k")).node())
                .isEqualTo("s");
        assertThat(of("r", Map.of("NODE_NAME", "k")).node()).isEqualTo("k");
        assertThat(of("r", Map.of()).node()).isNotBlank();
    }

    private static RunIdentity attached(Map<String, String> ours, Map<String, String> job) {
        return RunIdentity.of(
                Optional.empty(),
                "default",
                ours,
                Optional.of(new RunIdentity.JobVariables(4242, job)),
                NOW,
                new Random(1));
    }

    @Test
    void theJobThatIsAttachedToNamesItself() {
        RunIdentity identity = attached(
                Map.of("SLURM_JOB_ID", "7"),
                Map.of(
                        "SLURM_JOB_ID",
                        "42",
                        "SLURM_RESTART_COUNT",
                        "1",
                        "SLURM_STEP_ID",
                        "0",
                        "SLURMD_NODENAME",
                        "n7"));
        assertThat(identity.runId()).isEqualTo("slurm-42-1");
        assertThat(identity.origin()).isEqualTo("SLURM_JOB_ID of process 4242");
        assertThat(identity.node()).isEqualTo("n7");
        assertThat(identity.scheduler()).containsEntry("SLURM_JOB_ID", "42").containsEntry("SLURM_STEP_ID", "0");
        assertThat(attached(Map.of(), Map.of("CEAIT_RUN_ID", "exp-7", "SLURM_JOB_ID", "42"))
                        .runId())
                .isEqualTo("exp-7");
        assertThat(attached(Map.of("SLURM_JOB_ID", "7"), Map.of()).runId()).isEqualTo("slurm-7");
    }

    @Test
    void anIdOfTheJobThatIsNoFileNameIsPassedOver() {
        assertThat(attached(Map.of(), Map.of("SLURM_JOB_ID", "../x")).runId()).startsWith("20250601-");
        assertThat(attached(Map.of("TORCHELASTIC_RUN_ID", "t"), Map.of("CEAIT_RUN_ID", "a b"))
                        .runId())
                .isEqualTo("t");
    }

    @Test
    void whatAWholeJobIsCalledGivesEachAgentADirectory() {
        RunIdentity slurm = of("", Map.of("SLURM_JOB_ID", "42", "SLURMD_NODENAME", "gpu/1"));
        assertThat(slurm.directoryName(0)).hasValue("slurm-42");
        assertThat(slurm.directoryName(1)).hasValue("slurm-42.gpu_1");
        assertThat(slurm.directoryName(2)).hasValue("slurm-42.gpu_1.2");
        assertThat(slurm.directoryName(5000)).isEmpty();
        assertThat(RunIdentity.of(Optional.of("exp"), "CEAIT_RUN_ID", Map.of(), Optional.empty(), NOW, new Random(1))
                        .directoryName(1))
                .isPresent();
        assertThat(of("mine", Map.of()).directoryName(0)).hasValue("mine");
        assertThat(of("mine", Map.of()).directoryName(1)).isEmpty();
    }
}
