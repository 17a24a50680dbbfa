package io.ceait.prediction;

import java.util.List;

/**
 * How a job went, as it told.
 *
 * @param now where it stands
 * @param milestones those that it has passed
 * @param ignoredLines how many lines said nothing that could be understood
 */
public record ProgressBooks(Standing now, List<Milestone> milestones, long ignoredLines) {

    public ProgressBooks {
        milestones = List.copyOf(milestones);
    }
}
