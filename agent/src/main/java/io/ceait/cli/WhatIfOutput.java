package io.ceait.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ceait.intensity.Signal;
import io.ceait.json.Json;
import io.ceait.units.Text;
import io.ceait.whatif.Place;
import io.ceait.whatif.Schedule;
import io.ceait.whatif.WhatIf;
import io.ceait.whatif.WhatIf.Answer;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a run would have emitted, as tables with messages, and as JSON. */
record WhatIfOutput(WhatIf answer) {

    private static final String FLEXIBLE = "flexible-start";
    private static final String PAUSED = "pause-and-resume";
    private static final String BEST = "best";

    void print(PrintWriter out, PrintWriter err) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("SCHEDULE", "SLACK", "EMISSIONS", "SAVING", "BEGINS", "ENDS", "PAUSES"));
        rows.add(row("as it ran", "-", answer.asRun()));
        for (Answer one : answer.answers()) {
            rows.add(row(FLEXIBLE, one.asked(), one.flexibleStart()));
            rows.add(row(PAUSED, one.asked(), one.pauseAndResume()));
            one.best().ifPresent(best -> rows.add(row(BEST, one.asked(), best)));
        }
        out.println(signal().label() + " intensity of " + answer.signal().source() + ", steps of "
                + answer.signal().step().toSeconds() + " s, PUE " + answer.run().pue());
        Table.print(out, rows);
        if (answer.places().size() > 1) {
            out.println();
            out.println("by constant average intensities, as an inventory has them");
            printPlaces(out);
        }
        answer.notes().forEach(message -> err.println("note: " + message));
        err.flush();
    }

    private List<String> row(String schedule, String slack, Schedule when) {
        return List.of(
                schedule,
                slack,
                when.emissions().toString(),
                when.savingPercent(answer.asRun())
                        .map(saving -> String.format(Locale.ROOT, "%.1f %%", saving))
                        .orElse("-"),
                answer.time(when.first()).toString(),
                answer.time(when.last() + 1).toString(),
                Integer.toString(when.pauses()));
    }

    private void printPlaces(PrintWriter out) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("ZONE", "PUE", "KG/KWH", "EMISSIONS", "CHANGE", "KIND"));
        for (Place place : answer.places()) {
            rows.add(List.of(
                    place.zone().orElse("as it ran"),
                    place.pue().toString(),
                    Text.significant(place.intensity().kilogramsPerKilowattHour()),
                    place.emissions().toString(),
                    place.changePercent()
                            .map(change -> String.format(Locale.ROOT, "%+.1f %%", change))
                            .orElse("-"),
                    place.kind()));
        }
        Table.print(out, rows);
    }

    private Signal signal() {
        return answer.signal().signal();
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStringField("schema", "ceait.whatif/1");
        json.writeStringField("run_id", answer.run().runId());
        json.writeNumberField("energy_kwh", answer.job().steps().total().kilowattHours());
        json.writeNumberField("pue", answer.run().pue().value());
        json.writeStringField("started_at", answer.start().toString());
        json.writeNumberField("steps", answer.job().steps().size());
        json.writeObjectFieldStart("signal");
        json.writeStringField("kind", signal().label());
        json.writeStringField("source", answer.signal().source());
        json.writeNumberField("step_s", answer.signal().step().toNanos() / 1e9);
        json.writeEndObject();
        json.writeNumberField("pause_overhead_kwh", answer.pausing().overhead().kilowattHours());
        json.writeNumberField("idle_power_w", answer.pausing().idle().watts());
        json.writeFieldName("as_run");
        schedule(json, answer.asRun());
        json.writeArrayFieldStart("slacks");
        for (Answer one : answer.answers()) {
            json.writeStartObject();
            json.writeStringField("slack", one.asked());
            json.writeNumberField("steps", one.steps());
            json.writeFieldName("flexible_start");
            schedule(json, one.flexibleStart());
            json.writeFieldName("pause_and_resume");
            schedule(json, one.pauseAndResume());
            json.writeFieldName("best");
            if (one.best().isPresent()) {
                schedule(json, one.best().get());
            } else {
                json.writeNull();
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        writePlaces(json);
        Json.strings(json, "notes", answer.notes());
    }

    private void schedule(JsonGenerator json, Schedule schedule) throws IOException {
        json.writeStartObject();
        json.writeNumberField("emissions_kg", schedule.emissions().kilograms());
        Json.number(json, "saving_percent", schedule.savingPercent(answer.asRun()), Double::doubleValue);
        json.writeStringField("begins", answer.time(schedule.first()).toString());
        json.writeStringField("ends", answer.time(schedule.last() + 1).toString());
        json.writeNumberField("pauses", schedule.pauses());
        json.writeEndObject();
    }

    /** Apart from the schedules: these are average figures, whatever the signal is. */
    private void writePlaces(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("places_by_average_intensity");
        for (Place place : answer.places()) {
            json.writeStartObject();
            if (place.zone().isPresent()) {
                json.writeStringField("zone", place.zone().get());
            } else {
                json.writeNullField("zone");
            }
            json.writeNumberField("pue", place.pue().value());
            json.writeNumberField("kg_per_kwh", place.intensity().kilogramsPerKilowattHour());
            json.writeStringField("kind", place.kind());
            json.writeNumberField("emissions_kg", place.emissions().kilograms());
            Json.number(json, "change_percent", place.changePercent(), Double::doubleValue);
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
