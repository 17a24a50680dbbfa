package io.ceait.run;

/**
 * A run after its last sample: what sinks write their files from.
 *
 * @param snapshot the run as it ended
 * @param directory where files are written
 */
public record FinishedRun(Snapshot snapshot, RunDirectory directory) {}
