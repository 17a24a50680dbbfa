package io.ceait.source.nvml;

import io.ceait.source.SensorTiming;
import java.time.Duration;
import java.util.Optional;

/**
 * Generations of GPUs, as far as their power sensors differ. Periods and windows as measured on more than seventy GPUs:
 * "Part-time Power Measurements: nvidia-smi's Lack of Attention" (arXiv 2312.02741).
 */
enum Architecture {
    PASCAL("Pascal", timing(20, 10)),
    VOLTA("Volta", timing(20, 10)),
    TURING("Turing", timing(100, 100)),
    GA100("Ampere GA100", timing(100, 25)),
    AMPERE("Ampere", timing(100, 100)),
    ADA("Ada Lovelace", timing(100, 100)),
    HOPPER("Hopper", timing(100, 25)),
    /** Newer than all of these: taken to average over a second, as the documentation has it since Ampere. */
    NEWER("after Hopper", Optional.empty()),
    OTHER("before Pascal", Optional.empty());

    /** Updated as often as the others and averaged over a second. */
    private static final SensorTiming AVERAGE = new SensorTiming(Duration.ofMillis(100), Duration.ofSeconds(1));

    /** An average over a second of what Hopper's sensor sees: 25 ms of each 100 ms. */
    private static final SensorTiming AVERAGE_OF_A_QUARTER =
            new SensorTiming(Duration.ofMillis(100), Duration.ofSeconds(1), 0.25);

    private static final Duration USUAL_PERIOD = Duration.ofMillis(100);

    /** Drivers of this branch gave instantaneous values where those before and after gave the average. */
    private static final int INSTANT_BRANCH = 530;

    /** The first branch with a number for instantaneous power. */
    private static final int INSTANT_FIELD_SINCE = 525;

    private final String label;
    private final Optional<SensorTiming> instant;

    Architecture(String label, Optional<SensorTiming> instant) {
        this.label = label;
        this.instant = instant;
    }

    private static Optional<SensorTiming> timing(int periodMillis, int windowMillis) {
        return Optional.of(new SensorTiming(Duration.ofMillis(periodMillis), Duration.ofMillis(windowMillis)));
    }

    /** By compute capability. */
    static Architecture of(int major, int minor) {
        return switch (major) {
            case 6 -> PASCAL;
            case 7 -> minor >= 5 ? TURING : VOLTA;
            case 8 -> minor == 0 ? GA100 : minor >= 9 ? ADA : AMPERE;
            case 9 -> HOPPER;
            default -> major > 9 ? NEWER : OTHER;
        };
    }

    String label() {
        return label;
    }

    /** How often its sensor and its counter change. */
    Duration period() {
        return instant.map(SensorTiming::period).orElse(USUAL_PERIOD);
    }

    /** Whether field 186 is worth asking for: where the usual call averages, and the field does not miss most of the time. */
    boolean prefersInstantField(int driverBranch) {
        return (this == ADA || this == AMPERE) && driverBranch >= INSTANT_FIELD_SINCE && driverBranch != INSTANT_BRANCH;
    }

    /** What the field for instantaneous power sees. */
    Optional<SensorTiming> instantTiming() {
        return instant;
    }

    /** What {@code nvmlDeviceGetPowerUsage} sees. */
    Optional<SensorTiming> usageTiming(int driverBranch) {
        return switch (this) {
            case ADA, AMPERE -> driverBranch == INSTANT_BRANCH ? instant : Optional.of(AVERAGE);
            case HOPPER -> driverBranch > INSTANT_BRANCH ? Optional.of(AVERAGE_OF_A_QUARTER) : instant;
            case NEWER -> Optional.of(AVERAGE);
            default -> instant;
        };
    }
}
