package io.ceait.sink.runfile;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ceait.device.Device;
import io.ceait.json.Json;
import io.ceait.machine.Inventory;
import io.ceait.machine.Topology;
import io.ceait.run.RunDescription;
import io.ceait.run.RunDirectory;
import io.ceait.source.Channel;
import io.ceait.source.PowerSource.Finding;
import io.ceait.source.SensorTiming;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code run.json}: what the run is, and where each figure will come from. Written before the first sample; the
 * inventory of the node follows once it is known.
 */
public final class RunFile {

    public static final String FILE = "run.json";
    private static final String SCHEMA = "ceait.run/1";

    private RunFile() {}

    public static void write(RunDirectory directory, RunDescription run, Optional<Inventory> inventory)
            throws IOException {
        String text = Json.text(
                json -> {
                    json.writeStringField("schema", SCHEMA);
                    describe(json, run);
                    if (inventory.isPresent()) {
                        inventory(json, inventory.get());
                    }
                },
                true);
        directory.write(FILE, out -> out.write((text + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    /** The journal's first line: the same description, so that the journal alone says what its figures are. */
    public static String journalHeader(RunDescription run) {
        return Json.text(
                json -> {
                    json.writeStringField("schema", RunDescription.JOURNAL_SCHEMA);
                    describe(json, run);
                },
                false);
    }

    private static void describe(JsonGenerator json, RunDescription run) throws IOException {
        json.writeStringField("run_id", run.identity().runId());
        json.writeStringField("node", run.identity().node());
        json.writeStringField("agent_version", run.agentVersion());
        json.writeStringField("standard", RunDescription.STANDARD);
        json.writeObjectFieldStart("target");
        json.writeStringField("kind", run.target().kind());
        json.writeArrayFieldStart("pids");
        for (int pid : run.target().pids()) {
            json.writeNumber(pid);
        }
        json.writeEndArray();
        json.writeStringField("cgroup", run.target().cgroup());
        json.writeStringField("cpu_source", run.target().cpuMeans());
        json.writeEndObject();
        json.writeNumberField("interval_s", run.interval().toNanos() / 1e9);
        json.writeStringField("attribution", run.headline().label());
        if (run.endpoint().isPresent()) {
            json.writeStringField("endpoint", run.endpoint().get());
        } else {
            json.writeNullField("endpoint");
        }
        topology(json, run.topology());
        devices(json, run);
        channels(json, run);
        findings(json, run.findings());
        Json.factors(json, run.factors());
        Json.declarations(json, run.declarations());
        Json.card(json, run.card());
        json.writeArrayFieldStart("configuration");
        for (RunDescription.SettingValue setting : run.settings()) {
            json.writeStartObject();
            json.writeStringField("key", setting.key());
            json.writeStringField("value", setting.value());
            json.writeStringField("origin", setting.origin());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void topology(JsonGenerator json, Topology topology) throws IOException {
        json.writeObjectFieldStart("processor");
        json.writeStringField("model", topology.brand());
        json.writeBooleanField("virtual_machine", topology.virtual());
        json.writeNumberField("packages", topology.packages().size());
        json.writeNumberField("logical_cpus", topology.logicalCpus());
        json.writeEndObject();
    }

    private static void devices(JsonGenerator json, RunDescription run) throws IOException {
        Map<String, Channel> speaking = new LinkedHashMap<>();
        for (Channel channel : run.channels()) {
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

    private static void channels(JsonGenerator json, RunDescription run) throws IOException {
        json.writeArrayFieldStart("channels");
        for (Channel channel : run.channels()) {
            json.writeStartObject();
            json.writeStringField("id", channel.id());
            json.writeStringField("device", channel.device().id());
            json.writeStringField("device_type", channel.device().type().label());
            json.writeStringField("source", channel.source());
            json.writeStringField("quality", channel.quality().label());
            json.writeStringField("role", channel.role().name().toLowerCase(java.util.Locale.ROOT));
            if (channel.rangeMicrojoules() == Channel.NEVER_WRAPS) {
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
                json.writeNumberField("sensor_period_ms", timing.period().toMillis());
                json.writeNumberField("sensor_window_ms", timing.window().toMillis());
            }
            json.writeStringField("basis", run.bases().getOrDefault(channel.id(), ""));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void findings(JsonGenerator json, List<Finding> findings) throws IOException {
        json.writeArrayFieldStart("not_metered");
        for (Finding finding : findings) {
            json.writeStartObject();
            json.writeStringField("source", finding.source());
            json.writeStringField("sensor", finding.sensor());
            json.writeStringField("reason", finding.status().reason().label());
            json.writeStringField("detail", finding.status().detail());
            json.writeStringField("remedy", finding.status().remedy());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void inventory(JsonGenerator json, Inventory inventory) throws IOException {
        json.writeObjectFieldStart("inventory");
        json.writeStringField("operating_system", inventory.operatingSystem());
        json.writeStringField("processor", inventory.processor());
        json.writeNumberField("packages", inventory.packages());
        json.writeNumberField("physical_cores", inventory.physicalCores());
        json.writeNumberField("logical_cpus", inventory.logicalCpus());
        json.writeNumberField("installed_memory_bytes", inventory.installedBytes());
        json.writeStringField("computer", String.join(" ", inventory.computer()));
        json.writeEndObject();
    }
}
