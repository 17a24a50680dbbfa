package io.ceait.metrics;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The catalogue of metrics: one entry per family, from which all that shows them takes names, units and help texts. Names and
 * labels are part of the contract with dashboards.
 */
public enum Metric {
    DEVICE_ENERGY(
            "ceait.device.energy",
            "hw.energy",
            MetricUnit.JOULES,
            Kind.COUNTER,
            "Energy of the whole device since metering began.",
            "device_type",
            "device",
            "source"),
    DEVICE_POWER(
            "ceait.device.power",
            "hw.power",
            MetricUnit.WATTS,
            Kind.GAUGE,
            "Mean power of the whole device over the last interval.",
            "device_type",
            "device",
            "source"),
    DEVICE_OCCUPANCY(
            "ceait.device.occupancy.ratio",
            "ceait.device.occupancy",
            MetricUnit.RATIO,
            Kind.GAUGE,
            "Share of the device that the job took over the last interval, by the headline attribution.",
            "device_type",
            "device"),
    JOB_ENERGY(
            "ceait.job.energy",
            MetricUnit.JOULES,
            Kind.COUNTER,
            "Energy of the device that is attributed to the job, by attribution policy.",
            "device_type",
            "device",
            "attribution"),
    DEVICE_UNATTRIBUTED(
            "ceait.device.unattributed.energy",
            MetricUnit.JOULES,
            Kind.COUNTER,
            "Energy of the device that is not attributed to the job, by attribution policy.",
            "device_type",
            "device",
            "attribution"),
    JOB_EMISSIONS(
            "ceait.job.emissions",
            MetricUnit.GRAMS,
            Kind.COUNTER,
            "Emissions of the job on this node's devices as CO2 equivalent, by the headline attribution, PUE included,"
                    + " cloud services not.",
            "device_type"),
    JOB_CPU("ceait.job.cpu", MetricUnit.SECONDS, Kind.COUNTER, "CPU time of the job since metering began."),
    JOB_MEMORY("ceait.job.memory", MetricUnit.BYTES, Kind.GAUGE, "Resident memory of the job."),
    JOB_PROCESSES("ceait.job.processes", MetricUnit.PROCESSES, Kind.GAUGE, "Processes of the job that are alive."),
    GRID_INTENSITY(
            "ceait.grid.intensity.grams.per.kilowatt.hour",
            "ceait.grid.intensity",
            MetricUnit.GRAMS_PER_KILOWATT_HOUR,
            Kind.GAUGE,
            "Carbon intensity of the electricity that is in force.",
            "zone"),
    PROGRESS(
            "ceait.job.progress.ratio",
            "ceait.job.progress",
            MetricUnit.RATIO,
            Kind.GAUGE,
            "Part of the job that is done, as it tells itself; absent for a job that does not.",
            "unit"),
    PREDICTED_ENERGY(
            "ceait.predicted.energy",
            MetricUnit.JOULES,
            Kind.GAUGE,
            "Energy of the whole job as predicted from its progress, by the headline attribution; low and high of 80 %.",
            "method",
            "bound"),
    PREDICTED_EMISSIONS(
            "ceait.predicted.emissions",
            MetricUnit.GRAMS,
            Kind.GAUGE,
            "Emissions of the whole job as CO2 equivalent, as predicted from its progress, PUE included.",
            "method",
            "bound"),
    PREDICTED_END(
            "ceait.predicted.end.timestamp",
            MetricUnit.SECONDS,
            Kind.GAUGE,
            "When the job will have done all, as predicted from its progress, in Unix time.",
            "method",
            "bound"),
    PUE("ceait.pue.ratio", "ceait.pue", MetricUnit.RATIO, Kind.GAUGE, "Power usage effectiveness that is in force."),
    SOURCE_UP(
            "ceait.source.up",
            MetricUnit.NONE,
            Kind.GAUGE,
            "1 if the source gives readings; 0 with the reason if it does not.",
            "source",
            "reason"),
    SAMPLE_GAPS(
            "ceait.sample.gaps",
            MetricUnit.GAPS,
            Kind.COUNTER,
            "Intervals that were too long or in which a reading was missing."),
    SAMPLE_GAP_TIME("ceait.sample.gap", MetricUnit.SECONDS, Kind.COUNTER, "Length of all gaps together."),
    SAMPLE_ERRORS(
            "ceait.sample.errors", MetricUnit.ERRORS, Kind.COUNTER, "Readings that failed or were dropped.", "source"),
    SAMPLE_DURATION("ceait.sample.duration", "", MetricUnit.SECONDS, Kind.SUMMARY, "Time that taking a sample took."),
    LAST_SAMPLE(
            "ceait.last.sample.timestamp",
            MetricUnit.SECONDS,
            Kind.GAUGE,
            "When the last sample was taken, in Unix time."),
    AGENT_CPU("ceait.agent.cpu", MetricUnit.SECONDS, Kind.COUNTER, "CPU time of the agent itself."),
    AGENT_MEMORY("ceait.agent.resident.memory", MetricUnit.BYTES, Kind.GAUGE, "Resident memory of the agent itself."),
    RUN_PRIMARY(
            "ceait.run.primary",
            MetricUnit.NONE,
            Kind.GAUGE,
            "1, or 0 while an agent that was here before meters the same job on this node: a factor for sums over agents."),
    RUN_INFO(
            "ceait.run.info",
            "",
            MetricUnit.NONE,
            Kind.GAUGE,
            "The run: version of the agent, headline attribution and standard.",
            "version",
            "attribution",
            "standard");

