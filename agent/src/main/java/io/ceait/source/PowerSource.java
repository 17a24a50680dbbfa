package io.ceait.source;

import java.io.Closeable;
import java.util.List;
import java.util.Map;

/**
 * A kind of sensor, or a model that stands for one. Found once at the start, read at each tick by one thread.
 *
 * <p>{@link #read} never throws and never blocks for long: what cannot be read is said in the slot.
 */
public interface PowerSource extends Closeable {

    /** The name in logs and in {@code --disable}: {@code rapl}, {@code model}. */
    String name();

    /** What it reads, in the order in which it fills slots; the list does not change. */
    List<Channel> channels();

    /** The devices whose use by the job it can tell, in the order in which it fills slots; the list does not change. */
    default List<UseChannel> uses() {
        return List.of();
    }

    /** What stands behind a channel, for people, by its id: a model and its basis, a sensor and its window. */
    default Map<String, String> bases() {
        return Map.of();
    }

    /** What it found and cannot read, or did not find, each with its remedy. */
    List<Finding> findings();

    /** The look period of a source that needs no looks. */
    long NEVER = Long.MAX_VALUE;

    /** How often it wants to be looked at between readings; {@link #NEVER} for not at all. Does not change. */
    default long lookPeriodNanos() {
        return NEVER;
    }

    /**
     * Looks, between two readings, at counters that would go round unseen before the next one. Costs what reading them
     * costs; called on the thread that reads.
     */
    default void look(long nowNanos) {}

    /** Whose use of devices is to be told. Called once, before the first read. */
    default void attach(JobProcesses job) {}

    /**
     * Fills one slot per channel and one per use channel.
     *
     * @param fresh whether an interval begins or ends for good with this reading, so that a sensor which is read less often
     *     than at every tick is read now
     */
    void read(long nowNanos, boolean fresh, Slots into);

    @Override
    void close();

    /**
     * A sensor that is not metered, and why.
     *
     * @param source the name of the source that found it
     * @param sensor where it is, such as {@code intel-rapl:0 (package-0)}
     * @param unmetered whether nothing else speaks for what it should measure, so that its energy is in no figure
     */
    record Finding(String source, String sensor, Unavailable status, boolean unmetered) {

        /** Of a sensor for which another, or a model, stands in. */
        public Finding(String source, String sensor, Unavailable status) {
            this(source, sensor, status, false);
        }

        /** Of a device that only this sensor could have metered. */
        public static Finding unmetered(String source, String sensor, Unavailable status) {
            return new Finding(source, sensor, status, true);
        }
    }
}
