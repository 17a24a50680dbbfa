package io.ceait.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ceait.estimate.Calibration;
import io.ceait.estimate.Outcome;
import io.ceait.estimate.Outcome.Estimate;
import io.ceait.estimate.Outcome.NotApplicable;
import io.ceait.estimate.Times;
import io.ceait.estimate.Training;
import io.ceait.json.Json;
import io.ceait.units.Range;
import io.ceait.units.Text;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The estimates of one training as a table with messages, and as JSON. */
record EstimateOutput(
        Training training, Optional<Calibration> calibration, List<Outcome> outcomes, List<String> warnings) {

    void print(PrintWriter out, PrintWriter err) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("METHOD", "EMISSIONS", "80 % INTERVAL", "ENERGY", "80 % INTERVAL", "DEVICE-HOURS", "PUE"));
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Estimate estimate) {
                rows.add(row("", estimate, estimate.emissions()));
                estimate.net().ifPresent(net -> rows.add(row(", net", estimate, net)));
            }
        }
        Table.print(out, rows);
        for (Outcome outcome : outcomes) {
            if (outcome instanceof NotApplicable not) {
                out.println(not.method().key() + ": not applicable, " + not.reason());
            }
        }
        out.flush();
        calibration.ifPresent(one -> err.println(describe(one)));
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Estimate estimate) {
                estimate.notes()
                        .forEach(
                                note -> err.println("note: " + estimate.method().key() + ": " + note));
            }
        }
        warnings.forEach(warning -> err.println("warning: " + warning));
        err.flush();
    }

    private static List<String> row(String suffix, Estimate estimate, Range<?> emissions) {
        return List.of(
                estimate.method().key() + suffix,
                emissions.middle().toString(),
                emissions.low() + " … " + emissions.high(),
                estimate.energy().middle().toString(),
                estimate.energy().low() + " … " + estimate.energy().high(),
                Text.significant(Times.hours(estimate.deviceTime().middle())),
                estimate.pueIncluded() ? "yes" : "no");
    }

    private static String describe(Calibration run) {
        return "measured: " + run.devices() + " × " + run.device().model()
                + run.measured()
                        .device()
                        .map(power -> ", " + power.value() + " each")
                        .orElse("")
                + run.measured()
                        .hostShare()
                        .map(share -> ", host " + Text.significant(share.value()) + " of it")
                        .orElse("")
                + run.measured()
                        .rate()
                        .map(rate -> ", " + rate.value() + " each")
                        .orElse("")
                + run.utilisation().map(mfu -> ", " + mfu + " of the peak").orElse("");
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStringField("schema", "ceait.estimate/1");
        if (calibration.isPresent()) {
            calibration(json, calibration.get());
        }
        json.writeArrayFieldStart("methods");
        for (Outcome outcome : outcomes) {
            json.writeStartObject();
            json.writeStringField("method", outcome.method().key());
            json.writeStringField("source", outcome.method().source());
            json.writeStringField("formula", outcome.method().formula());
            json.writeStringField("validity", outcome.method().validity());
            json.writeBooleanField("applicable", outcome instanceof Estimate);
            if (outcome instanceof Estimate estimate) {
                estimate(json, estimate);
            } else if (outcome instanceof NotApplicable not) {
                json.writeStringField("reason", not.reason());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        Json.factors(json, training.factors());
        Json.strings(json, "warnings", warnings);
    }

    private static void calibration(JsonGenerator json, Calibration run) throws IOException {
        json.writeObjectFieldStart("calibration");
        json.writeStringField("device", run.device().model());
        json.writeNumberField("devices", run.devices());
        number(
                json,
                "mean_power_w",
                run.measured().device(),
                power -> power.value().watts());
        number(json, "host_share", run.measured().hostShare(), share -> share.value());
        number(
                json,
                "tflops_per_device",
                run.measured().rate(),
                rate -> rate.value().teraflops());
        number(json, "mfu", run.utilisation(), share -> share.value());
        json.writeEndObject();
    }

    private static <Q> void number(JsonGenerator json, String field, Optional<Q> quantity, ToDoubleFunction<Q> value)
            throws IOException {
        if (quantity.isPresent()) {
            json.writeNumberField(field, value.applyAsDouble(quantity.get()));
        } else {
            json.writeNullField(field);
        }
    }

    private static void estimate(JsonGenerator json, Estimate estimate) throws IOException {
        range(json, "energy_kwh", estimate.energy(), energy -> energy.kilowattHours());
        json.writeBooleanField("pue_included", estimate.pueIncluded());
        range(json, "emissions_kg", estimate.emissions(), mass -> mass.kilograms());
        if (estimate.net().isPresent()) {
            range(json, "net_emissions_kg", estimate.net().get(), mass -> mass.kilograms());
        }
        range(json, "device_hours", estimate.deviceTime(), Times::hours);
        json.writeArrayFieldStart("inputs");
        for (Outcome.Input input : estimate.inputs()) {
            json.writeStartObject();
            json.writeStringField("name", input.name());
            json.writeStringField("value", input.value());
            json.writeStringField("origin", input.origin());
            json.writeEndObject();
        }
        json.writeEndArray();
        Json.strings(json, "notes", estimate.notes());
    }

    private static <Q extends Comparable<Q>> void range(
            JsonGenerator json, String field, Range<Q> range, Function<Q, Double> value) throws IOException {
        json.writeObjectFieldStart(field);
        json.writeNumberField("low", value.apply(range.low()));
        json.writeNumberField("middle", value.apply(range.middle()));
        json.writeNumberField("high", value.apply(range.high()));
        json.writeEndObject();
    }
}
