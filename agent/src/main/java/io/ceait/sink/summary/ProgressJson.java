package io.ceait.sink.summary;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ceait.assessment.Outlook;
import io.ceait.json.Json;
import io.ceait.prediction.Compared;
import io.ceait.prediction.Comparison;
import io.ceait.prediction.Expected;
import io.ceait.prediction.Prediction;
import io.ceait.units.Energy;
import io.ceait.units.Mass;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The field {@code progress}: how far the job is, what is predicted, and how right that was. */
final class ProgressJson {

    private ProgressJson() {}

    static void write(JsonGenerator json, Outlook outlook) throws IOException {
        json.writeObjectFieldStart("progress");
        json.writeStringField("unit", outlook.now().unit().label());
        json.writeNumberField("done", outlook.now().now().done());
        json.writeNumberField("total", outlook.now().total());
        json.writeNumberField("fraction", outlook.now().fraction().value());
        json.writeNumberField("told_at_s", seconds(outlook.now().elapsed()));
        json.writeNumberField("energy_kwh_since", outlook.energyAfter().kilowattHours());
        json.writeNumberField("ignored_lines", outlook.books().ignoredLines());
        json.writeObjectFieldStart("rest_intensity");
        json.writeNumberField("kg_per_kwh", outlook.now().rest().kilogramsPerKilowattHour());
        json.writeStringField("basis", outlook.now().isForecast() ? "forecast" : "in-force");
        json.writeEndObject();
        json.writeArrayFieldStart("predictions");
        for (Prediction prediction : outlook.predictions()) {
            json.writeStartObject();
            json.writeStringField("method", prediction.rule().label());
            expected(json, "energy_kwh", prediction.energy(), Energy::kilowattHours);
            expected(json, "emissions_kg", prediction.emissions(), Mass::kilograms);
            expected(json, "duration_s", prediction.duration(), ProgressJson::seconds);
            expected(json, "remaining_s", prediction.duration(), time -> seconds(outlook.remaining(time)));
            texts(json, "ends_at", prediction.duration(), time -> SummaryJson.instant(outlook.end(time)));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("comparisons");
        for (Comparison comparison : outlook.comparisons()) {
            comparison(json, comparison);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void comparison(JsonGenerator json, Comparison comparison) throws IOException {
        json.writeStartObject();
        json.writeNumberField("at", comparison.at().value());
        json.writeNumberField("made_at", comparison.madeAt().value());
        json.writeStringField("method", comparison.prediction().rule().label());
        if (comparison.against().isPresent()) {
            Comparison.Against against = comparison.against().get();
            compared(json, "energy_kwh", against.energy(), Energy::kilowattHours);
            compared(json, "emissions_kg", against.emissions(), Mass::kilograms);
            compared(json, "duration_s", against.duration(), ProgressJson::seconds);
        } else {
            Prediction prediction = comparison.prediction();
            expected(json, "energy_kwh", prediction.energy(), Energy::kilowattHours);
            expected(json, "emissions_kg", prediction.emissions(), Mass::kilograms);
            expected(json, "duration_s", prediction.duration(), ProgressJson::seconds);
        }
        json.writeEndObject();
    }

    private static <Q extends Comparable<Q>> void expected(
            JsonGenerator json, String field, Expected<Q> expected, ToDoubleFunction<Q> number) throws IOException {
        json.writeObjectFieldStart(field);
        bounds(json, expected, number);
        json.writeEndObject();
    }

    private static <Q extends Comparable<Q>> void compared(
            JsonGenerator json, String field, Compared<Q> compared, ToDoubleFunction<Q> number) throws IOException {
        json.writeObjectFieldStart(field);
        bounds(json, compared.predicted(), number);
        json.writeNumberField("measured", number.applyAsDouble(compared.measured()));
        Json.number(json, "error_rel", compared.error(), Double::doubleValue);
        if (compared.isWithin().isPresent()) {
            json.writeBooleanField("within", compared.isWithin().get());
        } else {
            json.writeNullField("within");
        }
        json.writeEndObject();
    }

    private static <Q extends Comparable<Q>> void bounds(
            JsonGenerator json, Expected<Q> expected, ToDoubleFunction<Q> number) throws IOException {
        json.writeNumberField("value", number.applyAsDouble(expected.value()));
        if (expected.interval().isPresent()) {
            json.writeNumberField(
                    "low", number.applyAsDouble(expected.interval().get().low()));
            json.writeNumberField(
                    "high", number.applyAsDouble(expected.interval().get().high()));
        }
    }

    private static void texts(
            JsonGenerator json, String field, Expected<Duration> expected, Function<Duration, String> text)
            throws IOException {
        json.writeObjectFieldStart(field);
        json.writeStringField("value", text.apply(expected.value()));
        if (expected.interval().isPresent()) {
            json.writeStringField("low", text.apply(expected.interval().get().low()));
            json.writeStringField("high", text.apply(expected.interval().get().high()));
        }
        json.writeEndObject();
    }

    private static double seconds(Duration time) {
        return time.getSeconds() + time.getNano() / 1e9;
    }
}
