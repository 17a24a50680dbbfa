package io.ceait.progress;

/** In what a job counts how far it is. */
public enum ProgressUnit {
    /** Once through the training data. */
    EPOCH("epoch"),
    /** Anything smaller of which a training has many equal ones: a batch, an update. */
    STEP("step");

    private final String label;

    ProgressUnit(String label) {
        this.label = label;
    }

    /** As lines, files and metrics write it. */
    public String label() {
        return label;
    }
}
