package io.ceait.kernel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Two numbers that the kernel tells each program at its start: the size of a memory page and the ticks per second in
 * which {@code /proc} counts CPU time.
 *
 * @param pageBytes 4096 on x86; 4096, 16384 or 65536 on 64-bit Arm
 * @param ticksPerSecond 100 on every architecture that a JVM runs on, as a rule
 */
public record KernelConstants(long pageBytes, long ticksPerSecond) {

    private static final int PAGE_SIZE = 6;
    private static final int CLOCK_TICKS = 17;

    private static final long MICROSECONDS = 1_000_000;
    private static final long LARGEST_PAGE = 1 << 24;

    /** Reads them from this process's auxiliary vector; the usual values stand in where there is none. */
    public static KernelConstants ofThisMachine() {
        try {
            return parse(Files.readAllBytes(Path.of("/proc/self/auxv")));
        } catch (IOException e) {
            return parse(new byte[0]);
        }
    }

    static KernelConstants parse(byte[] auxiliaryVector) {
        long page = 4096;
        long ticks = 100;
        ByteBuffer words = ByteBuffer.wrap(auxiliaryVector).order(ByteOrder.nativeOrder());
        while (words.remaining() >= 16) {
            long type = words.getLong();
            long value = words.getLong();
            if (type == PAGE_SIZE && value > 0 && value <= LARGEST_PAGE) {
                page = value;
            } else if (type == CLOCK_TICKS && value > 0 && value <= MICROSECONDS) {
                ticks = value;
            }
        }
        return new KernelConstants(page, ticks);
    }

    public long microsecondsPerTick() {
        return MICROSECONDS / ticksPerSecond;
    }
}
