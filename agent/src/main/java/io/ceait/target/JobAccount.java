package io.ceait.target;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How the figures of a job are known, as far as that may change while it runs. The journal carries it beside the figures,
 * so that whoever reads them later says the same of them.
 *
 * @param cpu what tells the job's CPU time now
 * @param memory what tells its memory now
 * @param loss why CPU time is not its control group's any more; {@link Loss#NONE} where it is, or never was
 * @param unwaitedProcesses processes of the job that were seen to end without the job waiting for them, since the figures
 *     come from {@code /proc}: orphans, and children of processes that ignore {@code SIGCHLD}. What such a process used after
 *     it was last looked at is in nobody's books, and one that came and went between two looks was not seen at all
 * @param unwaitedMicroseconds the CPU time that they had been seen to use
 * @param strayProcesses processes that ran on when the job had ended and may be its, or somebody else's
 * @param strayMicroseconds CPU time beyond the figures that may be the job's, or somebody else's: the time of orphans that
 *     nobody saw, where the ones that take in orphans tell it, else what others used while the machine started more
 *     processes and threads than were seen
 */
public record JobAccount(
        CpuMeans cpu,
        MemoryMeans memory,
        Loss loss,
        long unwaitedProcesses,
        long unwaitedMicroseconds,
        long strayProcesses,
        long strayMicroseconds) {

    /** A lesser part of the job is not worth a sentence. */
    private static final double LESSER_PART = 0.01;

    /** What a process may have used after it was last looked at without being seen: a clock tick, as a rule. */
    private static final long UNSEEN_MICROSECONDS = 10_000;

    /** For a machine where nothing strays. */
    public JobAccount(CpuMeans cpu, MemoryMeans memory, Loss loss, long unwaitedProcesses, long unwaitedMicroseconds) {
        this(cpu, memory, loss, unwaitedProcesses, unwaitedMicroseconds, 0, 0);
    }

    private static final String REMEDY = "meter the job with run or in a control group of its own";

    /** What tells CPU time. */
    public enum CpuMeans {
        /** The scheduler's account of the job's control group. */
        CGROUP("cgroup"),
        /** {@code /proc}, with this process waiting for the job's orphans. */
        PROC_SUBREAPER("proc+subreaper"),
        /** {@code /proc}: processes that are there, and what their parents took over from those that are not. */
        PROC("proc"),
        /** The machine's own account. */
        MACHINE("machine");

        private final String label;

        CpuMeans(String label) {
            this.label = label;
        }

        /** Whether a process that lives between two looks may not be seen at all. */
        public boolean dependsOnLooks() {
            return this == PROC || this == PROC_SUBREAPER;
        }

        public String label() {
            return label;
        }
    }

    /** What tells memory. */
    public enum MemoryMeans {
        /** The kernel's account of the job's control group. */
        CGROUP("cgroup"),
        /** {@code /proc}: what is resident, each page by the part that falls to a process; of large ones as below. */
        PROC_PSS("proc+pss"),
        /** {@code /proc}: what is resident, memory of files counted once for all processes. */
        PROC("proc"),
        /** The machine's own account. */
        MACHINE("machine");

        private final String label;

        MemoryMeans(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** Why a control group's account is not the job's any more. */
    public enum Loss {
        NONE(""),
        REMOVED("its control group was removed"),
        NOT_ENTERED("it did not enter the control group made for it"),
        STRANGER("a process that is not the job's entered its control group"),
        LEFT("a process of it left its control group");

        private final String sentence;

        Loss(String sentence) {
            this.sentence = sentence;
        }

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static JobAccount of(CpuMeans cpu, MemoryMeans memory) {
        return new JobAccount(cpu, memory, Loss.NONE, 0, 0);
    }

    /**
     * What of the job's CPU time could not be seen, for people; empty when there is nothing worth telling.
     *
     * @param jobMicroseconds all that was seen of the job
     */
    public List<String> blindSpots(long jobMicroseconds) {
        List<String> sentences = new ArrayList<>();
        if (loss != Loss.NONE) {
            sentences.add("the job's CPU time is its control group's for a part of the run only: " + loss.sentence
                    + "; from then on it is what its processes and their waited-for children say");
        }
        long perhaps = unwaitedMicroseconds + UNSEEN_MICROSECONDS * unwaitedProcesses;
        if (unwaitedProcesses > 0 && perhaps >= LESSER_PART * jobMicroseconds) {
            sentences.add("some processes of the job ended without the job waiting for them (seen: " + unwaitedProcesses
                    + "): their CPU time since the sample before is not in the figures, nor that of others like them which"
                    + " lived between two samples; " + REMEDY);
        }
        if (strayMicroseconds > 0 && strayMicroseconds >= LESSER_PART * jobMicroseconds) {
            sentences.add(String.format(
                    Locale.ROOT,
                    "up to %.2f s of CPU time may be missing from the job's: by the machine's count so much was used by"
                            + " processes that were started and gone between two looks and that nobody of the job waited"
                            + " for; which of them were the job's and which somebody else's cannot be seen; %s",
                    strayMicroseconds / 1e6,
                    REMEDY));
        }
        if (strayProcesses > 0) {
            sentences.add("the last known process of the job ended while others ran on that had been started during the"
                    + " run and that nobody waits for (" + strayProcesses
                    + " on the machine): whether the job started them cannot be seen; " + REMEDY);
        }
        return sentences;
    }
}
