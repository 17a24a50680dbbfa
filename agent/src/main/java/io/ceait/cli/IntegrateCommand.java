package io.ceait.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ceait.device.DeviceType;
import io.ceait.emission.EmissionFactors;
import io.ceait.emission.IntensityFeed;
import io.ceait.intensity.IntensitySeries;
import io.ceait.intensity.SeriesFeed;
import io.ceait.json.Json;
import io.ceait.units.Energy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code integrate TRACE.csv}: energy and emissions of a power trace; JSON on standard output. */
@Command(
        name = "integrate",
        description = "Integrate a power trace (columns time,power_w[,device]) by trapezoids to energy and emissions.")
public final class IntegrateCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final HelpOption help = new HelpOption();

    @Mixin
    private final EmissionOptions options = new EmissionOptions();

    @Parameters(
            paramLabel = "TRACE.csv",
            description =
                    "Times are ISO 8601 with a zone, or seconds since 1970 with fractions; devices may interleave.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path file;

    @Option(
            names = "--intensity-series",
            paramLabel = "FILE",
            description =
                    "Follow a time series of average carbon intensities; --zone or --intensity stand in where it has"
                            + " no value.")
    private @Nullable Path seriesFile;

    @Override
    public Integer call() {
        EmissionFactors factors;
        IntensityFeed feed = null;
        if (seriesFile == null) {
            factors = options.resolve();
        } else {
            IntensitySeries series = IntensitySeries.read(seriesFile);
            factors = options.resolve(series);
            feed = new SeriesFeed(series, factors.intensity().intensity());
        }
        PowerTrace trace = PowerTrace.integrate(file, factors, feed);
        Json.print(spec.commandLine().getOut(), json -> write(json, trace, factors));
        return 0;
    }

    private static void write(JsonGenerator json, PowerTrace trace, EmissionFactors factors) throws IOException {
        Energy total = trace.total();
        json.writeObjectFieldStart("energy_kwh");
        Energy other = total(trace, Optional.empty());
        for (DeviceType type : DeviceType.values()) {
            json.writeNumberField(type.label(), total(trace, Optional.of(type)).kilowattHours());
        }
        json.writeNumberField("other", other.kilowattHours());
        json.writeNumberField("offline", total.kilowattHours());
        json.writeNumberField("online", 0.0);
        json.writeNumberField("total", total.kilowattHours());
        json.writeEndObject();
        json.writeNumberField("emissions_kg", trace.emissions().kilograms());
        Json.factors(json, factors, factors.effective(trace.intensity()));
        json.writeNumberField("rows", trace.rows());
        json.writeArrayFieldStart("devices");
        for (PowerTrace.Channel channel : trace.channels()) {
            write(json, channel);
        }
        json.writeEndArray();
        Json.strings(json, "warnings", warnings(trace, factors));
    }

    private static void write(JsonGenerator json, PowerTrace.Channel channel) throws IOException {
        Energy energy = channel.integral().total();
        Duration duration = channel.integral().duration();
        json.writeStartObject();
        json.writeStringField("device", channel.device());
        Optional<DeviceType> type = type(channel);
        if (type.isPresent()) {
            json.writeStringField("device_type", type.get().label());
        } else {
            json.writeNullField("device_type");
        }
        json.writeNumberField("readings", channel.integral().readings());
        json.writeNumberField("duration_s", duration.getSeconds() + duration.getNano() / 1e9);
        if (channel.integral().meanPower().isPresent()) {
            json.writeNumberField(
                    "mean_power_w", channel.integral().meanPower().get().watts());
        } else {
            json.writeNullField("mean_power_w");
        }
        json.writeNumberField("energy_kwh", energy.kilowattHours());
        json.writeNumberField("emissions_kg", channel.emissions().emissions().kilograms());
        json.writeEndObject();
    }

    private static List<String> warnings(PowerTrace trace, EmissionFactors factors) {
        List<String> warnings = new ArrayList<>();
        for (PowerTrace.Channel channel : trace.channels()) {
            if (channel.integral().duration().isZero()) {
                warnings.add(channel.device() + " has no two readings at different times: it adds no energy");
            }
        }
        int year = trace.year().orElseGet(() -> Year.now(ZoneOffset.UTC).getValue());
        warnings.addAll(factors.warnings(year, trace.intensity()));
        return warnings;
    }

    private static Energy total(PowerTrace trace, Optional<DeviceType> type) {
        return trace.channels().stream()
                .filter(channel -> type(channel).equals(type))
                .map(channel -> channel.integral().total())
                .reduce(Energy.ZERO, Energy::plus);
    }

    /** By the names of the agent's own outputs: {@code cpu0}, {@code gpu0}, {@code ram}. */
    private static Optional<DeviceType> type(PowerTrace.Channel channel) {
        String name = channel.device().toLowerCase(Locale.ROOT);
        for (DeviceType type : DeviceType.values()) {
            if (name.startsWith(type.label())
                    && name.substring(type.label().length()).chars().allMatch(Character::isDigit)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