    /** What says something of a moment of the run alone, and nothing of a run that is over. */
    private static final Set<Metric> OF_THE_MOMENT = EnumSet.of(
            DEVICE_POWER,
            DEVICE_OCCUPANCY,
            JOB_MEMORY,
            JOB_PROCESSES,
            PREDICTED_ENERGY,
            PREDICTED_EMISSIONS,
            PREDICTED_END,
            SOURCE_UP,
            AGENT_MEMORY);

    public enum Kind {
        COUNTER,
        GAUGE,
        SUMMARY
    }

    private final String meter;
    private final String otelName;
    private final MetricUnit unit;
    private final Kind kind;
    private final String help;
    private final List<String> labels;

    /** One whose name is the same everywhere. */
    Metric(String meter, MetricUnit unit, Kind kind, String help, String... labels) {
        this(meter, meter, unit, kind, help, labels);
    }

    /**
     * @param meter the name of which Prometheus' is made
     * @param otelName the name in OpenTelemetry: that of the conventions, or else one of which Prometheus, when it puts the
     *     unit behind it, makes the family's name; empty for what is not sent there
     */
    Metric(String meter, String otelName, MetricUnit unit, Kind kind, String help, String... labels) {
        this.meter = meter;
        this.otelName = otelName;
        this.unit = unit;
        this.kind = kind;
        this.help = help;
        this.labels = List.of(labels);
    }

    /** The family's name as Prometheus shows it. */
    public String family() {
        return kind == Kind.COUNTER ? base() + "_total" : base();
    }

    /** The family's name as OpenMetrics describes it: of a counter without the suffix that its samples have. */
    public String base() {
        return meter.replace('.', '_') + (unit.suffix().isEmpty() ? "" : "_" + unit.suffix());
    }

    /** The family's name without its unit, as Micrometer takes it. */
    public String meter() {
        return meter;
    }

    /** The name in OpenTelemetry; empty for what is not sent there. */
    public Optional<String> otelName() {
        return otelName.isEmpty() ? Optional.empty() : Optional.of(otelName);
    }

    /** Whether OpenTelemetry's conventions for hardware say what it is called. */
    public boolean isOfTheHardwareConventions() {
        return otelName.startsWith("hw.");
    }

    public MetricUnit unit() {
        return unit;
    }

    public Kind kind() {
        return kind;
    }

    public String help() {
        return help;
    }

    public List<String> labels() {
        return labels;
    }

    /** Whether it says something of a run that is over. */
    public boolean outlivesTheRun() {
        return !OF_THE_MOMENT.contains(this);
    }

    /** How OpenTelemetry calls a label: as its conventions for hardware do, else among our own. */
    public static String otelAttribute(String label) {
        return switch (label) {
            case "device" -> "hw.id";
            case "device_type" -> "hw.type";
            default -> "ceait." + label;
        };
    }
}
