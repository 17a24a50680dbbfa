package io.ceait.run;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ceait.emission.Declarations;
import io.ceait.emission.Equipment;
import io.ceait.emission.MarketInstruments;
import io.ceait.emission.OnlineItem;
import io.ceait.emission.RelativeUncertainty;
import io.ceait.emission.SciStatement;
import io.ceait.json.JsonObject;
import io.ceait.units.CarbonIntensity;
import io.ceait.units.Energy;
import io.ceait.units.Mass;
import io.ceait.units.Power;
import io.ceait.units.Ratio;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the user states beside what is metered, as JSON; nothing where nothing is. In units in which it is read back to the
 * last bit.
 */
final class DeclarationsFormat {

    private static final String ONLINE = "online";
    private static final String MARKET = "market";
    private static final String SCI = "sci_statement";
    private static final String UNCERTAINTIES = "stated_uncertainties";

    private DeclarationsFormat() {}

    static void write(JsonGenerator json, Declarations stated) throws IOException {
        if (!stated.online().isEmpty()) {
            json.writeArrayFieldStart(ONLINE);
            for (OnlineItem item : stated.online()) {
                json.writeStartObject();
                json.writeStringField("provider", item.provider());
                json.writeNumberField("mean_power_w", item.power().watts());
                json.writeNumberField("time_ns", item.time().toNanos());
                json.writeNumberField("share", item.share().value());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        if (stated.market().isPresent()) {
            market(json, stated.market().get());
        }
        if (stated.sci().isPresent()) {
            sci(json, stated.sci().get());
        }
        if (!stated.uncertainties().isEmpty()) {
            json.writeObjectFieldStart(UNCERTAINTIES);
            for (Map.Entry<String, RelativeUncertainty> one : new TreeMap<>(stated.uncertainties()).entrySet()) {
                json.writeNumberField(one.getKey(), one.getValue().value());
            }
            json.writeEndObject();
        }
    }

    static Declarations read(JsonObject json) {
        Map<String, RelativeUncertainty> uncertainties = new TreeMap<>();
        json.object(UNCERTAINTIES)
                .ifPresent(stated -> stated.keys()
                        .forEach(key -> uncertainties.put(key, new RelativeUncertainty(stated.requiredNumber(key)))));
        return new Declarations(
                json.objects(ONLINE).stream().map(DeclarationsFormat::online).toList(),
                json.object(MARKET).map(DeclarationsFormat::market),
                json.object(SCI).map(DeclarationsFormat::sci),
                uncertainties);
    }

    private static OnlineItem online(JsonObject json) {
        return new OnlineItem(
                json.requiredText("provider"),
                Power.ofWatts(json.requiredNumber("mean_power_w")),
                Duration.ofNanos(json.requiredWhole("time_ns")),
                Ratio.of(json.requiredNumber("share")));
    }

    private static void sci(JsonGenerator json, SciStatement stated) throws IOException {
        json.writeObjectFieldStart(SCI);
        json.writeStringField("functional_unit", stated.functionalUnit());
        json.writeNumberField("count", stated.count());
        json.writeArrayFieldStart("hardware");
        for (Equipment one : stated.equipment()) {
            json.writeStartObject();
            json.writeStringField("name", one.name());
            json.writeNumberField("embodied_kg", one.embodied().kilograms());
            json.writeNumberField("lifespan_ns", one.lifespan().toNanos());
            if (one.reserved().isPresent()) {
                json.writeNumberField("reserved_ns", one.reserved().get().toNanos());
            }
            json.writeNumberField("share", one.share().value());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static SciStatement sci(JsonObject json) {
        return new SciStatement(
                json.requiredText("functional_unit"),
                json.requiredNumber("count"),
                json.objects("hardware").stream()
                        .map(one -> new Equipment(
                                one.requiredText("name"),
                                Mass.ofKilograms(one.requiredNumber("embodied_kg")),
                                Duration.ofNanos(one.requiredWhole("lifespan_ns")),
                                one.whole("reserved_ns").map(Duration::ofNanos),
                                Ratio.of(one.requiredNumber("share"))))
                        .toList());
    }

    private static void market(JsonGenerator json, MarketInstruments bought) throws IOException {
        json.writeObjectFieldStart(MARKET);
        json.writeNumberField("green_share", bought.greenShare().value());
        json.writeNumberField("certificates_j", bought.certificates().joules());
        json.writeNumberField("offsets_kg", bought.offsets().kilograms());
        if (bought.residual().isPresent()) {
            json.writeNumberField("residual_kg_per_kwh", bought.residual().get().kilogramsPerKilowattHour());
        } else {
            json.writeNullField("residual_kg_per_kwh");
        }
        json.writeStringField("source", bought.source());
        json.writeEndObject();
    }

    private static MarketInstruments market(JsonObject json) {
        return new MarketInstruments(
                Ratio.of(json.requiredNumber("green_share")),
                Energy.ofJoules(json.requiredNumber("certificates_j")),
                Mass.ofKilograms(json.requiredNumber("offsets_kg")),
                json.number("residual_kg_per_kwh").map(CarbonIntensity::ofKilogramsPerKilowattHour),
                json.requiredText("source"));
    }
}
