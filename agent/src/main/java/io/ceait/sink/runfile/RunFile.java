package io.ceait.sink.runfile;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ceait.json.Json;
import io.ceait.json.JsonObject;
import io.ceait.machine.Inventory;
import io.ceait.run.DescriptionFormat;
import io.ceait.run.RunDescription;
import io.ceait.run.RunDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * {@code run.json}: what the run is, and where each figure will come from. Written before the first sample; the
 * inventory of the node follows once it is known.
 */
public final class RunFile {

    public static final String FILE = "run.json";
    private static final String SCHEMA = "ceait.run/1";

    private RunFile() {}

    public static void write(RunDirectory directory, RunDescription run, Optional<Inventory> inventory)
            throws IOException {
        String text = Json.text(
                json -> {
                    json.writeStringField("schema", SCHEMA);
                    DescriptionFormat.write(json, run);
                    if (inventory.isPresent()) {
                        inventory(json, inventory.get());
                    }
                },
                true);
        directory.write(FILE, out -> out.write((text + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * The inventory of the node in the file of a recorded run.
     *
     * @return empty where there is none: the agent was killed before it knew
     */
    public static Optional<Inventory> inventory(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        return JsonObject.parse(file.toString(), Files.readString(file))
                .object("inventory")
                .map(json -> new Inventory(
                        json.requiredText("operating_system"),
                        json.requiredText("processor"),
                        Math.toIntExact(json.requiredWhole("packages")),
                        Math.toIntExact(json.requiredWhole("physical_cores")),
                        Math.toIntExact(json.requiredWhole("logical_cpus")),
                        json.requiredWhole("installed_memory_bytes"),
                        List.of(json.requiredText("computer"))));
    }

    private static void inventory(JsonGenerator json, Inventory inventory) throws IOException {
        json.writeObjectFieldStart("inventory");
        json.writeStringField("operating_system", inventory.operatingSystem());
        json.writeStringField("processor", inventory.processor());
        json.writeNumberField("packages", inventory.packages());
        json.writeNumberField("physical_cores", inventory.physicalCores());
        json.writeNumberField("logical_cpus", inventory.logicalCpus());
        json.writeNumberField("installed_memory_bytes", inventory.installedBytes());
        json.writeStringField("computer", String.join(" ", inventory.computer()));
        json.writeEndObject();
    }
}
