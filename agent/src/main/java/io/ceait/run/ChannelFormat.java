package io.ceait.run;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ceait.device.Device;
import io.ceait.device.DeviceType;
import io.ceait.device.Quality;
import io.ceait.json.JsonObject;
import io.ceait.source.Channel;
import io.ceait.source.SensorTiming;
import io.ceait.source.UseChannel;
import io.ceait.units.Power;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What is metered and read, as JSON: devices, their counters, and how their use is told. */
final class ChannelFormat {

    private ChannelFormat() {}

    static void write(JsonGenerator json, RunDescription run) throws IOException {
        devices(json, run.channels());
        json.writeArrayFieldStart("channels");
        for (Channel channel : run.channels()) {
            channel(json, channel, run.bases().getOrDefault(channel.id(), ""));
        }
        json.writeEndArray();
        json.writeArrayFieldStart("uses");
        for (UseChannel use : run.uses()) {
            json.writeStartObject();
            json.writeStringField("device", use.device().id());
            json.writeStringField("source", use.source());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void devices(JsonGenerator json, List<Channel> channels) throws IOException {
        Map<String, Channel> speaking = new LinkedHashMap<>();
        for (Channel channel : channels) {
            if (channel.role() == Channel.Role.PRIMARY) {
                speaking.putIfAbsent(channel.device().id(), channel);
            }
        }
        json.writeArrayFieldStart("devices");
        for (Channel channel : speaking.values()) {
            Device device = channel.device();
            json.writeStartObject();
            json.writeStringField("device", device.id());
            json.writeStringField("device_type", device.type().label());
            json.writeStringField("model", device.model());
            json.writeStringField("uuid", device.uuid());
            json.writeStringField("source", channel.source());
            json.writeStringField("quality", channel.quality().label());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** By id. */
    static Map<String, Device> devices(JsonObject json) {
        Map<String, Device> devices = new LinkedHashMap<>();
        for (JsonObject one : json.objects("devices")) {
            String id = one.requiredText("device");
            devices.put(id, new Device(id, type(one), one.requiredText("model"), one.requiredText("uuid")));
        }
        return devices;
    }

    private static DeviceType type(JsonObject json) {
        return json.oneOf("device_type", DeviceType.class, DeviceType::label);
    }

    private static void channel(JsonGenerator json, Channel channel, String basis) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", channel.id());
        json.writeStringField("device", channel.device().id());
        json.writeStringField("device_type", channel.device().type().label());
        json.writeStringField("source", channel.source());
        json.writeStringField("quality", channel.quality().label());
        json.writeStringField("role", label(channel.role()));
        if (channel.neverWraps()) {
            json.writeNullField("range_uj");
        } else {
            json.writeNumberField("range_uj", channel.rangeMicrojoules());
        }
        if (channel.limit().isPresent()) {
            json.writeNumberField("limit_w", channel.limit().get().watts());
        } else {
            json.writeNullField("limit_w");
        }
        if (channel.timing().isPresent()) {
            SensorTiming timing = channel.timing().get();
            json.writeNumberField("sensor_period_ms", timing.period().toNanos() / 1e6);
            json.writeNumberField("sensor_window_ms", timing.window().toNanos() / 1e6);
            json.writeNumberField("sensor_seen", timing.seen());
        }
        json.writeStringField("basis", basis);
        json.writeEndObject();
    }

    static List<Channel> channels(JsonObject json, Map<String, Device> devices) {
        List<Channel> channels = new ArrayList<>();
        for (JsonObject one : json.objects("channels")) {
            channels.add(new Channel(
                    one.requiredText("id"),
                    device(one, devices),
                    one.requiredText("source"),
                    one.oneOf("quality", Quality.class, Quality::label),
                    one.oneOf("role", Channel.Role.class, ChannelFormat::label),
                    one.whole("range_uj").orElse(Channel.NEVER_WRAPS),
                    one.number("limit_w").map(Power::ofWatts),
                    timing(one)));
        }
        return channels;
    }

    private static Device device(JsonObject json, Map<String, Device> devices) {
        Device device = devices.get(json.requiredText("device"));
        if (device == null) {
            throw json.error("device", "is none of the devices: " + json.requiredText("device"));
        }
        return device;
    }

    private static Optional<SensorTiming> timing(JsonObject json) {
        return json.number("sensor_period_ms").map(period -> {
            SensorTiming usual = new SensorTiming(millis(period), millis(json.requiredNumber("sensor_window_ms")));
            return json.number("sensor_seen")
                    .map(seen -> new SensorTiming(usual.period(), usual.window(), seen))
                    .orElse(usual);
        });
    }

    private static Duration millis(double millis) {
        return Duration.ofNanos(Math.round(millis * 1e6));
    }

    static List<UseChannel> uses(JsonObject json, Map<String, Device> devices, List<Channel> channels) {
        if (json.has("uses")) {
            return json.objects("uses").stream()
                    .map(one -> new UseChannel(device(one, devices), one.requiredText("source")))
                    .toList();
        }
        // Version 0.1.0 did not say; its sources told the use of every GPU, in the order of their channels.
        Map<Device, UseChannel> uses = new LinkedHashMap<>();
        for (Channel channel : channels) {
            if (channel.device().type() == DeviceType.GPU) {
                uses.putIfAbsent(channel.device(), new UseChannel(channel.device(), channel.source()));
            }
        }
        return List.copyOf(uses.values());
    }

    private static String label(Channel.Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
