package io.ceait.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ceait.emission.IntensityFactor;
import io.ceait.intensity.Signal;
import io.ceait.json.Json;
import io.ceait.recorded.RecordedSummary;
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
record WhatIfOutput(RecordedSummary run, WhatIf answer, List<Place> places) {

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
                + answer.signal().step().toSeconds() + " s, PUE " + run.pue());
        Table.print(out, rows);
        if (places.size() > 1) {
            out.println();
            out.println("by constant average intensities, as an inventory has them");
            printPlaces(out);
        }
        messages().forEach(message -> err.println("note: " + message));
        err.flush();
    }

    private List<String> row(String schedule, String slack, Schedule when) {
        return List.of(
                schedule,
                slack,
                when.emissions().toString(),
                String.format(Locale.ROOT, "%.1f %%", when.savingPercent(answer.asRun())),
                answer.time(when.first()).toString(),
                answer.time(when.last() + 1).toString(),
                Integer.toString(when.pauses()));
    }

    private void printPlaces(PrintWriter out) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("ZONE", "PUE", "KG/KWH", "EMISSIONS", "CHANGE", "KIND"));
        for (Place place : places) {
            rows.add(List.of(
                    zone(place),
                    place.pue().toString(),
                    Text.significant(kilograms(place)),
                    place.emissions().toString(),
                    place == places.get(0) ? "-" : String.format(Locale.ROOT, "%+.1f %%", change(place)),
                    kind(place)));
        }
        Table.print(out, rows);
    }

    private String zone(Place place) {
        return place.zone().map(IntensityFactor::zone).orElse("as assessed");
    }

    private String kind(Place place) {
        return place.zone().map(IntensityFactor::kind).orElse(run.intensityKind());
    }

    private double kilograms(Place place) {
        return place.zone()
                .map(IntensityFactor::intensity)
                .orElse(run.intensity())
                .kilogramsPerKilowattHour();
    }

    private double change(Place place) {
        double before = places.get(0).emissions().kilograms();
        return before == 0 ? 0 : (place.emissions().kilograms() / before - 1) * 100;
    }

    private Signal signal() {
        return answer.signal().signal();
    }

    private List<String> messages() {
        List<String> messages = new ArrayList<>(answer.notes());
        if (signal() == Signal.UNSTATED) {
            messages.add("the series does not say whether it is marginal or average: what shifting saves is told by a"
                    + " marginal one");
        } else if (signal() == Signal.AVERAGE) {
            messages.add(
                    "the series is an average: it tells how the inventory of the run would differ, not what the grid"
                            + " would have emitted less");
        } else {
            messages.add("the series is marginal: its totals do not compare with the run's inventory");
        }
        if (places.stream().map(this::kind).distinct().count() > 1) {
            messages.add(
                    "the factors of the zones count different things (see their kind): direct and life-cycle emissions do"
                            + " not compare");
        }
        if (answer.answers().stream().anyMatch(one -> one.best().isEmpty())) {
            messages.add("the best schedule is not looked for: job and slack have too many steps");
        }
        return messages;
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStringField("schema", "ceait.whatif/1");
        json.writeStringField("run_id", run.runId());
        json.writeNumberField("energy_kwh", answer.job().steps().total().kilowattHours());
        json.writeNumberField("pue", run.pue().value());
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
        Json.strings(json, "notes", messages());
    }

    private void schedule(JsonGenerator json, Schedule schedule) throws IOException {
        json.writeStartObject();
        json.writeNumberField("emissions_kg", schedule.emissions().kilograms());
        json.writeNumberField("saving_percent", schedule.savingPercent(answer.asRun()));
        json.writeStringField("begins", answer.time(schedule.first()).toString());
        json.writeStringField("ends", answer.time(schedule.last() + 1).toString());
        json.writeNumberField("pauses", schedule.pauses());
        json.writeEndObject();
    }

    /** Apart from the schedules: these are average figures, whatever the signal is. */
    private void writePlaces(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("places_by_average_intensity");
        for (Place place : places) {
            json.writeStartObject();
            if (place.zone().isPresent()) {
                json.writeStringField("zone", place.zone().get().zone());
            } else {
                json.writeNullField("zone");
            }
            json.writeNumberField("pue", place.pue().value());
            json.writeNumberField("kg_per_kwh", kilograms(place));
            json.writeStringField("kind", kind(place));
            json.writeNumberField("emissions_kg", place.emissions().kilograms());
            json.writeNumberField("change_percent", change(place));
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
