package io.ceait.sink.codecarbon;

import io.ceait.assessment.Assessment;
import io.ceait.assessment.Hardware;
import io.ceait.assessment.Place;
import io.ceait.attribution.Policy;
import io.ceait.device.DeviceType;
import io.ceait.run.FinishedRun;
import io.ceait.run.RunSink;
import io.ceait.run.Snapshot;
import io.ceait.units.Energy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * {@code emissions.csv}: one row with the 38 columns of CodeCarbon 3, in its order, units and meaning. As there, energies
 * include the PUE and powers do not: it multiplies what it adds up, and keeps the power as the hardware had it. Cloud services
 * of formula (5) have no column there and are in none of them. What is not known is empty; nothing is looked up about where
 * somebody is.
 */
public final class EmissionsCsv implements RunSink {

    public static final String FILE = "emissions.csv";

    /** As it counts memory there. */
    private static final double GIGABYTE = 1 << 30;

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT);

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
        String text = row(Assessment.of(run.snapshot())).text();
        run.directory().write(FILE, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static Row row(Assessment assessment) {
        Snapshot snapshot = assessment.snapshot();
        double seconds = snapshot.books().elapsedNanos() / 1e9;
        OptionalDouble emissions = ifKnown(assessment, snapshot.totalEmissions().kilograms());
        Row row = new Row()
                .text("timestamp", SECONDS.format(snapshot.lastSample().atOffset(ZoneOffset.UTC)))
                .text("project_name", "ceait")
                .text("run_id", snapshot.run().identity().runId())
                .unknown("experiment_id")
                .number("duration", seconds)
                .number("emissions", emissions)
                .number("emissions_rate", over(emissions, seconds));
        power(row, assessment, seconds);
        energy(row, assessment);
        place(row, Place.of(snapshot.run().factors()));
        machine(row, snapshot);
        utilisation(row, snapshot);
        return row.text("on_cloud", Place.of(snapshot.run().factors()).isCloud() ? "Y" : "N")
                .number("pue", snapshot.run().factors().pue().value())
                .unknown("wue");
    }

    /** A sum over all devices, unless nothing is known of any. */
    private static OptionalDouble ifKnown(Assessment assessment, double sum) {
        return Arrays.stream(DeviceType.values()).anyMatch(assessment::knows)
                ? OptionalDouble.of(sum)
                : OptionalDouble.empty();
    }

    private static OptionalDouble over(OptionalDouble amount, double seconds) {
        return amount.isPresent() && seconds > 0
                ? OptionalDouble.of(amount.getAsDouble() / seconds)
                : OptionalDouble.empty();
    }

    /** Nothing without devices of the type; empty where there are some and nothing is known of them. */
    private static OptionalDouble energy(Assessment assessment, DeviceType type, ToDoubleFunction<Energy> unit) {
        boolean there = assessment.snapshot().books().devices().stream()
                .anyMatch(device -> device.device().type() == type);
        return there && !assessment.knows(type)
                ? OptionalDouble.empty()
                : OptionalDouble.of(unit.applyAsDouble(assessment.energy(type)));
    }

    private static Energy withPue(Assessment assessment, Energy energy) {
        return assessment.snapshot().run().factors().pue().of(energy);
    }

    /** The job's mean power on the hardware: times duration and PUE it is the energy beside it. */
    private static void power(Row row, Assessment assessment, double seconds) {
        for (DeviceType type : DeviceType.values()) {
            row.number(type.label() + "_power", over(energy(assessment, type, Energy::joules), seconds));
        }
    }

    private static void energy(Row row, Assessment assessment) {
        for (DeviceType type : DeviceType.values()) {
            row.number(
                    type.label() + "_energy",
                    energy(assessment, type, all -> withPue(assessment, all).kilowattHours()));
        }
        row.number(
                        "energy_consumed",
                        ifKnown(
                                assessment,
                                withPue(assessment, assessment.energy()).kilowattHours()))
                .unknown("water_consumed");
    }

    private static void place(Row row, Place place) {
        row.text("country_name", place.region().isEmpty() && !place.isCloud() ? place.name() : "")
                .text("country_iso_code", place.country())
                .text("region", place.region().isEmpty() ? "" : place.name())
                .text("cloud_provider", place.cloudProvider())
                .text("cloud_region", place.cloudRegion());
    }

    private static void machine(Row row, Snapshot snapshot) {
        Hardware hardware = Hardware.of(snapshot);
        boolean whole = snapshot.run().target().isEndless() || snapshot.run().headline() == Policy.MACHINE;
        row.text("os", snapshot.run().kernel())
                .unknown("python_version")
                .text("codecarbon_version", "ceait " + snapshot.run().agentVersion())
                .number("cpu_count", hardware.logicalCpus())
                .text("cpu_model", hardware.processor())
                .number("gpu_count", hardware.gpus())
                .text("gpu_model", hardware.gpuModels())
                .unknown("longitude")
                .unknown("latitude")
                .number("ram_total_size", installedGigabytes(snapshot))
                .text("tracking_mode", whole ? "machine" : "process");
    }

    /** The job's: its mean occupancy by the standard's reading, over the devices of a type. */
    private static void utilisation(Row row, Snapshot snapshot) {
        for (DeviceType type : DeviceType.values()) {
            OptionalDouble mean = snapshot.books().devices().stream()
                    .filter(device -> device.device().type() == type)
                    .flatMap(device -> device.meanShare(Policy.OCCUPANCY).stream())
                    .mapToDouble(share -> 100 * share.value())
                    .average();
            row.number(type.label() + "_utilization_percent", mean);
        }
        row.number("ram_used_gb", usedGigabytes(snapshot));
    }

    private static OptionalDouble installedGigabytes(Snapshot snapshot) {
        return snapshot.installedBytes().isPresent()
                ? OptionalDouble.of(snapshot.installedBytes().getAsLong() / GIGABYTE)
                : OptionalDouble.empty();
    }

    /** The job's, on average over the run. */
    private static OptionalDouble usedGigabytes(Snapshot snapshot) {
        return snapshot.books().devices().stream()
                .filter(device -> device.device().type() == DeviceType.RAM)
                .flatMap(device -> device.meanShare(Policy.OCCUPANCY).stream())
                .mapToDouble(
                        share -> share.value() * installedGigabytes(snapshot).orElse(Double.NaN))
                .filter(Double::isFinite)
                .findFirst();
    }
}
