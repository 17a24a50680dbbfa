package io.ceait.source;

/**
 * Power readings joined by straight lines into an energy counter: {@code E += (P_k + P_k+1) / 2 × (t_k+1 − t_k)}. For
 * sources, which read at each tick and must allocate nothing.
 */
public final class PowerIntegral {

    /** Watts times nanoseconds are nanojoules. */
    private static final double NANOJOULES_PER_MICROJOULE = 1e3;

    private double microjoules;
    private double lost;
    private boolean based;
    private long lastNanos;
    private double lastWatts;

    /** Takes a reading; the first one, and the first after {@link #interrupt}, adds no energy. */
    public void add(long nanos, double watts) {
        if (based) {
            accumulate((lastWatts + watts) / 2 * (nanos - lastNanos) / NANOJOULES_PER_MICROJOULE);
        }
        based = true;
        lastNanos = nanos;
        lastWatts = watts;
    }

    /** A sum over days of small steps loses no digits (Neumaier). */
    private void accumulate(double step) {
        double sum = microjoules + step;
        lost += microjoules >= step ? (microjoules - sum) + step : (step - sum) + microjoules;
        microjoules = sum;
    }

    /** Draws no line from the last reading to the next. */
    public void interrupt() {
        based = false;
    }

    /** Whether the next reading ends a line. */
    public boolean isBased() {
        return based;
    }

    /** When the last reading was; only while {@link #isBased}. */
    public long lastNanos() {
        return lastNanos;
    }

    /** Energy so far; never falls. */
    public long microjoules() {
        return Math.round(microjoules + lost);
    }
}
