package io.ceait.sink.prometheus;

import io.ceait.attribution.Policy;
import io.ceait.device.DeviceType;
import io.ceait.energy.DeviceBooks;
import io.ceait.run.RunDescription;
import io.ceait.run.Snapshot;
import io.ceait.units.Energy;
import io.ceait.units.Ratio;
import java.util.TreeMap;

/**
 * The series of a snapshot and their values: what a scrape would read, without the agent's own state, which no journal
 * holds.
 */
final class SnapshotSeries {

    private final Snapshot snapshot;
    private final Consumer consumer;
    private final StringBuilder labels = new StringBuilder();

    /** Takes a series. */
    @FunctionalInterface
    interface Consumer {
        /** @param labels in braces, as the text format writes them */
        void accept(Metric metric, String labels, double value);
    }

    private SnapshotSeries(Snapshot snapshot, Consumer consumer) {
        this.snapshot = snapshot;
        this.consumer = consumer;
    }

    static void of(Snapshot snapshot, Consumer consumer) {
        SnapshotSeries series = new SnapshotSeries(snapshot, consumer);
        snapshot.books().devices().forEach(series::device);
        series.job();
        series.run();
        PredictedSeries.of(snapshot, series::series);
    }

    private void device(DeviceBooks books) {
        String type = books.device().type().label();
        String id = books.device().id();
        books.energyBySource()
                .forEach((source, energy) -> series(Metric.DEVICE_ENERGY, energy.joules(), type, id, source));
        books.lastPower().ifPresent(power -> series(Metric.DEVICE_POWER, power.watts(), type, id, books.sourceNow()));
        Ratio share = books.lastShare().getOrDefault(snapshot.run().headline(), Ratio.ZERO);
        series(Metric.DEVICE_OCCUPANCY, share.value(), type, id);
        for (Policy policy : Policy.values()) {
            Energy energy = books.jobEnergy(policy);
            series(Metric.JOB_ENERGY, energy.joules(), type, id, policy.label());
        }
    }

    private void job() {
        for (DeviceType type : DeviceType.values()) {
            if (snapshot.books().devices().stream().anyMatch(d -> d.device().type() == type)) {
                series(Metric.JOB_EMISSIONS, snapshot.emissions(type).grams(), type.label());
            }
        }
        series(Metric.JOB_CPU, snapshot.jobCpu().toNanos() / 1e9);
        snapshot.jobMemoryBytes().ifPresent(bytes -> series(Metric.JOB_MEMORY, bytes));
        snapshot.processes().ifPresent(count -> series(Metric.JOB_PROCESSES, count));
    }

    private void run() {
        RunDescription run = snapshot.run();
        series(
                Metric.GRID_INTENSITY,
                snapshot.intensity().gramsPerKilowattHour(),
                run.factors().zone());
        series(Metric.PUE, run.factors().pue().value());
        series(Metric.SAMPLE_GAPS, snapshot.books().gaps());
        series(Metric.SAMPLE_GAP_TIME, snapshot.books().gapNanos() / 1e9);
        new TreeMap<>(snapshot.sampleErrors())
                .forEach((source, errors) -> series(Metric.SAMPLE_ERRORS, errors, source));
        series(Metric.RUN_INFO, 1, run.agentVersion(), run.headline().label(), RunDescription.STANDARD);
    }

    /** @param values of the metric's labels, in their order */
    private void series(Metric metric, double value, String... values) {
        labels.setLength(0);
        label('{', "run_id", snapshot.run().identity().runId());
        label(',', "node", snapshot.run().identity().node());
        for (int i = 0; i < values.length; i++) {
            label(',', metric.labels().get(i), values[i]);
        }
        consumer.accept(metric, labels.append('}').toString(), value);
    }

    private void label(char before, String name, String value) {
        labels.append(before).append(name).append("=\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> labels.append("\\\\");
                case '"' -> labels.append("\\\"");
                case '\n' -> labels.append("\\n");
                default -> labels.append(c);
            }
        }
        labels.append('"');
    }
}
