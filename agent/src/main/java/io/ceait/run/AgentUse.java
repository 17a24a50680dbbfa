package io.ceait.run;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What this program itself uses: the meter is part of what it meters.
 *
 * @param cpu time since its start
 * @param residentBytes its memory
 */
public record AgentUse(Duration cpu, long residentBytes) {

    /** Empty where the JVM cannot tell: without a free file it cannot load what asks. */
    static Optional<AgentUse> now() {
        try {
            return ManagementFactory.getOperatingSystemMXBean()
                            instanceof com.sun.management.OperatingSystemMXBean system
                    ? Optional.of(new AgentUse(Duration.ofNanos(Math.max(0, system.getProcessCpuTime())), resident()))
                    : Optional.empty();
        } catch (LinkageError e) {
            return Optional.empty();
        }
    }

    private static long resident() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
                }
            }
        } catch (IOException | NumberFormatException e) {
            return Runtime.getRuntime().totalMemory();
        }
        return Runtime.getRuntime().totalMemory();
    }
}
