package io.ceait.sink.summary;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ceait.assessment.Assessment;
import io.ceait.assessment.TableA1Row;
import io.ceait.assessment.UncertaintyBudget;
import io.ceait.assessment.UnitResult;
import io.ceait.attribution.Policy;
import io.ceait.device.DeviceType;
import io.ceait.emission.IntensityBooks;
import io.ceait.energy.Books;
import io.ceait.energy.DeviceBooks;
import io.ceait.json.Json;
import io.ceait.run.FinishedRun;
import io.ceait.run.RunSink;
import io.ceait.run.Snapshot;
import io.ceait.units.Energy;
import io.ceait.units.Power;
import io.ceait.units.Ratio;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code summary.json}, schema {@code ceait.summary/1}. */
public final class SummaryJson implements RunSink {

    public static final String FILE = "summary.json";

    private static final DateTimeFormatter MILLISECONDS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    @Override
    public String name() {
        return FILE;
    }

    @Override
    public List<String> files() {
        return List.of(FILE);
    }

    @Override
    public void ended(FinishedRun run) throws IOException {
        Assessment assessment = Assessment.of(run.snapshot());
        String text = Json.text(json -> write(json, assessment), true);
        run.directory().write(FILE, out -> out.write((text + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    /** The fields of the document into an object that is open; during a run, of what is known by then. */
    public static void write(JsonGenerator json, Assessment assessment) throws IOException {
        Snapshot snapshot = assessment.snapshot();
        json.writeStringField("schema", "ceait.summary/1");
        json.writeStringField("run_id", snapshot.run().identity().runId());
        json.writeStringField("node", snapshot.run().identity().node());
        json.writeStringField("agent_version", snapshot.run().agentVersion());
        json.writeStringField("status", snapshot.status().label());
        json.writeStringField("started_at", instant(snapshot.firstSample()));
        json.writeStringField("ended_at", instant(snapshot.lastSample()));
        json.writeNumberField("duration_s", seconds(snapshot.books().elapsed()));
        target(json, snapshot);
        sampling(json, snapshot);
        json.writeStringField("attribution", snapshot.run().headline().label());
        devices(json, assessment);
        tableA1(json, assessment);
        energy(json, assessment);
        byAttribution(json, "energy_kwh_by_attribution", snapshot);
        json.writeNumberField("unattributed_kwh", assessment.unattributed().kilowattHours());
        json.writeNumberField("job_cpu_s", seconds(snapshot.jobCpu()));
        json.writeStringField("job_cpu_source", snapshot.jobCpuSource());
        json.writeObjectFieldStart("job_cpu_s_by_source");
        for (Map.Entry<String, Duration> entry : snapshot.jobCpuBySource().entrySet()) {
            json.writeNumberField(entry.getKey(), seconds(entry.getValue()));
        }
        json.writeEndObject();
        json.writeStringField("job_memory_source", snapshot.jobMemorySource());
        Json.factors(json, snapshot.run().factors(), assessment.intensity());
        json.writeNumberField("emissions_kg", assessment.emissions().kilograms());
        emissionParts(json, assessment);
        json.writeObjectFieldStart("uncertainty");
        json.writeNumberField("energy_rel", assessment.energyUncertainty().value());
        json.writeNumberField("emissions_rel", assessment.emissionsUncertainty().value());
        json.writeNumberField(
                "emissions_kg", assessment.emissionsUncertaintyMass().kilograms());
        contributions(json, assessment.budget());
        json.writeEndObject();
        json.writeObjectFieldStart("data_quality");
        json.writeNumberField("completeness", snapshot.books().completeness());
        substituted(json, snapshot);
        Json.strings(json, "missing", assessment.missing());
        Json.strings(json, "warnings", assessment.warnings());
        json.writeEndObject();
        Json.card(json, snapshot.run().card());
        byUnit(json, assessment);
        if (assessment.outlook().isPresent()) {
            ProgressJson.write(json, assessment.outlook().get());
        }
        agent(json, snapshot);
    }

    static String instant(Instant instant) {
        return MILLISECONDS.format(instant);
    }

    private static void byUnit(JsonGenerator json, Assessment assessment) throws IOException {
        json.writeArrayFieldStart("functional_units");
        for (UnitResult result : assessment.byUnit()) {
            json.writeStartObject();
            json.writeStringField("unit", result.unit().label());
            json.writeNumberField("count", result.count());
            json.writeNumberField("energy_kwh", result.energy().kilowattHours());
            json.writeNumberField("emissions_kg", result.emissions().kilograms());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void target(JsonGenerator json, Snapshot snapshot) throws IOException {
        json.writeObjectFieldStart("target");
        json.writeStringField("kind", snapshot.run().target().kind());
        if (snapshot.run().target().pids().isEmpty()) {
            json.writeNullField("pid");
        } else {
            json.writeNumberField("pid", snapshot.run().target().pids().get(0));
        }
        json.writeArrayFieldStart("pids");
        for (int pid : snapshot.run().target().pids()) {
            json.writeNumber(pid);
        }
        json.writeEndArray();
        if (!snapshot.run().target().cgroup().isEmpty()) {
            json.writeStringField("cgroup", snapshot.run().target().cgroup());
        }
        if (snapshot.processesSeen().isPresent()) {
            json.writeNumberField("processes_seen", snapshot.processesSeen().getAsInt());
        } else {
            json.writeNullField("processes_seen");
        }
        json.writeEndObject();
    }

    private static void sampling(JsonGenerator json, Snapshot snapshot) throws IOException {
        Books books = snapshot.books();
        json.writeObjectFieldStart("sampling");
        json.writeNumberField("interval_s", seconds(snapshot.run().interval()));
        json.writeNumberField("ticks", books.ticks());
        json.writeNumberField("gaps", books.gaps());
        json.writeNumberField("gap_s", seconds(books.gapTime()));
        json.writeNumberField("late_ticks", books.lateTicks());
        json.writeNumberField("restarts", books.restarts());
        json.writeEndObject();
    }

    private static void devices(JsonGenerator json, Assessment assessment) throws IOException {
        Policy headline = assessment.snapshot().run().headline();
        json.writeArrayFieldStart("devices");
        for (DeviceBooks device : assessment.snapshot().books().devices()) {
            json.writeStartObject();
            json.writeStringField("device", device.device().id());
            json.writeStringField("device_type", device.device().type().label());
            json.writeStringField("model", device.device().model());
            json.writeStringField(
                    "source", String.join("+", device.energyBySource().keySet()));
            json.writeStringField("quality", device.quality().label());
            json.writeStringField("uuid", device.device().uuid());
            json.writeStringField("occupancy_source", assessment.occupancySource(device));
            json.writeNumberField("time_s", seconds(device.time()));
            json.writeNumberField("gap_s", seconds(device.gapTime()));
            Json.number(json, "mean_power_w", device.meanPower(), Power::watts);
            Json.number(json, "mean_occupancy", device.meanShare(headline), Ratio::value);
            json.writeNumberField("energy_kwh", device.energy().kilowattHours());
            json.writeObjectFieldStart("energy_kwh_by_source");
            for (Map.Entry<String, Energy> entry : device.energyBySource().entrySet()) {
                json.writeNumberField(entry.getKey(), entry.getValue().kilowattHours());
            }
            json.writeEndObject();
            json.writeObjectFieldStart("job_energy_kwh");
            for (Policy policy : Policy.values()) {
                json.writeNumberField(policy.label(), device.jobEnergy(policy).kilowattHours());
            }
            json.writeEndObject();
            json.writeNumberField(
                    "uncertainty_rel", assessment.uncertaintyOf(device.device()).value());
            Optional<Double> difference = device.secondSensor().flatMap(DeviceBooks.Comparison::difference);
            if (difference.isPresent()) {
                json.writeNumberField("second_sensor_difference_rel", difference.get());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void tableA1(JsonGenerator json, Assessment assessment) throws IOException {
        json.writeArrayFieldStart("table_a1");
        for (TableA1Row row : assessment.tableA1()) {
            json.writeStartObject();
            json.writeStringField("device_type", row.type().label());
            json.writeNumberField("n", row.n());
            Json.number(json, "mean_power_w", row.meanPower(), Power::watts);
            json.writeNumberField("time_h", seconds(row.time()) / 3600);
            Json.number(json, "occupancy", row.occupancy(), Ratio::value);
            json.writeNumberField("energy_kwh", row.energy().kilowattHours());
            Json.number(json, "plain_mean_occupancy", row.plainOccupancy(), Ratio::value);
            Json.number(json, "product_of_means_kwh", row.productOfMeans(), Energy::kilowattHours);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void energy(JsonGenerator json, Assessment assessment) throws IOException {
        json.writeObjectFieldStart("energy_kwh");
        for (DeviceType type : DeviceType.values()) {
            json.writeNumberField(type.label(), assessment.energy(type).kilowattHours());
        }
        json.writeNumberField("offline", assessment.energy().kilowattHours());
        json.writeNumberField("online", assessment.online().kilowattHours());
        json.writeNumberField("total", assessment.training().kilowattHours());
        json.writeEndObject();
    }

    private static void emissionParts(JsonGenerator json, Assessment assessment) throws IOException {
        json.writeObjectFieldStart("emissions_kg_by_part");
        json.writeNumberField("offline", assessment.snapshot().totalEmissions().kilograms());
        json.writeNumberField("online", assessment.onlineEmissions().kilograms());
        json.writeEndObject();
        if (!assessment.snapshot().run().declarations().online().isEmpty()) {
            Json.online(json, assessment.snapshot().run().declarations().online());
        }
        if (assessment.market().isPresent()) {
            Json.market(json, assessment.market().get());
        }
        if (assessment.sci().isPresent()) {
            SciJson.write(
                    json, assessment.sci().get(), assessment.snapshot().books().elapsed());
        }
    }

    private static void contributions(JsonGenerator json, UncertaintyBudget budget) throws IOException {
        if (budget.dominant().isPresent()) {
            json.writeStringField("dominant", budget.dominant().get().of());
        } else {
            json.writeNullField("dominant");
        }
        json.writeArrayFieldStart("contributions");
        for (UncertaintyBudget.Contribution part : budget.contributions()) {
            json.writeStartObject();
            json.writeStringField("of", part.of());
            json.writeNumberField("uncertainty_rel", part.own().value());
            json.writeNumberField("emissions_rel", part.ofResult().value());
            json.writeNumberField("part_of_variance", budget.partOfVariance(part));
            json.writeStringField("reason", part.reason());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Where a constant factor stood in for an intensity that changes. */
    private static void substituted(JsonGenerator json, Snapshot snapshot) throws IOException {
        if (snapshot.run().factors().varying().isPresent()) {
            IntensityBooks books = snapshot.intensityBooks();
            json.writeObjectFieldStart("intensity_substituted");
            json.writeNumberField("time_s", seconds(books.substitutedTime()));
            json.writeNumberField("energy_kwh", books.substitutedEnergy().kilowattHours());
            json.writeNumberField("emissions_kg", books.substitutedEmissions().kilograms());
            json.writeEndObject();
        }
    }

    private static void byAttribution(JsonGenerator json, String field, Snapshot snapshot) throws IOException {
        json.writeObjectFieldStart(field);
        for (Policy policy : Policy.values()) {
            json.writeNumberField(policy.label(), snapshot.jobEnergy(policy).kilowattHours());
        }
        json.writeEndObject();
    }

    private static void agent(JsonGenerator json, Snapshot snapshot) throws IOException {
        json.writeObjectFieldStart("agent");
        if (snapshot.agent().isPresent()) {
            json.writeNumberField("cpu_s", seconds(snapshot.agent().get().cpu()));
            json.writeNumberField(
                    "resident_memory_bytes", snapshot.agent().get().residentBytes());
        } else {
            json.writeNullField("cpu_s");
            json.writeNullField("resident_memory_bytes");
        }
        json.writeEndObject();
    }

    private static double seconds(Duration time) {
        return time.getSeconds() + time.getNano() / 1e9;
    }
}
