package io.ceait.run;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ceait.attribution.Policy;
import io.ceait.card.ModelCard;
import io.ceait.device.Device;
import io.ceait.json.Json;
import io.ceait.json.JsonObject;
import io.ceait.machine.Topology;
import io.ceait.run.RunDescription.SettingValue;
import io.ceait.run.RunDescription.TargetDescription;
import io.ceait.source.Channel;
import io.ceait.source.PowerSource.Finding;
import io.ceait.source.Unavailable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The description of a run as JSON: the fields of {@code run.json} and of the journal's first line. Writer and reader of
 * each part stand side by side; what one writes the other reads back unchanged.
 */
public final class DescriptionFormat {

    private static final int MOST_PACKAGES = 4096;

    private DescriptionFormat() {}

    /** The journal's first line, without its end. */
    public static String journalHeader(RunDescription run) {
        return Json.text(
                json -> {
                    json.writeStringField("schema", RunDescription.JOURNAL_SCHEMA);
                    write(json, run);
                },
                false);
    }

    /**
     * What a journal's first line says.
     *
     * @param sealed whether the lines of that journal have checksums
     */
    record Header(RunDescription description, boolean sealed) {}

    /**
     * Reads a journal's first line.
     *
     * @param name of the line, for sentences
     * @throws io.ceait.data.InputException on anything that no version of this program has written
     */
    static Header ofJournalHeader(String name, String line) {
        JsonObject json = JsonObject.parse(name, line);
        String schema = json.requiredText("schema");
        if (!schema.equals(RunDescription.JOURNAL_SCHEMA) && !schema.equals(RunDescription.JOURNAL_SCHEMA_BEFORE)) {
            throw json.error(
                    "schema",
                    "is " + schema + "; this version reads " + RunDescription.JOURNAL_SCHEMA + " and "
                            + RunDescription.JOURNAL_SCHEMA_BEFORE);
        }
        try {
            RunDescription run = read(json);
            // What no run can be is told here, and not when its samples are read.
            Meter unused = new Meter(run);
            return new Header(run, schema.equals(RunDescription.JOURNAL_SCHEMA));
        } catch (IllegalArgumentException | ArithmeticException e) {
            // A quantity that cannot be, such as a PUE below 1.
            throw new io.ceait.data.InputException(name + ": " + e.getMessage(), e);
        }
    }

    /** Writes the fields into an object that the caller has begun. */
    public static void write(JsonGenerator json, RunDescription run) throws IOException {
        IdentityFormat.write(json, run.identity());
        json.writeStringField("agent_version", run.agentVersion());
        json.writeStringField("standard", RunDescription.STANDARD);
        target(json, run.target());
        json.writeNumberField("interval_s", run.interval().toNanos() / 1e9);
        json.writeStringField("attribution", run.headline().label());
        if (run.endpoint().isPresent()) {
            json.writeStringField("endpoint", run.endpoint().get());
        } else {
            json.writeNullField("endpoint");
        }
        json.writeStringField("kernel", run.kernel());
        topology(json, run.topology());
        ChannelFormat.write(json, run);
        findings(json, run.findings());
        FactorsFormat.write(json, run.factors());
        DeclarationsFormat.write(json, run.declarations());
        Json.card(json, run.card());
        settings(json, run.settings());
    }

    static RunDescription read(JsonObject json) {
        Map<String, Device> devices = ChannelFormat.devices(json);
        List<Channel> channels = ChannelFormat.channels(json, devices);
        return new RunDescription(
                json.requiredText("agent_version"),
                IdentityFormat.read(json),
                target(json.requiredObject("target")),
                Duration.ofNanos(Math.round(json.requiredNumber("interval_s") * 1e9)),
                json.oneOf("attribution", Policy.class, Policy::label),
                FactorsFormat.read(json),
                DeclarationsFormat.read(json),
                json.text("kernel").orElse(""),
                topology(json.requiredObject("processor")),
                channels,
                ChannelFormat.uses(json, devices, channels),
                bases(json),
                findings(json),
                settings(json),
                json.object("model_card").map(DescriptionFormat::card).orElse(ModelCard.NONE),
                json.text("endpoint"));
    }

