package io.ceait.run;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ceait.device.Quality;
import io.ceait.emission.EmissionFactors;
import io.ceait.emission.IntensityFactor;
import io.ceait.emission.IntensityFactor.Reach;
import io.ceait.emission.IntensityOrigin;
import io.ceait.emission.PueSource;
import io.ceait.emission.VaryingIntensity;
import io.ceait.json.Json;
import io.ceait.json.JsonObject;
import io.ceait.units.CarbonIntensity;
import io.ceait.units.Pue;
import java.io.IOException;
import java.util.Locale;
import java.util.OptionalInt;

/** The factors of a run with all that is known about them, as JSON: the fields of {@code summary.json} and some more. */
final class FactorsFormat {

    private FactorsFormat() {}

    static void write(JsonGenerator json, EmissionFactors factors) throws IOException {
        Json.pue(json, factors);
        IntensityFactor intensity = factors.intensity();
        json.writeObjectFieldStart("intensity");
        json.writeNumberField("mean_kg_per_kwh", intensity.intensity().kilogramsPerKilowattHour());
        Json.provenance(json, intensity);
        json.writeStringField("name", intensity.name());
        json.writeStringField("reach", label(intensity.reach()));
        json.writeStringField("licence", intensity.licence());
        if (intensity.publishedPue().isPresent()) {
            json.writeNumberField(
                    "published_pue", intensity.publishedPue().get().value());
        }
        json.writeEndObject();
        if (factors.varying().isPresent()) {
            Json.varying(json, factors.varying().get());
        }
    }

    static EmissionFactors read(JsonObject json) {
        JsonObject pue = json.requiredObject("pue");
        return new EmissionFactors(
                Pue.of(pue.requiredNumber("value")),
                new PueSource(quality(pue), pue.requiredText("source")),
                intensity(json.requiredObject("intensity")),
                json.object("varying_intensity").map(FactorsFormat::varying));
    }

    private static VaryingIntensity varying(JsonObject json) {
        return new VaryingIntensity(
                json.requiredText("zone"),
                json.requiredText("kind"),
                vintage(json),
                json.oneOf("origin", IntensityOrigin.class, IntensityOrigin::label),
                json.requiredText("source"),
                json.texts("notes"));
    }

    private static OptionalInt vintage(JsonObject json) {
        return json.whole("vintage")
                .map(year -> OptionalInt.of(Math.toIntExact(year)))
                .orElse(OptionalInt.empty());
    }

    private static IntensityFactor intensity(JsonObject json) {
        String zone = json.text("zone").orElse("");
        return new IntensityFactor(
                zone,
                // Version 0.1.0 wrote neither name, reach nor licence.
                json.text("name").orElse(zone.isEmpty() ? "stated by the user" : zone),
                CarbonIntensity.ofKilogramsPerKilowattHour(json.requiredNumber("mean_kg_per_kwh")),
                json.requiredText("kind"),
                json.has("reach") ? json.oneOf("reach", Reach.class, FactorsFormat::label) : usualReach(zone),
                vintage(json),
                json.requiredText("source"),
                json.text("licence").orElse(""),
                quality(json),
                json.number("published_pue").map(Pue::of));
    }

    private static Reach usualReach(String zone) {
        if (zone.isEmpty()) {
            return Reach.STATED;
        }
        return zone.equals("WORLD") ? Reach.WORLD : zone.matches("[A-Z]{2}") ? Reach.NATIONAL : Reach.REGIONAL;
    }

    private static Quality quality(JsonObject json) {
        return json.oneOf("quality", Quality.class, Quality::label);
    }

    private static String label(Reach reach) {
        return reach.name().toLowerCase(Locale.ROOT);
    }
}
