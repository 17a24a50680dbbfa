package io.ceait.cli;

import io.ceait.config.EffectiveConfig;
import io.ceait.config.Setting;
import io.ceait.data.FilePath;
import io.ceait.kernel.KernelRoots;
import io.ceait.source.drm.DrmSource;
import io.ceait.source.nvml.NvmlSource;
import io.ceait.source.rapl.RaplSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What decides which sensors are found, for a run and for {@code doctor} alike.
 *
 * @param disabled names of sources that are not to be read
 * @param nvmlLibrary the NVIDIA driver's library, where the user names one
 * @param interval between two readings, nominally
 */
record SensorSettings(KernelRoots roots, List<String> disabled, Optional<Path> nvmlLibrary, Duration interval) {

    static final List<Setting> SETTINGS = List.of(
            Setting.PATH_PROCFS,
            Setting.PATH_SYSFS,
            Setting.PATH_CGROUPFS,
            Setting.NVML_LIBRARY,
            Setting.DISABLE,
            Setting.LOG_LEVEL);

    private static final List<String> SOURCES = List.of(RaplSource.NAME, NvmlSource.NAME, DrmSource.NAME);

    static SensorSettings of(EffectiveConfig config, Duration interval) {
        KernelRoots roots = new KernelRoots(
                config.get(Setting.PATH_PROCFS, SensorSettings::procfs),
                config.get(Setting.PATH_SYSFS, FilePath::of),
                config.get(Setting.PATH_CGROUPFS, FilePath::of));
        return new SensorSettings(
                roots,
                config.find(Setting.DISABLE, SensorSettings::sources).orElse(List.of()),
                config.find(Setting.NVML_LIBRARY, SensorSettings::library),
                interval);
    }

    /** What is missing in it is absent; but without any of it nothing could be said of a process or of the load. */
    private static Path procfs(String text) {
        Path path = FilePath.of(text);
        if (!Files.isDirectory(path)) {
            throw new IllegalArgumentException("there is no directory " + text + ": name one that stands for /proc");
        }
        return path;
    }

    private static List<String> sources(String text) {
        return List.of(text.split(",", -1)).stream()
                .map(name -> MeteringSettings.among(SOURCES, name.trim()))
                .toList();
    }

    private static Path library(String text) {
        Path path = FilePath.of(text);
        if (!Files.isRegularFile(path)) {
            throw new IllegalArgumentException(
                    "there is no file " + text + ": name the driver's libnvidia-ml.so.1 itself");
        }
        return path.toAbsolutePath();
    }
}
