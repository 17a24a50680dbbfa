package io.ceait.sink.prometheus;

import static io.ceait.sink.prometheus.Dashboard.panel;

import io.ceait.metrics.Metric;
import io.ceait.sink.prometheus.Dashboard.Kind;
import io.ceait.sink.prometheus.Dashboard.Panel;
import io.ceait.sink.prometheus.Dashboard.Query;
import io.ceait.sink.prometheus.Dashboard.Variable;
import java.util.List;

/** The dashboards that the project ships. */
final class Dashboards {

    private static final String RUN = "{run_id=\"$run_id\",node=~\"$node\"}";
    private static final String FLEET = "{node=~\"$node\"}";

    private Dashboards() {}

    private static String of(Metric metric, String selector) {
        return metric.family() + selector;
    }

    /** Energy under the policy that each run has chosen as its headline. */
    private static String headline(String energyByPolicy, String selector) {
        return energyByPolicy + " * on (run_id, node, attribution) group_left () max by (run_id, node, attribution) ("
                + of(Metric.RUN_INFO, selector) + ")";
    }

    static Dashboard run() {
        String energy = "sum by (run_id, node, attribution) (" + of(Metric.JOB_ENERGY, RUN) + ")";
        return new Dashboard(
                "ceait-run",
                "CEAIT run",
                "Power, energy and emissions of one training run, on all its nodes.",
                List.of(
                        new Variable("run_id", "Run", "label_values(" + Metric.RUN_INFO.family() + ", run_id)", false),
                        new Variable(
                                "node",
                                "Node",
                                "label_values(" + Metric.RUN_INFO.family() + "{run_id=\"$run_id\"}, node)",
                                true)),
                List.of(
                        panel(
                                Kind.STAT,
                                "Energy of the job",
                                "By the run's headline attribution, without PUE.",
                                Metric.JOB_ENERGY,
                                "sum(" + headline(energy, RUN) + ")",
                                ""),
                        panel(
                                Kind.STAT,
                                "Emissions",
                                "CO2 equivalent by the headline attribution, PUE included.",
                                Metric.JOB_EMISSIONS,
                                "sum(" + of(Metric.JOB_EMISSIONS, RUN) + ")",
                                ""),
                        panel(
                                Kind.STAT,
                                "Power of the devices",
                                "Of the whole devices, not of the job alone.",
                                Metric.DEVICE_POWER,
                                "sum(" + of(Metric.DEVICE_POWER, RUN) + ")",
                                ""),
                        panel(
                                Kind.STAT,
                                "Carbon intensity",
                                "Of the electricity, as it is in force now.",
                                Metric.GRID_INTENSITY,
                                "max by (zone) (" + of(Metric.GRID_INTENSITY, RUN) + ")",
                                "{{zone}}"),
                        panel(
                                Kind.GRAPH,
                                "Power by device",
                                "Mean power of each whole device over the last interval.",
                                Metric.DEVICE_POWER,
                                of(Metric.DEVICE_POWER, RUN),
                                "{{node}} {{device}} ({{source}})"),
                        panel(
                                Kind.GRAPH,
                                "Occupancy by device",
                                "Share of each device that the job takes, by the headline attribution.",
                                Metric.DEVICE_OCCUPANCY,
                                of(Metric.DEVICE_OCCUPANCY, RUN),
                                "{{node}} {{device}}"),
                        panel(
                                Kind.GRAPH,
                                "Energy of the job by attribution",
                                "occupancy: the share of the capacity; active: of what was in use; machine: all of it.",
                                Metric.JOB_ENERGY,
                                "sum by (attribution) (" + of(Metric.JOB_ENERGY, RUN) + ")",
                                "{{attribution}}"),
                        panel(
                                Kind.GRAPH,
                                "Emissions by device type",
                                "Since metering began, PUE included.",
                                Metric.JOB_EMISSIONS,
                                "sum by (device_type) (" + of(Metric.JOB_EMISSIONS, RUN) + ")",
                                "{{device_type}}"),
                        panel(
                                Kind.GRAPH,
                                "Memory of the job",
                                "Resident memory.",
                                Metric.JOB_MEMORY,
                                of(Metric.JOB_MEMORY, RUN),
                                "{{node}}"),
                        panel(
                                Kind.GRAPH,
                                "Cores in use by the job",
                                "CPU seconds a second, and the number of its processes.",
                                Metric.JOB_PROCESSES,
                                "rate(" + of(Metric.JOB_CPU, RUN) + "[$__rate_interval])",
                                "{{node}} cores"),
                        new Panel(
                                Kind.GRAPH,
                                "Sources",
                                "1 while a source gives readings; its reason where it does not.",
                                Metric.SOURCE_UP,
                                List.of(new Query(of(Metric.SOURCE_UP, RUN), "{{node}} {{source}} {{reason}}"))),
                        new Panel(
                                Kind.GRAPH,
                                "What is missing",
                                "Length of gaps, and the age of the last sample.",
                                Metric.SAMPLE_GAP_TIME,
                                List.of(
                                        new Query(of(Metric.SAMPLE_GAP_TIME, RUN), "{{node}} gaps"),
                                        new Query(
                                                "time() - " + of(Metric.LAST_SAMPLE, RUN),
                                                "{{node}} age of the last sample"))),
                        panel(
                                Kind.GRAPH,
                                "Cost of the meter",
                                "CPU seconds that the agent takes a second.",
                                Metric.DEVICE_OCCUPANCY,
                                "rate(" + of(Metric.AGENT_CPU, RUN) + "[$__rate_interval])",
                                "{{node}}"),
                        panel(
                                Kind.GRAPH,
                                "Memory of the meter",
                                "Resident memory of the agent.",
                                Metric.AGENT_MEMORY,
                                of(Metric.AGENT_MEMORY, RUN),
                                "{{node}}")));
    }

