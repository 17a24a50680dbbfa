package io.ceait.source.nvml;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Where to look for the driver and how long to wait for it.
 *
 * @param library the library to use and no other; empty to look for one
 * @param root of the file system in which the driver's traces and its library are looked for
 * @param procfs where processes are looked up, as {@link io.ceait.kernel.KernelRoots} has it
 * @param environment of which the loader's search path is read
 * @param interval between two readings, nominally
 * @param deadlines for answers
 */
public record NvmlOptions(
        Optional<Path> library,
        Path root,
        Path procfs,
        Map<String, String> environment,
        Duration interval,
        Deadlines deadlines) {

    /**
     * How long a thread waits for the one that calls the driver.
     *
     * @param discovery for all of the start
     * @param failing for how long a driver that fails at its start is asked again; it may be starting up itself
     * @param reading at a tick; energy and power of all GPUs take well under a millisecond each
     * @param fresh at a tick that opens or closes an interval for good
     */
    public record Deadlines(Duration discovery, Duration failing, Duration reading, Duration fresh) {

        /** A start takes 10 to 500 ms; where no program keeps the GPUs initialised, a second and more for each of them. */
        private static final Duration DISCOVERY = Duration.ofSeconds(10);

        private static final Duration FAILING = Duration.ofSeconds(5);
        private static final Duration MOST = Duration.ofMillis(50);
        private static final Duration FRESH = Duration.ofMillis(250);

        static Deadlines of(Duration interval) {
            Duration half = interval.dividedBy(2);
            return new Deadlines(DISCOVERY, FAILING, half.compareTo(MOST) < 0 ? half : MOST, FRESH);
        }
    }

    /** This machine's driver. */
    public static NvmlOptions of(Optional<Path> library, Path procfs, Duration interval) {
        return new NvmlOptions(library, Path.of("/"), procfs, System.getenv(), interval, Deadlines.of(interval));
    }
}
