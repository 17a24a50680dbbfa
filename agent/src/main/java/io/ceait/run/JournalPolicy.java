package io.ceait.run;

import java.time.Duration;

/**
 * How a journal is kept.
 *
 * @param sync how often what was written is carried to the disk; zero leaves it to the kernel. A killed agent loses
 *     nothing either way: this is how much a machine may lose that loses its power
 * @param partBytes the length at which a part is full, and is compressed while the next one grows
 */
public record JournalPolicy(Duration sync, long partBytes) {

    public static final JournalPolicy DEFAULT = new JournalPolicy(Duration.ofSeconds(30), 64 << 20);

    private static final long SMALLEST_PART = 4096;

    public JournalPolicy {
        if (partBytes < SMALLEST_PART) {
            throw new IllegalArgumentException("a part of a journal has at least " + SMALLEST_PART + " bytes");
        }
    }
}