    static Dashboard fleet() {
        String devices = "max by (node, device_type, device) (" + of(Metric.DEVICE_POWER, FLEET) + ")";
        String energy = "sum by (run_id, node, attribution) (" + of(Metric.JOB_ENERGY, FLEET) + ")";
        return new Dashboard(
                "ceait-fleet",
                "CEAIT fleet",
                "Power of all nodes, and the runs that take it. Two agents on one node see the same devices: each counts once.",
                List.of(new Variable("node", "Node", "label_values(" + Metric.RUN_INFO.family() + ", node)", true)),
                List.of(
                        panel(
                                Kind.STAT,
                                "Power of all devices",
                                "Each device once.",
                                Metric.DEVICE_POWER,
                                "sum(" + devices + ")",
                                ""),
                        panel(
                                Kind.STAT,
                                "Runs",
                                "That are metered now.",
                                Metric.RUN_INFO,
                                "count(count by (run_id) (" + of(Metric.RUN_INFO, FLEET) + "))",
                                ""),
                        panel(
                                Kind.STAT,
                                "Emissions of these runs",
                                "Since the metering of each began, PUE included.",
                                Metric.JOB_EMISSIONS,
                                "sum(" + of(Metric.JOB_EMISSIONS, FLEET) + ")",
                                ""),
                        panel(
                                Kind.STAT,
                                "Sources that fail",
                                "Denied, failed or stuck; a source that a node lacks is no failure.",
                                Metric.SOURCE_UP,
                                "count(" + Metric.SOURCE_UP.family()
                                        + "{node=~\"$node\",reason=~\"denied|failed|stuck|implausible\"} == 0)"
                                        + " or vector(0)",
                                ""),
                        panel(
                                Kind.GRAPH,
                                "Power by node",
                                "Of all devices of a node, each once.",
                                Metric.DEVICE_POWER,
                                "sum by (node) (" + devices + ")",
                                "{{node}}"),
                        panel(
                                Kind.GRAPH,
                                "Power by device type",
                                "Over all nodes.",
                                Metric.DEVICE_POWER,
                                "sum by (device_type) (" + devices + ")",
                                "{{device_type}}"),
                        panel(
                                Kind.BARS,
                                "Energy by run",
                                "The ten largest, by their headline attribution.",
                                Metric.JOB_ENERGY,
                                "topk(10, sum by (run_id) (" + headline(energy, FLEET) + "))",
                                "{{run_id}}"),
                        panel(
                                Kind.BARS,
                                "Emissions by run",
                                "The ten largest.",
                                Metric.JOB_EMISSIONS,
                                "topk(10, sum by (run_id) (" + of(Metric.JOB_EMISSIONS, FLEET) + "))",
                                "{{run_id}}"),
                        panel(
                                Kind.GRAPH,
                                "Occupancy of devices",
                                "Mean over the devices of a type and node, by each run's headline attribution.",
                                Metric.DEVICE_OCCUPANCY,
                                "avg by (node, device_type) (" + of(Metric.DEVICE_OCCUPANCY, FLEET) + ")",
                                "{{node}} {{device_type}}"),
                        panel(
                                Kind.GRAPH,
                                "Carbon intensity by zone",
                                "As it is in force.",
                                Metric.GRID_INTENSITY,
                                "max by (zone) (" + of(Metric.GRID_INTENSITY, FLEET) + ")",
                                "{{zone}}")));
    }
}
