package io.ceait.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several agents on one node: what is counted twice is said, and what is not is not. */
class SecondAgentIT {

    @TempDir
    Path dir;

    private Process job;

    @AfterEach
    void end() {
        if (job != null) {
            job.destroyForcibly();
        }
    }

    private static Agent start(List<String> variables, Object... args) throws IOException {
        List<String> prefix = new ArrayList<>(List.of("env"));
        prefix.addAll(variables);
        prefix.addAll(List.of(Agent.JAVA.toString(), "-jar", Agent.JAR.toString()));
        return Agent.startWith(prefix, Agent.Redirect.NOTHING, args);
    }

    private Agent attach(String id) throws IOException, InterruptedException {
        Agent agent = start(
                List.of(),
                "--pid",
                job.pid(),
                "--run-id",
                id,
                "--listen",
                "127.0.0.1:0",
                "--out",
                dir,
                "--interval",
                "200ms");
        RunOutputs run = new RunOutputs(dir.resolve(id));
        Shell.await("samples of " + id, () -> run.journalLines() >= 3);
        run.awaitReady();
        return agent;
    }

    private double primary(String id) throws IOException, InterruptedException {
        return RunOutputs.metric(new RunOutputs(dir.resolve(id)).scrape(), "ceait_run_primary");
    }

    @Test
    void theSecondOneOfAJobSaysSoUntilTheFirstIsGone() throws Exception {
        job = new ProcessBuilder("sleep", "300").start();
        try (Agent first = attach("first");
                Agent second = attach("second")) {
            assertThat(first.errSoFar()).doesNotContain("has metered this job");
            assertThat(second.errSoFar())
                    .contains("process number " + first.pid() + " (run first", "counts its energy twice");
            assertThat(primary("first")).isEqualTo(1);
            assertThat(primary("second")).isZero();
            first.signal("KILL");
            first.await();
            // A scrape shows the tick before it.
            Shell.await("the second to be the primary", () -> primary("second") == 1);
            job.destroyForcibly();
            second.await().succeeded();
            JsonFields run = new RunOutputs(dir.resolve("second")).runFile();
            assertThat(run.number("/other_agents/0/pid")).isEqualTo(first.pid());
            assertThat(run.text("/other_agents/0/run_id")).isEqualTo("first");
            assertThat(run.text("/other_agents/0/relation")).isEqualTo("same_job");
            assertThat(new RunOutputs(dir.resolve("second")).summary().list("/data_quality/warnings"))
                    .anyMatch(text -> text.contains("counts its energy twice"));
        }
        job = new ProcessBuilder("sleep", "300").start();
        try (Agent third = attach("third")) {
            job.destroyForcibly();
            assertThat(third.await().succeeded().err()).doesNotContain("has metered this job");
        }
    }

    /** As {@code srun -n 2 ceait run -- …} starts them: one id, two ranks, two directories, and no rank that is refused. */
    @Test
    void ranksOfOneSlurmJobMeterOnePartEach() throws Exception {
        List<String> slurm = List.of("SLURM_JOB_ID=4711", "SLURM_STEP_ID=0", "SLURMD_NODENAME=n1");
        Object[] run = {"run", "--no-listen", "--out", dir, "--", "sh", "-c", "sleep 4; exit 6"};
        try (Agent one = start(slurm, run)) {
            Shell.await("the first rank", () -> new RunOutputs(dir.resolve("slurm-4711")).journalLines() >= 2);
            try (Agent two = start(slurm, run)) {
                Agent.Ended ended = two.await();
                assertThat(ended.code()).isEqualTo(6);
                assertThat(ended.err()).contains("slurm-4711.n1", "another part of the same run");
            }
            assertThat(one.await().code()).isEqualTo(6);
        }
        JsonFields second = new RunOutputs(dir.resolve("slurm-4711.n1")).runFile();
        assertThat(second.text("/run_id")).isEqualTo("slurm-4711");
        assertThat(second.text("/scheduler/slurm_step_id")).isEqualTo("0");
        assertThat(second.text("/other_agents/0/relation")).isEqualTo("same_run");
    }

    /** The job's own environment names it, whoever meters it. */
    @Test
    void theNameOfASlurmJobIsFoundFromOutside() throws Exception {
        job = new ProcessBuilder("env", "SLURM_JOB_ID=815", "SLURM_RESTART_COUNT=2", "sleep", "2").start();
        Agent.run("--pid", job.pid(), "--no-listen", "--out", dir).succeeded();
        JsonFields run = new RunOutputs(dir.resolve("slurm-815-2")).runFile();
        assertThat(run.text("/run_id_origin")).isEqualTo("SLURM_JOB_ID of process " + job.pid());
    }
}
