package io.ceait.agents;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * An agent that was here before this one.
 *
 * @param pid its process number
 * @param runId of its run
 * @param endpoint where it serves metrics; empty where it does not
 * @param relation what it has to do with our run
 * @param claim the file by which it lets others know, while the run goes on
 */
public record OtherAgent(int pid, String runId, String endpoint, Relation relation, Optional<Path> claim) {

    public enum Relation {
        /** It meters processes that we meter, too. */
        SAME_JOB,
        /** It meters other processes under our run's id: other ranks of one job. */
        SAME_RUN;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether the energy of our job is in its figures as well, as long as it runs. */
    public boolean countsTheSame() {
        return relation == Relation.SAME_JOB;
    }

    public boolean isRunning() {
        return claim.filter(ClaimFile::isHeld).isPresent();
    }

    /** For people. */
    public String sentence() {
        String who = "the agent with process number " + pid + " (run " + runId
                + (endpoint.isEmpty() ? ")" : ", " + endpoint + ")");
        return countsTheSame()
                ? who + " has metered this job since before this run began: a sum over both counts its energy twice."
                        + " Of the two, this one is not the primary"
                : who + " meters another part of the same run on this node: the job's energies add up under occupancy"
                        + " and active, those of whole devices are the same ones";
    }
}
