package io.ceait.source;

import java.io.Closeable;
import java.util.List;

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

    /** What it found and cannot read, or did not find, each with its remedy. */
    List<Finding> findings();

    /** Fills the slots from {@code first} on, one per channel. */
    void read(long nowNanos, Readings into, int first);

    @Override
    void close();

    /**
     * A sensor that is not metered, and why.
     *
     * @param source the name of the source that found it
     * @param sensor where it is, such as {@code intel-rapl:0 (package-0)}
     */
    record Finding(String source, String sensor, Unavailable status) {}
}
