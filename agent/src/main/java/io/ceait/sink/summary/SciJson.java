package io.ceait.sink.summary;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ceait.emission.Equipment;
import io.ceait.emission.Sci;
import java.io.IOException;
import java.time.Duration;

/** The Software Carbon Intensity: its four quantities, and what they make. */
final class SciJson {

    private SciJson() {}

    /** @param run its length, for which hardware was reserved where nothing else is stated */
    static void write(JsonGenerator json, Sci sci, Duration run) throws IOException {
        json.writeObjectFieldStart("sci");
        json.writeNumberField("sci_g_per_unit", sci.perUnit().grams());
        json.writeStringField("functional_unit", sci.statement().functionalUnit());
        json.writeNumberField("count", sci.statement().count());
        json.writeNumberField("energy_kwh", sci.energy().kilowattHours());
        if (sci.intensity().isPresent()) {
            json.writeNumberField("intensity_g_per_kwh", sci.intensity().get().gramsPerKilowattHour());
        } else {
            json.writeNullField("intensity_g_per_kwh");
        }
        json.writeNumberField("operational_g", sci.operational().grams());
        json.writeNumberField("embodied_g", sci.embodied().grams());
        json.writeNumberField("total_g", sci.total().grams());
        json.writeArrayFieldStart("hardware");
        for (Equipment one : sci.statement().equipment()) {
            json.writeStartObject();
            json.writeStringField("name", one.name());
            json.writeNumberField("embodied_kg", one.embodied().kilograms());
            json.writeNumberField("lifespan_h", hours(one.lifespan()));
            json.writeNumberField("reserved_h", hours(one.reserved().orElse(run)));
            json.writeNumberField("share", one.share().value());
            json.writeNumberField("embodied_g", one.embodiedIn(run).grams());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static double hours(Duration time) {
        return time.toNanos() / 3.6e12;
    }
}
