package io.ceait.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.ceait.emission.EmissionFactors;
import io.ceait.emission.Energies;
import io.ceait.emission.IntensityFactor;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** The JSON that commands print, in the names of the run directory's {@code summary.json}. */
final class Json {

    /** What writes into a generator. */
    @FunctionalInterface
    interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /** Prints one object. It is complete before its first character is printed: a failure leaves nothing half said. */
    static void print(PrintWriter out, Body body) {
        StringWriter text = new StringWriter();
        DefaultPrettyPrinter pretty = new DefaultPrettyPrinter()
                .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                .withArrayIndenter(new DefaultIndenter("  ", "\n"));
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.setPrettyPrinter(pretty);
            json.writeStartObject();
            body.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.println(text);
        out.flush();
    }

    static void energies(JsonGenerator json, Energies energies) throws IOException {
        json.writeObjectFieldStart("energy_kwh");
        json.writeNumberField("cpu", energies.cpu().kilowattHours());
        json.writeNumberField("gpu", energies.gpu().kilowattHours());
        json.writeNumberField("ram", energies.ram().kilowattHours());
        json.writeNumberField("offline", energies.offline().kilowattHours());
        json.writeNumberField("online", energies.online().kilowattHours());
        json.writeNumberField("total", energies.total().kilowattHours());
        json.writeEndObject();
    }

    static void factors(JsonGenerator json, EmissionFactors factors) throws IOException {
        json.writeObjectFieldStart("pue");
        json.writeNumberField("value", factors.pue().value());
        json.writeStringField("quality", factors.pueSource().quality().label());
        json.writeStringField("source", factors.pueSource().source());
        json.writeEndObject();
        json.writeObjectFieldStart("intensity");
        json.writeNumberField("mean_kg_per_kwh", factors.intensity().intensity().kilogramsPerKilowattHour());
        provenance(json, factors.intensity());
        json.writeEndObject();
    }

    static void provenance(JsonGenerator json, IntensityFactor factor) throws IOException {
        if (factor.zone().isEmpty()) {
            json.writeNullField("zone");
        } else {
            json.writeStringField("zone", factor.zone());
        }
        json.writeStringField("kind", factor.kind());
        json.writeStringField("quality", factor.quality().label());
        json.writeStringField("source", factor.source());
        if (factor.vintage().isPresent()) {
            json.writeNumberField("vintage", factor.vintage().getAsInt());
        } else {
            json.writeNullField("vintage");
        }
    }

    static void strings(JsonGenerator json, String field, List<String> values) throws IOException {
        json.writeArrayFieldStart(field);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
