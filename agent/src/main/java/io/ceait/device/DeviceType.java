package io.ceait.device;

import java.util.Locale;

/** The device types of formula (3) of T/CCF 0003-2024. */
public enum DeviceType {
    CPU,
    GPU,
    RAM;

    /** The name in files, labels and input: {@code cpu}, {@code gpu}, {@code ram}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
