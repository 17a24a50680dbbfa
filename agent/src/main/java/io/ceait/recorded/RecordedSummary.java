package io.ceait.recorded;

import io.ceait.data.InputException;
import io.ceait.data.TextFiles;
import io.ceait.device.DeviceType;
import io.ceait.emission.RelativeUncertainty;
import io.ceait.json.JsonObject;
import io.ceait.units.CarbonIntensity;
import io.ceait.units.Energy;
import io.ceait.units.Pue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * The totals of a finished run.
 *
 * @param jobEnergy on the devices that were metered, by the run's own headline attribution
 * @param online energy of cloud services, as the user stated it
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
        Energy online,
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
        try {
            return of(directory, JsonObject.parse(file.toString(), Files.readString(file)));
        } catch (IOException e) {
            throw new InputException(file + " cannot be read: " + TextFiles.reason(e), e);
        }
    }

    private static RecordedSummary of(Path directory, JsonObject summary) {
        String headline = summary.requiredText("attribution");
        JsonObject intensity = summary.requiredObject("intensity");
        return new RecordedSummary(
                directory,
                summary.requiredText("run_id"),
                Duration.ofNanos(Math.round(summary.requiredNumber("duration_s") * 1e9)),
                summary.objects("devices").stream()
                        .map(device -> device(device, headline))
                        .toList(),
                quantity(summary.requiredObject("energy_kwh"), "offline", Energy::ofKilowattHours),
                summary.requiredObject("energy_kwh").has("online")
                        ? quantity(summary.requiredObject("energy_kwh"), "online", Energy::ofKilowattHours)
                        : Energy.ZERO,
                quantity(summary.requiredObject("uncertainty"), "energy_rel", RelativeUncertainty::new),
                quantity(summary.requiredObject("pue"), "value", Pue::of),
                quantity(intensity, "mean_kg_per_kwh", CarbonIntensity::ofKilogramsPerKilowattHour),
                intensity.text("kind").orElse(""));
    }

    private static MeteredDevice device(JsonObject device, String headline) {
        return new MeteredDevice(
                device.oneOf("device_type", DeviceType.class, DeviceType::label),
                device.text("model").orElse(""),
                quantity(device.requiredObject("job_energy_kwh"), headline, Energy::ofKilowattHours));
    }

    private static <Q> Q quantity(JsonObject object, String field, DoubleFunction<Q> quantity) {
        double value = object.requiredNumber(field);
        try {
            return quantity.apply(value);
        } catch (IllegalArgumentException e) {
            throw object.error(field, "is wrong: " + e.getMessage());
        }
    }

    public List<MeteredDevice> devices(DeviceType type) {
        return devices.stream().filter(device -> device.type() == type).toList();
    }
}
