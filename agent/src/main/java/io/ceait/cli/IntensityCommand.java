package io.ceait.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ceait.data.InputException;
import io.ceait.emission.IntensityCatalog;
import io.ceait.emission.IntensityFactor;
import io.ceait.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code intensity list} and {@code intensity show}: the bundled carbon intensities with their provenance. */
@Command(
        name = "intensity",
        description = "Show the bundled carbon intensities of electricity with source, vintage and kind.",
        subcommands = {IntensityCommand.ListCommand.class, IntensityCommand.ShowCommand.class})
public final class IntensityCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final HelpOption help = new HelpOption();

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "say what to do: intensity list [TEXT], intensity show ZONE");
    }

    /** The factor that each zone is computed with. */
    @Command(name = "list", description = "List the zones whose code or name contains TEXT, or all.")
    static final class ListCommand implements Callable<Integer> {

        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli
        private CommandSpec spec;

        @Mixin
        private final HelpOption help = new HelpOption();

        @Parameters(arity = "0..1", defaultValue = "", paramLabel = "TEXT", description = "Part of a code or a name.")
        private String text = "";

        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        @Override
        public Integer call() {
            List<IntensityFactor> factors = IntensityCatalog.bundled().list(text);
            if (factors.isEmpty()) {
                throw new InputException("no bundled zone has \"" + text + "\" in its code or name");
            }
            print(spec.commandLine().getOut(), factors, json);
            return 0;
        }
    }

    /** All that is held about one zone. */
    @Command(
            name = "show",
            description = "Show every vintage and kind held about a zone; the first row is the one that is used.")
    static final class ShowCommand implements Callable<Integer> {

        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli
        private CommandSpec spec;

        @Mixin
        private final HelpOption help = new HelpOption();

        @Parameters(paramLabel = "ZONE[@YEAR]", description = "Such as CN, CN-BJ, US-CAMX, DE, gcp:europe-west1.")
        private String zone = "";

        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        @Override
        public Integer call() {
            print(spec.commandLine().getOut(), IntensityCatalog.bundled().all(zone), json);
            return 0;
        }
    }

    private static void print(PrintWriter out, List<IntensityFactor> factors, boolean json) {
        if (json) {
            Json.print(out, generator -> write(generator, factors));
        } else {
            table(out, factors);
        }
    }

    private static void write(JsonGenerator json, List<IntensityFactor> factors) throws IOException {
        json.writeArrayFieldStart("intensities");
        for (IntensityFactor factor : factors) {
            json.writeStartObject();
            json.writeStringField("name", factor.name());
            json.writeNumberField("kg_per_kwh", factor.intensity().kilogramsPerKilowattHour());
            Json.provenance(json, factor);
            json.writeStringField("licence", factor.licence());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void table(PrintWriter out, List<IntensityFactor> factors) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("ZONE", "KG/KWH", "YEAR", "NAME", "KIND", "SOURCE"));
        for (IntensityFactor factor : factors) {
            rows.add(List.of(
                    factor.zone(),
                    String.format(Locale.ROOT, "%.4f", factor.intensity().kilogramsPerKilowattHour()),
                    factor.vintage().isPresent()
                            ? Integer.toString(factor.vintage().getAsInt())
                            : "-",
                    factor.name(),
                    factor.kind(),
                    factor.source()));
        }
        Table.print(out, rows);
    }
}
