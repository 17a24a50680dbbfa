package io.ceait.device;

/**
 * One metered device. Devices are disjoint: a zone that is a part of a device, or that contains devices, is none.
 *
 * @param id the name in every output: {@code cpu0}, {@code gpu0}, {@code ram}
 * @param model what the hardware calls itself, for people; untrusted text, to be escaped wherever it is shown
 * @param uuid what stays the same when the machine starts anew or its slots are filled otherwise; empty where hardware
 *     has no such name
 */
public record Device(String id, DeviceType type, String model, String uuid) {

    public Device(String id, DeviceType type, String model) {
        this(id, type, model, "");
    }
}
