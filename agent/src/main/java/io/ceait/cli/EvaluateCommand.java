package io.ceait.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ceait.emission.EmissionFactors;
import io.ceait.emission.Evaluation;
import io.ceait.emission.Formulas;
import io.ceait.emission.Inventory;
import io.ceait.emission.OfflineItem;
import io.ceait.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code evaluate INVENTORY.yaml}: the formulas on typed-in quantities; JSON on standard output. */
@Command(
        name = "evaluate",
        description = "Evaluate formulas (1) to (5) of T/CCF 0003-2024 on typed-in quantities, as in its Appendix A.")
public final class EvaluateCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final HelpOption help = new HelpOption();

    @Mixin
    private final EmissionOptions options = new EmissionOptions();

    @Parameters(paramLabel = "INVENTORY.yaml", description = "The quantities: offline and online items, factors.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path file;

    @Override
    public Integer call() {
        Inventory inventory = Inventory.read(file);
        EmissionFactors factors = options.resolve(inventory.pue(), inventory.intensity());
        Evaluation evaluation = Evaluation.of(inventory.offline(), inventory.online(), factors);
        Json.print(spec.commandLine().getOut(), json -> write(json, evaluation));
        return 0;
    }

    private static void write(JsonGenerator json, Evaluation evaluation) throws IOException {
        Json.energies(json, evaluation.energies());
        json.writeNumberField("emissions_kg", evaluation.emissions().kilograms());
        Json.factors(json, evaluation.factors());
        json.writeArrayFieldStart("table_a1");
        for (OfflineItem item : evaluation.offline()) {
            json.writeStartObject();
            json.writeStringField("device_type", item.type().label());
            json.writeNumberField("n", item.n());
            json.writeNumberField("mean_power_w", item.power().watts());
            json.writeNumberField("time_h", hours(item.time()));
            json.writeNumberField("occupancy", item.occupancy().value());
            json.writeNumberField("energy_kwh", Formulas.offline(item).kilowattHours());
            json.writeEndObject();
        }
        json.writeEndArray();
        Json.online(json, evaluation.online());
        int thisYear = Year.now(ZoneOffset.UTC).getValue();
        Json.strings(json, "warnings", evaluation.factors().warnings(thisYear));
    }

    private static double hours(Duration time) {
        return (time.getSeconds() + time.getNano() / 1e9) / 3600;
    }
}
