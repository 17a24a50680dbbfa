package io.ceait.sink.prometheus;

import java.util.List;

/**
 * The catalogue of metrics: one entry per family, from which the registry, its help texts and the tests come. Names and
 * labels are part of the contract with dashboards.
 */
public enum Metric {
    DEVICE_ENERGY(
            "ceait.device.energy",
            "joules",
            Kind.COUNTER,
            "Energy of the whole device since metering began.",
            "device_type",
            "device",
            "source"),
    DEVICE_POWER(
            "ceait.device.power",
            "watts",
            Kind.GAUGE,
            "Mean power of the whole device over the last interval.",
            "device_type",
            "device",
            "source"),
    DEVICE_OCCUPANCY(
            "ceait.device.occupancy.ratio",
            "",
            Kind.GAUGE,
            "Share of the device that the job took over the last interval, by the headline attribution.",
            "device_type",
            "device"),
    JOB_ENERGY(
            "ceait.job.energy",
            "joules",
            Kind.COUNTER,
            "Energy of the device that is attributed to the job, by attribution policy.",
            "device_type",
            "device",
            "attribution"),
    DEVICE_UNATTRIBUTED(
            "ceait.device.unattributed.energy",
            "joules",
            Kind.COUNTER,
            "Energy of the device that is not attributed to the job, by attribution policy.",
            "device_type",
            "device",
            "attribution"),
    JOB_EMISSIONS(
            "ceait.job.emissions",
            "grams",
            Kind.COUNTER,
            "Emissions of the job as CO2 equivalent, by the headline attribution, PUE included.",
            "device_type"),
    JOB_CPU("ceait.job.cpu", "seconds", Kind.COUNTER, "CPU time of the job since metering began."),
    JOB_MEMORY("ceait.job.memory", "bytes", Kind.GAUGE, "Resident memory of the job."),
    JOB_PROCESSES("ceait.job.processes", "", Kind.GAUGE, "Processes of the job that are alive."),
    GRID_INTENSITY(
            "ceait.grid.intensity.grams.per.kilowatt.hour",
            "",
            Kind.GAUGE,
            "Carbon intensity of the electricity that is in force.",
            "zone"),
    PROGRESS(
            "ceait.job.progress.ratio",
            "",
            Kind.GAUGE,
            "Part of the job that is done, as it tells itself; absent for a job that does not.",
            "unit"),
    PREDICTED_ENERGY(
            "ceait.predicted.energy",
            "joules",
            Kind.GAUGE,
            "Energy of the whole job as predicted from its progress, by the headline attribution; low and high of 80 %.",
            "method",
            "bound"),
    PREDICTED_EMISSIONS(
            "ceait.predicted.emissions",
            "grams",
            Kind.GAUGE,
            "Emissions of the whole job as CO2 equivalent, as predicted from its progress, PUE included.",
            "method",
            "bound"),
    PREDICTED_END(
            "ceait.predicted.end.timestamp",
            "seconds",
            Kind.GAUGE,
            "When the job will have done all, as predicted from its progress, in Unix time.",
            "method",
            "bound"),
    PUE("ceait.pue.ratio", "", Kind.GAUGE, "Power usage effectiveness that is in force."),
    SOURCE_UP(
            "ceait.source.up",
            "",
            Kind.GAUGE,
            "1 if the source gives readings; 0 with the reason if it does not.",
            "source",
            "reason"),
    SAMPLE_GAPS(
            "ceait.sample.gaps", "", Kind.COUNTER, "Intervals that were too long or in which a reading was missing."),
    SAMPLE_GAP_TIME("ceait.sample.gap", "seconds", Kind.COUNTER, "Length of all gaps together."),
    SAMPLE_ERRORS("ceait.sample.errors", "", Kind.COUNTER, "Readings that failed or were dropped.", "source"),
    SAMPLE_DURATION("ceait.sample.duration", "seconds", Kind.SUMMARY, "Time that taking a sample took."),
    LAST_SAMPLE("ceait.last.sample.timestamp", "seconds", Kind.GAUGE, "When the last sample was taken, in Unix time."),
    AGENT_CPU("ceait.agent.cpu", "seconds", Kind.COUNTER, "CPU time of the agent itself."),
    AGENT_MEMORY("ceait.agent.resident.memory", "bytes", Kind.GAUGE, "Resident memory of the agent itself."),
    RUN_PRIMARY(
            "ceait.run.primary",
            "",
            Kind.GAUGE,
            "1, or 0 while an agent that was here before meters the same job on this node: a factor for sums over agents."),
    RUN_INFO(
            "ceait.run.info",
            "",
            Kind.GAUGE,
            "The run: version of the agent, headline attribution and standard.",
            "version",
            "attribution",
            "standard");

    enum Kind {
        COUNTER,
        GAUGE,
        SUMMARY
    }

    final String meter;
    final String unit;
    final Kind kind;
    final String help;
    final List<String> labels;

    Metric(String meter, String unit, Kind kind, String help, String... labels) {
        this.meter = meter;
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
    String base() {
        return meter.replace('.', '_') + (unit.isEmpty() ? "" : "_" + unit);
    }

    public List<String> labels() {
        return labels;
    }
}
