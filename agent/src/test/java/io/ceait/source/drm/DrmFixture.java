package io.ceait.source.drm;

import io.ceait.source.JobProcesses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/** Cards and the processes that use them, below a temporary directory, as the kernel shows them. */
final class DrmFixture {

    /** So short that nothing is read between. */
    static final Duration TICK = Duration.ofMillis(100);

    private final Path root;

    DrmFixture(Path root) {
        this.root = root;
        make(sysfs().resolve("class"));
        make(procfs());
    }

    Path sysfs() {
        return root.resolve("sys");
    }

    Path procfs() {
        return root.resolve("proc");
    }

    DrmSource discover() {
        return discover(TICK);
    }

    DrmSource discover(Duration interval) {
        return DrmSource.discover(sysfs(), procfs(), 0, interval, System::nanoTime);
    }

    /** A card with its render node. */
    CardFiles card(int number, String address, String driver, int vendor, int product) {
        CardFiles card = device(address, driver, vendor, product);
        node("drm", "card" + number, card.directory);
        node("drm", "renderD" + (128 + number), card.directory);
        make(sysfs().resolve("class/drm/card" + number + "-DP-1"));
        write(sysfs().resolve("class/drm/version"), "drm 1.1.0 20060810\n");
        return card;
    }

    /** An accelerator, which has no graphics. */
    CardFiles accelerator(int number, String address, String driver, int vendor, int product) {
        CardFiles card = device(address, driver, vendor, product);
        node("accel", "accel" + number, card.directory);
        return card;
    }

    /** An AMD card that tells power, use and memory. */
    CardFiles instinct(int number, String address) {
        return card(number, address, "amdgpu", 0x1002, 0x740f)
                .write("product_name", "AMD Instinct MI210\n")
                .write("unique_id", "a1b2c3d4e5f60718\n")
                .write("gpu_busy_percent", "0\n")
                .write("mem_info_vram_used", "1073741824\n")
                .hwmon(3, "amdgpu")
                .sensor("power1_average", 100_000_000)
                .sensor("power1_cap", 300_000_000);
    }

    /** An Intel card under xe, with energy of the card and of the package on it. */
    CardFiles battlemage(int number, String address) {
        return card(number, address, "xe", 0x8086, 0xe20b)
                .hwmon(5, "xe")
                .write("hwmon/hwmon5/energy1_label", "card\n")
                .write("hwmon/hwmon5/energy2_label", "pkg\n")
                .sensor("energy1_input", 5_000_000)
                .sensor("energy2_input", 3_000_000)
                .sensor("power1_max", 0)
                .sensor("power1_rated_max", 190_000_000);
    }

    private CardFiles device(String address, String driver, int vendor, int product) {
        Path directory = make(sysfs().resolve("devices/pci0000:00").resolve(address));
        make(directory.resolve("power"));
        link(
                directory.resolve("driver"),
                make(sysfs().resolve("bus/pci/drivers").resolve(driver)));
        return new CardFiles(directory)
                .write("vendor", String.format("0x%04x%n", vendor))
                .write("device", String.format("0x%04x%n", product))
                .write("power/runtime_status", "active\n");
    }

    private void node(String kind, String name, Path device) {
        Path own = make(device.resolve(kind).resolve(name));
        link(own.resolve("device"), device);
        link(make(sysfs().resolve("class").resolve(kind)).resolve(name), own);
    }

    ProcessFiles process(int pid) {
        return new ProcessFiles(make(procfs().resolve(Integer.toString(pid))));
    }

    static Path make(Path directory) {
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void link(Path at, Path to) {
        try {
            Files.createSymbolicLink(at, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path tree) {
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files of one device. */
    static final class CardFiles {

        final Path directory;
        private String monitor = "";

        CardFiles(Path directory) {
            this.directory = directory;
        }

        CardFiles write(String file, String text) {
            DrmFixture.write(directory.resolve(file), text);
            return this;
        }

        CardFiles hwmon(int number, String name) {
            monitor = "hwmon/hwmon" + number + "/";
            make(directory.resolve(monitor));
            return write(monitor + "name", name + "\n");
        }

        /** A value of the monitor made last. */
        CardFiles sensor(String file, long value) {
            return write(monitor + file, value + "\n");
        }

        CardFiles sensor(String file, String text) {
            return write(monitor + file, text);
        }

        /** What opens for nobody, not even for root. */
        CardFiles unreadable(String file) {
            make(directory.resolve(monitor + file));
            return this;
        }

        CardFiles status(String status) {
            return write("power/runtime_status", status + "\n");
        }

        /** The driver is unloaded: who has the files open gets no more values from them. */
        CardFiles unplug() {
            try (Stream<Path> all = Files.walk(directory.resolve("hwmon"))) {
                for (Path path : all.filter(Files::isRegularFile).toList()) {
                    DrmFixture.write(path, "");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            delete(directory.resolve("hwmon"));
            return this;
        }
    }

    /** The open files of one process. */
    static final class ProcessFiles {

        private final Path directory;

        ProcessFiles(Path directory) {
            this.directory = directory;
            make(directory.resolve("fd"));
            make(directory.resolve("fdinfo"));
        }

        ProcessFiles opens(int number, String target) {
            link(directory.resolve("fd/" + number), Path.of(target));
            return says(number, "pos:\t0\nflags:\t02100002\nmnt_id:\t26\n");
        }

        /** Another file under the same number. */
        ProcessFiles links(int number, String target) {
            delete(directory.resolve("fd/" + number));
            return opens(number, target);
        }

        ProcessFiles says(int number, String info) {
            DrmFixture.write(directory.resolve("fdinfo/" + number), info);
            return this;
        }

        ProcessFiles closes(int number) {
            says(number, "");
            delete(directory.resolve("fd/" + number));
            delete(directory.resolve("fdinfo/" + number));
            return this;
        }
    }

    /** A job of given processes. */
    static final class Processes implements JobProcesses {

        final List<Integer> pids = new ArrayList<>();
        boolean wholeMachine;

        Processes(Integer... pids) {
            this.pids.addAll(List.of(pids));
        }

        @Override
        public boolean containsProcess(int pid) {
            return pids.contains(pid);
        }

        @Override
        public boolean isWholeMachine() {
            return wholeMachine;
        }

        @Override
        public void forEachProcess(IntConsumer action) {
            for (int i = 0; i < pids.size(); i++) {
                action.accept(pids.get(i));
            }
        }
    }
}
