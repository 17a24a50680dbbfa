package io.ceait.source;

import io.ceait.device.Device;
import io.ceait.device.Quality;
import io.ceait.units.Power;
import java.util.Optional;

/**
 * One energy counter of one device. A device may have several (the memory of a two-socket server has one per socket):
 * its energy is their sum.
 *
 * @param id where the counter is, for people and the journal: {@code intel-rapl:0}, {@code cpu-model:cpu0}
 * @param device what it measures
 * @param source the name in outputs: {@code rapl}, {@code cpu-model}, …
 * @param quality how far its figures can be trusted
 * @param role whether it speaks for the device or stands in when those that do fall silent
 * @param rangeMicrojoules the value at which the counter starts again; {@link #NEVER_WRAPS} if it does not
 * @param limit the most that the device says it can draw for long, to tell one wrap from two and a spike from a load
 * @param timing of the power sensor, where energy is integrated from power readings
 */
public record Channel(
        String id,
        Device device,
        String source,
        Quality quality,
        Role role,
        long rangeMicrojoules,
        Optional<Power> limit,
        Optional<SensorTiming> timing) {

    public static final long NEVER_WRAPS = Long.MAX_VALUE;

    /** Up to here no counter that exists goes round, whatever its device draws. */
    private static final long ASSUMED_TURN_FROM_NANOS = 30_000_000_000L;

    /** A channel whose energy is counted by the device itself, or modelled. */
    public Channel(
            String id,
            Device device,
            String source,
            Quality quality,
            Role role,
            long rangeMicrojoules,
            Optional<Power> limit) {
        this(id, device, source, quality, role, rangeMicrojoules, limit, Optional.empty());
    }

    /** A counter so wide that it falls only when it is reset. */
    public boolean neverWraps() {
        return rangeMicrojoules == NEVER_WRAPS;
    }

    /** The same counter, told so that it never goes round: its source counts the turns. */
    public Channel withoutWraps() {
        return new Channel(id, device, source, quality, role, NEVER_WRAPS, limit, timing);
    }

    /** The most that it may draw for long: what the device states, else more than any of its kind draws today. */
    public Power most() {
        return limit.orElseGet(() -> Power.ofWatts(
                switch (device.type()) {
                    case CPU -> 1000;
                    case GPU -> 3000;
                    case RAM -> 300;
                }));
    }

    /** In how little time the counter may go round once; what never wraps takes longer than there is. */
    public long shortestTurnNanos() {
        // Microjoules over watts are microseconds.
        double nanos = rangeMicrojoules / most().watts() * 1e3;
        return (long) (limit.isPresent() ? nanos : Math.max(nanos, ASSUMED_TURN_FROM_NANOS));
    }

    /** Whether it stands in for others: a model, or a second sensor. */
    public boolean isFallback() {
        return role == Role.FALLBACK;
    }

    public enum Role {
        PRIMARY,
        FALLBACK
    }
}