    private static void target(JsonGenerator json, TargetDescription target) throws IOException {
        json.writeObjectFieldStart("target");
        json.writeStringField("kind", target.kind());
        json.writeArrayFieldStart("pids");
        for (int pid : target.pids()) {
            json.writeNumber(pid);
        }
        json.writeEndArray();
        json.writeStringField("cgroup", target.cgroup());
        json.writeStringField("cpu_source", target.cpuMeans());
        json.writeEndObject();
    }

    private static TargetDescription target(JsonObject json) {
        return new TargetDescription(
                json.requiredText("kind"),
                json.wholes("pids").stream().map(Math::toIntExact).toList(),
                json.requiredText("cgroup"),
                json.requiredText("cpu_source"));
    }

    private static void topology(JsonGenerator json, Topology topology) throws IOException {
        json.writeObjectFieldStart("processor");
        json.writeStringField("model", topology.brand());
        json.writeBooleanField("virtual_machine", topology.virtual());
        json.writeNumberField("packages", topology.packages().size());
        json.writeNumberField("logical_cpus", topology.logicalCpus());
        json.writeArrayFieldStart("cpus_by_package");
        for (Topology.Package one : topology.packages()) {
            json.writeStartObject();
            json.writeNumberField("package", one.number());
            json.writeNumberField("logical_cpus", one.logicalCpus());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static Topology topology(JsonObject json) {
        List<Topology.Package> packages = new ArrayList<>();
        for (JsonObject one : json.objects("cpus_by_package")) {
            packages.add(new Topology.Package(
                    Math.toIntExact(one.requiredWhole("package")), Math.toIntExact(one.requiredWhole("logical_cpus"))));
        }
        if (packages.isEmpty()) {
            // Version 0.1.0 wrote their number alone.
            int count = Math.toIntExact(json.requiredWhole("packages"));
            if (count > MOST_PACKAGES) {
                throw json.error("packages", "is more than a machine has: " + count);
            }
            int cpus = Math.toIntExact(json.requiredWhole("logical_cpus"));
            for (int i = 0; i < count; i++) {
                packages.add(new Topology.Package(i, cpus / count + (i < cpus % count ? 1 : 0)));
            }
        }
        return new Topology(
                json.requiredText("model"), json.flag("virtual_machine").orElse(false), packages);
    }

    private static Map<String, String> bases(JsonObject json) {
        Map<String, String> bases = new HashMap<>();
        for (JsonObject channel : json.objects("channels")) {
            channel.text("basis")
                    .filter(basis -> !basis.isEmpty())
                    .ifPresent(basis -> bases.put(channel.requiredText("id"), basis));
        }
        return bases;
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
            json.writeBooleanField("energy_missing", finding.unmetered());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static List<Finding> findings(JsonObject json) {
        List<Finding> findings = new ArrayList<>();
        for (JsonObject one : json.objects("not_metered")) {
            Unavailable status = new Unavailable(
                    one.oneOf("reason", Unavailable.Reason.class, Unavailable.Reason::label),
                    one.requiredText("detail"),
                    one.requiredText("remedy"));
            findings.add(new Finding(
                    one.requiredText("source"),
                    one.requiredText("sensor"),
                    status,
                    one.flag("energy_missing").orElse(false)));
        }
        return findings;
    }

    private static ModelCard card(JsonObject json) {
        return ModelCard.of(
                json.requiredObject("values").textsByKey(),
                json.requiredObject("hyperparameters").textsByKey(),
                json.requiredText("origin"));
    }

    private static void settings(JsonGenerator json, List<SettingValue> settings) throws IOException {
        json.writeArrayFieldStart("configuration");
        for (SettingValue setting : settings) {
            json.writeStartObject();
            json.writeStringField("key", setting.key());
            json.writeStringField("value", setting.value());
            json.writeStringField("origin", setting.origin());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static List<SettingValue> settings(JsonObject json) {
        return json.objects("configuration").stream()
                .map(one -> new SettingValue(
                        one.requiredText("key"), one.requiredText("value"), one.requiredText("origin")))
                .toList();
    }
}
