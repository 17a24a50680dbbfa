package io.ceait.source.nvml;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for traces of an NVIDIA driver and for its library with a few file names, because loading what calls it takes a
 * tenth of a second and more, which a machine without GPU should not pay.
 */
final class LibraryLookup {

    /** Never the name without the number: that is for compilers, and may be a stub. */
    static final String SONAME = "libnvidia-ml.so.1";

    /** Where a driver leaves traces: native, and in the Linux subsystem of Windows. */
    private static final List<String> TRACES = List.of("proc/driver/nvidia", "dev/nvidiactl", "dev/dxg");

    private static final String WSL_DEVICE = "dev/dxg";
    private static final String WSL_LIBRARIES = "usr/lib/wsl/lib";

    private static final List<String> DIRECTORIES = List.of(
            "usr/lib/x86_64-linux-gnu",
            "usr/lib/aarch64-linux-gnu",
            "usr/lib64",
            "usr/lib",
            "usr/lib/nvidia",
            "usr/local/nvidia/lib64",
            "run/opengl-driver/lib",
            "run/nvidia/driver/usr/lib/x86_64-linux-gnu",
            "run/nvidia/driver/usr/lib/aarch64-linux-gnu",
            "run/nvidia/driver/usr/lib64");

    /**
     * @param traces whether anything says that there is a driver
     * @param candidates paths of libraries, or the bare name for the loader to look up, best first
     */
    record Result(boolean traces, List<String> candidates) {}

    private LibraryLookup() {}

    static Result find(NvmlOptions options) {
        if (options.library().isPresent()) {
            return new Result(true, List.of(options.library().get().toString()));
        }
        Path root = options.root();
        Set<String> found = new LinkedHashSet<>();
        boolean wsl = Files.exists(root.resolve(WSL_DEVICE));
        if (wsl) {
            // The generic copy beside it loads and then says that there is no driver.
            addIfThere(root.resolve(WSL_LIBRARIES), found);
        }
        for (Path directory : searchPath(options)) {
            addIfThere(directory, found);
        }
        for (String directory : DIRECTORIES) {
            addIfThere(root.resolve(directory), found);
        }
        boolean traces = !found.isEmpty() || TRACES.stream().anyMatch(trace -> Files.exists(root.resolve(trace)));
        List<String> candidates = new ArrayList<>(found);
        if (traces && root.equals(Path.of("/"))) {
            // The loader's own configuration knows places of which this list does not.
            candidates.add(SONAME);
        }
        return new Result(traces, candidates);
    }

    private static List<Path> searchPath(NvmlOptions options) {
        List<Path> directories = new ArrayList<>();
        String path = options.environment().getOrDefault("LD_LIBRARY_PATH", "");
        int start = 0;
        while (start <= path.length()) {
            int colon = path.indexOf(':', start);
            int end = colon < 0 ? path.length() : colon;
            if (end > start) {
                path(path.substring(start, end)).ifPresent(directories::add);
            }
            start = end + 1;
        }
        return directories;
    }

    /** Empty for what this JVM cannot name, as it cannot name anything beyond ASCII under the locale C. */
    private static Optional<Path> path(String directory) {
        try {
            return Optional.of(Path.of(directory));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static void addIfThere(Path directory, Set<String> found) {
        Path library = directory.resolve(SONAME);
        if (Files.exists(library)) {
            found.add(library.toString());
        }
    }
}
