package io.ceait.sink.web.live;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ceait.energy.DeviceBooks;
import io.ceait.json.Json;
import io.ceait.run.Snapshot;
import io.ceait.source.Unavailable;
import io.ceait.units.Power;
import io.ceait.units.Ratio;
import java.io.IOException;

/** What holds at the last sample alone and is therefore in no file: the field {@code now} of {@code /api/v1/run}. */
final class NowJson {

    private NowJson() {}

    static void write(JsonGenerator json, Snapshot snapshot) throws IOException {
        json.writeObjectFieldStart("now");
        json.writeArrayFieldStart("devices");
        for (DeviceBooks device : snapshot.books().devices()) {
            device(json, snapshot, device);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("sources");
        for (Snapshot.SourceStatus source : snapshot.sources()) {
            source(json, source);
        }
        json.writeEndArray();
        if (snapshot.processes().isPresent()) {
            json.writeNumberField("processes", snapshot.processes().getAsInt());
        } else {
            json.writeNullField("processes");
        }
        if (snapshot.jobMemoryBytes().isPresent()) {
            json.writeNumberField("job_memory_bytes", snapshot.jobMemoryBytes().getAsLong());
        } else {
            json.writeNullField("job_memory_bytes");
        }
        json.writeNumberField("intensity_kg_per_kwh", snapshot.intensity().kilogramsPerKilowattHour());
        json.writeEndObject();
    }

    private static void device(JsonGenerator json, Snapshot snapshot, DeviceBooks device) throws IOException {
        json.writeStartObject();
        json.writeStringField("device", device.device().id());
        json.writeStringField("source", device.sourceNow());
        Json.number(json, "power_w", device.lastPower(), Power::watts);
        Json.number(json, "occupancy", device.lastShare(snapshot.run().headline()), Ratio::value);
        json.writeEndObject();
    }

    private static void source(JsonGenerator json, Snapshot.SourceStatus source) throws IOException {
        json.writeStartObject();
        json.writeStringField("source", source.source());
        json.writeBooleanField("up", source.problem().isEmpty());
        json.writeStringField(
                "reason", source.problem().map(p -> p.reason().label()).orElse(""));
        json.writeStringField(
                "detail", source.problem().map(Unavailable::detail).orElse(""));
        json.writeStringField(
                "remedy", source.problem().map(Unavailable::remedy).orElse(""));
        json.writeEndObject();
    }
}
