package io.ceait.source;

import java.util.Locale;

/** How the job's use of a device is known, best first. */
public enum UseMeans {
    /** The driver tells what each process uses. */
    PROCESS("the driver's figure for each process"),
    /** METHOD section 2: utilisation of the device times the job's share of the memory that processes hold on it. */
    MEMORY_SHARE("utilisation of the device, shared by the memory that processes hold on it"),
    /** All of the device's utilisation is taken for the job's, because its processes cannot be told from others. */
    DEVICE("utilisation of the whole device, taken for the job's"),
    /** The job is there and nothing tells how busy it is: it is taken to use all of the device. */
    PRESENCE("presence alone, taken for full use"),
    /** Nothing tells; no use is booked. */
    UNKNOWN("nothing");

    private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');
    private final String explanation;

    UseMeans(String explanation) {
        this.explanation = explanation;
    }

    /** The name in every output: {@code process}, {@code memory-share}, … */
    public String label() {
        return label;
    }

    /** What it means, for people. */
    public String explanation() {
        return explanation;
    }

    /** Whether a reader must be told that the figure is less than what the method asks for. */
    public boolean isLesser() {
        return this != PROCESS;
    }
}
