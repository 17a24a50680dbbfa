package io.ceait.run;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What this program itself uses: the meter is part of what it meters.
 *
 * @param cpu time since its start
 * @param residentBytes its memory
 */
public record AgentUse(Duration cpu, long residentBytes) {

    static AgentUse now() {
        long nanos =
                ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                        ? Math.max(0, system.getProcessCpuTime())
                        : 0;
        return new AgentUse(Duration.ofNanos(nanos), resident());
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
