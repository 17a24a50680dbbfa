package io.ceait.source.rapl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Powercap trees below a temporary directory, in the shapes in which kernels and users make them. */
public final class PowercapFixture {

    private final Path sysfs;

    public PowercapFixture(Path sysfs) {
        this.sysfs = sysfs;
        make(classDirectory());
    }

    public Path sysfs() {
        return sysfs;
    }

    public Path classDirectory() {
        return sysfs.resolve("class/powercap");
    }

    /** A zone as a real directory of the class: {@code intel-rapl:0} flat, {@code intel-rapl/intel-rapl:0} nested. */
    public ZoneFiles zone(String path, String name) {
        return new ZoneFiles(make(classDirectory().resolve(path)), name);
    }

    /** A zone as the kernel shows it: nested below devices, linked flat from the class, with links back. */
    public ZoneFiles kernelZone(String path, String name) {
        Path devices = sysfs.resolve("devices/virtual/powercap");
        Path directory = make(devices.resolve(path));
        Path type = devices.resolve(Path.of(path).getName(0));
        link(classDirectory().resolve(type.getFileName().toString()), type);
        link(classDirectory().resolve(String.valueOf(directory.getFileName())), directory);
        link(directory.resolve("subsystem"), classDirectory());
        Path parent = directory.getParent();
        if (parent != null) {
            link(directory.resolve("device"), parent);
        }
        make(directory.resolve("power"));
        return new ZoneFiles(directory, name);
    }

    private static Path make(Path directory) {
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void link(Path at, Path to) {
        try {
            if (!Files.exists(at)) {
                Files.createSymbolicLink(at, to);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files of one zone. */
    public static final class ZoneFiles {

        private final Path directory;

        ZoneFiles(Path directory, String name) {
            this.directory = directory;
            write("name", name + "\n");
            write("max_energy_range_uj", "262143328850\n");
            energy(1000);
        }

        public Path directory() {
            return directory;
        }

        public Path counter() {
            return directory.resolve("energy_uj");
        }

        public ZoneFiles energy(long microjoules) {
            return write("energy_uj", microjoules + "\n");
        }

        public ZoneFiles range(long microjoules) {
            return write("max_energy_range_uj", microjoules + "\n");
        }

        public ZoneFiles write(String file, String text) {
            try {
                Files.writeString(directory.resolve(file), text);
                return this;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        public ZoneFiles delete(String file) {
            try {
                Files.delete(directory.resolve(file));
                return this;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** What opens for nobody, not even for root. */
        public ZoneFiles unreadable() {
            delete("energy_uj");
            make(counter());
            return this;
        }
    }
}
