package io.ceait.run;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ceait.agents.OtherAgent;
import io.ceait.json.JsonObject;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Who a run is, and who else meters it, as JSON. */
final class IdentityFormat {

    private IdentityFormat() {}

    static void write(JsonGenerator json, RunIdentity identity) throws IOException {
        json.writeStringField("run_id", identity.runId());
        json.writeStringField("node", identity.node());
        json.writeStringField("run_id_origin", identity.origin());
        json.writeObjectFieldStart("scheduler");
        for (Map.Entry<String, String> mark : new TreeMap<>(identity.scheduler()).entrySet()) {
            json.writeStringField(mark.getKey().toLowerCase(Locale.ROOT), mark.getValue());
        }
        json.writeEndObject();
        json.writeBooleanField("primary", identity.others().stream().noneMatch(OtherAgent::countsTheSame));
        json.writeArrayFieldStart("other_agents");
        for (OtherAgent other : identity.others()) {
            json.writeStartObject();
            json.writeNumberField("pid", other.pid());
            json.writeStringField("run_id", other.runId());
            json.writeStringField("endpoint", other.endpoint());
            json.writeStringField("relation", other.relation().label());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static RunIdentity read(JsonObject json) {
        Map<String, String> scheduler = new HashMap<>();
        json.object("scheduler")
                .map(JsonObject::textsByKey)
                .orElse(Map.of())
                .forEach((key, text) -> scheduler.put(key.toUpperCase(Locale.ROOT), text));
        List<OtherAgent> others = json.has("other_agents")
                ? json.objects("other_agents").stream()
                        .map(IdentityFormat::other)
                        .toList()
                : List.of();
        return new RunIdentity(
                json.requiredText("run_id"),
                json.requiredText("node"),
                json.text("run_id_origin").orElse(""),
                false,
                scheduler,
                others);
    }

    private static OtherAgent other(JsonObject json) {
        return new OtherAgent(
                Math.toIntExact(json.requiredWhole("pid")),
                json.requiredText("run_id"),
                json.requiredText("endpoint"),
                json.oneOf("relation", OtherAgent.Relation.class, OtherAgent.Relation::label),
                Optional.empty());
    }
}
