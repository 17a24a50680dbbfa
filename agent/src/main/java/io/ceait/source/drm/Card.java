package io.ceait.source.drm;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One graphics card or accelerator, as its directory describes it.
 *
 * @param node its first device node: {@code card0}, {@code accel0}
 * @param nodes the names of all its device nodes, by which processes open it
 * @param directory the device's own directory, links resolved
 * @param driver the name of its driver; empty if it has none
 * @param vendor its PCI vendor, -1 where it is on no PCI bus
 * @param product its PCI device number, or -1
 */
record Card(String node, List<String> nodes, Path directory, String driver, int vendor, int product) {

    static final int AMD = 0x1002;
    static final int NVIDIA = 0x10de;
    static final int INTEL = 0x8086;
    private static final int HABANA = 0x1da3;

    /** The PCI address, {@code 0000:03:00.0}, or what else the bus calls it. */
    String address() {
        return String.valueOf(directory.getFileName());
    }

    /** What the hardware calls itself where it does, else its maker and number; for people, untrusted. */
    String model() {
        return Attribute.text(directory.resolve("product_name")).orElseGet(this::number);
    }

    private String number() {
        if (vendor < 0) {
            return driver.isEmpty() ? address() : driver;
        }
        String maker = switch (vendor) {
            case AMD -> "AMD ";
            case NVIDIA -> "NVIDIA ";
            case INTEL -> "Intel ";
            case HABANA -> "Habana Labs ";
            default -> "";
        };
        return maker + String.format(Locale.ROOT, "%04x:%04x", vendor, product);
    }

    /** The number that tells this one from others of its kind, where the driver shows it. */
    Optional<String> uniqueId() {
        return Attribute.text(directory.resolve("unique_id"));
    }

    boolean isDrivenBy(String name) {
        return driver.equals(name);
    }

    /** NVML reads these. Under the free driver, nouveau, it does not. */
    boolean isReadByNvml() {
        return vendor == NVIDIA && driver.startsWith("nvidia");
    }

    /** How findings name it. */
    String label() {
        return node + " (" + (driver.isEmpty() ? "no driver" : driver) + " " + address() + ")";
    }
}
