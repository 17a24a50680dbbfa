package io.ceait.target;

import java.util.Optional;

/**
 * Processes of the job that ended without anybody of the job waiting for them: orphans, and children of processes that
 * ignore {@code SIGCHLD}. What such a process used after it was last looked at is in nobody's books, and one that came
 * and went between two looks was not seen at all.
 */
final class Unwaited {

    /** A lesser part of the job is not worth a sentence. */
    private static final double LESSER_PART = 0.01;

    private long processes;
    private long ticks;

    /** @param bookedTicks what it had been seen to use */
    void add(long bookedTicks) {
        processes++;
        ticks += bookedTicks;
    }

    /** @param jobTicks all that was seen of the job */
    Optional<String> sentence(long jobTicks) {
        // Each may have used another tick that could not be seen.
        if (processes == 0 || ticks + processes < LESSER_PART * jobTicks) {
            return Optional.empty();
        }
        return Optional.of("some processes of the job ended without the job waiting for them (seen: " + processes
                + "): their CPU time since the sample before is not in the figures, nor that of others like them which"
                + " lived between two samples; meter the job with run or in a control group of its own");
    }
}
