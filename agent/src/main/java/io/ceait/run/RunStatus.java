package io.ceait.run;

import java.util.Locale;

/** How a run stands or ended. */
public enum RunStatus {
    RUNNING,
    /** The target ended, or the time that was asked for is over. */
    COMPLETED,
    /** It was told to stop before its target had ended. */
    INTERRUPTED,
    /** Its agent was killed; what is known comes from the journal. */
    RECOVERED;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
