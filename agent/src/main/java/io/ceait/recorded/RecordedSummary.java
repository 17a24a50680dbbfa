package io.ceait.recorded;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.ceait.data.InputException;
import io.ceait.data.TextFiles;
import io.ceait.device.DeviceType;
import io.ceait.emission.RelativeUncertainty;
import io.ceait.units.CarbonIntensity;
import io.ceait.units.Energy;
import io.ceait.units.Pue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleFunction;

/**
 * The totals of a finished run.
 *
 * @param jobEnergy by the run's own headline attribution
 * @param uncertainty of {@code jobEnergy}
 * @param pue that the run was assessed with
 * @param intensity mean that it was assessed with, and {@code intensityKind} what that counts
 */
public record RecordedSummary(
        Path directory,
        String runId,
        Duration duration,
        List<MeteredDevice> devices,
        Energy jobEnergy,
        RelativeUncertainty uncertainty,
        Pue pue,
        CarbonIntensity intensity,
        String intensityKind) {

    private static final String FILE = "summary.json";

    /** One device and the job's energy on it, by the run's headline attribution. */
    public record MeteredDevice(DeviceType type, String model, Energy jobEnergy) {}

    /** Fails with an {@link InputException} where there is no summary, or none of ours. */
    public static RecordedSummary read(Path directory) {
        Path file = directory.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new InputException(directory + " is no directory of a finished run: it holds no " + FILE);
        }
        return new Fields(file).summary(directory);
    }

    public List<MeteredDevice> devices(DeviceType type) {
        return devices.stream().filter(device -> device.type() == type).toList();
    }

    /** The scalar values of the file by their JSON pointers. */
    private static final class Fields {

        private final Path file;
        private final Map<String, String> values = new HashMap<>();

        Fields(Path file) {
            this.file = file;
            try (JsonParser parser = new JsonFactory().createParser(file.toFile())) {
                for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                    if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
                        values.put(parser.getParsingContext().pathAsPointer().toString(), parser.getText());
                    }
                }
            } catch (IOException e) {
                throw new InputException(file + " cannot be read: " + TextFiles.reason(e), e);
            }
        }

        RecordedSummary summary(Path directory) {
            String headline = text("/attribution");
            List<MeteredDevice> devices = new ArrayList<>();
            for (int i = 0; values.containsKey("/devices/" + i + "/device"); i++) {
                String device = "/devices/" + i;
                devices.add(new MeteredDevice(
                        type(device + "/device_type"),
                        values.getOrDefault(device + "/model", ""),
                        energy(device + "/job_energy_kwh/" + headline)));
            }
            return new RecordedSummary(
                    directory,
                    text("/run_id"),
                    Duration.ofNanos(Math.round(number("/duration_s") * 1e9)),
                    List.copyOf(devices),
                    energy("/energy_kwh/offline"),
                    quantity("/uncertainty/energy_rel", RelativeUncertainty::new),
                    quantity("/pue/value", Pue::of),
                    quantity("/intensity/mean_kg_per_kwh", CarbonIntensity::ofKilogramsPerKilowattHour),
                    values.getOrDefault("/intensity/kind", ""));
        }

        private DeviceType type(String pointer) {
            String text = text(pointer);
            return Arrays.stream(DeviceType.values())
                    .filter(type -> type.label().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new InputException(file + ": " + pointer + " is no type of device"));
        }

        private Energy energy(String pointer) {
            return quantity(pointer, Energy::ofKilowattHours);
        }

        private <Q> Q quantity(String pointer, DoubleFunction<Q> quantity) {
            try {
                return quantity.apply(number(pointer));
            } catch (IllegalArgumentException e) {
                throw new InputException(file + ": " + pointer + ": " + e.getMessage(), e);
            }
        }

        private String text(String pointer) {
            return Optional.ofNullable(values.get(pointer))
                    .orElseThrow(() -> new InputException(file + " is no summary of a run: it lacks " + pointer));
        }

        private double number(String pointer) {
            try {
                return Double.parseDouble(text(pointer));
            } catch (NumberFormatException e) {
                throw new InputException(file + ": " + pointer + " is not a number", e);
            }
        }
    }
}
