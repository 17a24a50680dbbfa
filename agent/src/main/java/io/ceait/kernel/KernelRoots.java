package io.ceait.kernel;

import java.nio.file.Path;

/** Where the kernel's file systems are: the machine's own, or trees that stand for them in a test or a container. */
public record KernelRoots(Path procfs, Path sysfs, Path cgroupfs) {

    public static KernelRoots ofThisMachine() {
        return new KernelRoots(Path.of("/proc"), Path.of("/sys"), Path.of("/sys/fs/cgroup"));
    }
}
