package io.ceait.run;

import java.io.IOException;

/** A run after its last sample: what sinks write their files from. */
public interface FinishedRun {

    Snapshot snapshot();

    RunDirectory directory();

    /** Goes through all intervals of the run again, from the journal, in memory that does not grow with them. */
    void replay(IntervalVisitor visitor) throws IOException;
}
