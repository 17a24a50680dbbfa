package io.ceait.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.ceait.card.CardField;
import io.ceait.card.ModelCard;
import io.ceait.device.Quality;
import io.ceait.emission.EmissionFactors;
import io.ceait.emission.Energies;
import io.ceait.emission.Formulas;
import io.ceait.emission.IntensityFactor;
import io.ceait.emission.MarketBased;
import io.ceait.emission.MarketInstruments;
import io.ceait.emission.OnlineItem;
import io.ceait.emission.VaryingIntensity;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Writes what several outputs share, in the names of {@code summary.json}. */
public final class Json {

    /** What writes into a generator. */
    @FunctionalInterface
    public interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /** A number, or null where it is not known. */
    public static <Q> void number(JsonGenerator json, String field, Optional<Q> quantity, ToDoubleFunction<Q> value)
            throws IOException {
        if (quantity.isPresent()) {
            json.writeNumberField(field, value.applyAsDouble(quantity.get()));
        } else {
            json.writeNullField(field);
        }
    }

    /** Prints one object. It is complete before its first character is printed: a failure leaves nothing half said. */
    public static void print(PrintWriter out, Body body) {
        out.println(text(body, true));
        out.flush();
    }

    /** One object as text: indented for people, or on one line for the journal. */
    public static String text(Body body, boolean pretty) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            if (pretty) {
                json.setPrettyPrinter(new DefaultPrettyPrinter()
                        .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                        .withArrayIndenter(new DefaultIndenter("  ", "\n")));
            }
            json.writeStartObject();
            body.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    public static void energies(JsonGenerator json, Energies energies) throws IOException {
        json.writeObjectFieldStart("energy_kwh");
        json.writeNumberField("cpu", energies.cpu().kilowattHours());
        json.writeNumberField("gpu", energies.gpu().kilowattHours());
        json.writeNumberField("ram", energies.ram().kilowattHours());
        json.writeNumberField("offline", energies.offline().kilowattHours());
        json.writeNumberField("online", energies.online().kilowattHours());
        json.writeNumberField("total", energies.total().kilowattHours());
        json.writeEndObject();
    }

    /** The factors of a result with a constant intensity. */
    public static void factors(JsonGenerator json, EmissionFactors factors) throws IOException {
        factors(json, factors, factors.intensity());
    }

    /** The factors of a result, with the intensity that it was made with. */
    public static void factors(JsonGenerator json, EmissionFactors factors, IntensityFactor intensity)
            throws IOException {
        pue(json, factors);
        json.writeObjectFieldStart("intensity");
        json.writeNumberField("mean_kg_per_kwh", intensity.intensity().kilogramsPerKilowattHour());
        provenance(json, intensity);
        json.writeEndObject();
    }

    public static void pue(JsonGenerator json, EmissionFactors factors) throws IOException {
        json.writeObjectFieldStart("pue");
        json.writeNumberField("value", factors.pue().value());
        json.writeStringField("quality", factors.pueSource().quality().label());
        json.writeStringField("source", factors.pueSource().source());
        json.writeEndObject();
    }

    /** What the intensity will be instead of the constant one, as far as it is known before the run. */
    public static void varying(JsonGenerator json, VaryingIntensity varying) throws IOException {
        json.writeObjectFieldStart("varying_intensity");
        json.writeStringField("zone", varying.zone());
        json.writeStringField("kind", varying.kind());
        json.writeStringField("origin", varying.origin().label());
        json.writeStringField("source", varying.source());
        if (varying.vintage().isPresent()) {
            json.writeNumberField("vintage", varying.vintage().getAsInt());
        } else {
            json.writeNullField("vintage");
        }
        strings(json, "notes", varying.notes());
        json.writeEndObject();
    }

    public static void provenance(JsonGenerator json, IntensityFactor factor) throws IOException {
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

    /** Cloud services of formula (5). */
    public static void online(JsonGenerator json, List<OnlineItem> items) throws IOException {
        json.writeArrayFieldStart("online");
        for (OnlineItem item : items) {
            json.writeStartObject();
            json.writeStringField("provider", item.provider());
            json.writeNumberField("mean_power_w", item.power().watts());
            json.writeNumberField(
                    "time_h", (item.time().getSeconds() + item.time().getNano() / 1e9) / 3600);
            json.writeNumberField("share", item.share().value());
            json.writeNumberField("energy_kwh", Formulas.online(item).kilowattHours());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** What was bought, and the figure with it. */
    public static void market(JsonGenerator json, MarketBased market) throws IOException {
        MarketInstruments bought = market.instruments();
        json.writeObjectFieldStart("market_based");
        json.writeNumberField("facility_energy_kwh", market.facility().kilowattHours());
        json.writeNumberField("green_share", bought.greenShare().value());
        json.writeNumberField("certificates_kwh", bought.certificates().kilowattHours());
        json.writeNumberField("covered_kwh", market.covered().kilowattHours());
        json.writeNumberField("intensity_kg_per_kwh", market.intensity().kilogramsPerKilowattHour());
        json.writeStringField(
                "intensity_quality", (market.isRestSubstituted() ? Quality.SUBSTITUTED : Quality.DERIVED).label());
        json.writeNumberField("emissions_kg", market.emissions().kilograms());
        json.writeNumberField("offsets_kg", bought.offsets().kilograms());
        json.writeStringField("source", bought.source());
        json.writeEndObject();
    }

    /** {@code null} when no card was given. */
    public static void card(JsonGenerator json, ModelCard card) throws IOException {
        if (!card.isGiven()) {
            json.writeNullField("model_card");
            return;
        }
        json.writeObjectFieldStart("model_card");
        json.writeStringField("origin", card.origin());
        json.writeObjectFieldStart("values");
        for (Map.Entry<CardField, String> entry : card.values().entrySet()) {
            json.writeStringField(entry.getKey().path(), entry.getValue());
        }
        json.writeEndObject();
        json.writeObjectFieldStart("hyperparameters");
        for (Map.Entry<String, String> entry : card.hyperparameters().entrySet()) {
            json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    public static void strings(JsonGenerator json, String field, List<String> values) throws IOException {
        json.writeArrayFieldStart(field);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
