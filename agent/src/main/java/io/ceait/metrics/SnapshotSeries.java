package io.ceait.metrics;

import io.ceait.attribution.Policy;
import io.ceait.device.DeviceType;
import io.ceait.energy.DeviceBooks;
import io.ceait.run.RunDescription;
import io.ceait.run.Snapshot;
import io.ceait.units.Energy;
import java.util.List;
import java.util.TreeMap;

/** The series of a snapshot and their values. */
public final class SnapshotSeries {

    private final Snapshot snapshot;
    private final Consumer consumer;

    /** Takes a series. */
    @FunctionalInterface
    public interface Consumer {
        /** @param labels values of the metric's labels, in their order */
        void accept(Metric metric, List<String> labels, double value);
    }

    private SnapshotSeries(Snapshot snapshot, Consumer consumer) {
        this.snapshot = snapshot;
        this.consumer = consumer;
    }

    /** What a scrape would have read, without what it says of the agent, which no journal holds. */
    public static void recorded(Snapshot snapshot, Consumer consumer) {
        SnapshotSeries series = new SnapshotSeries(snapshot, consumer);
        snapshot.books().devices().forEach(series::device);
        series.job();
        series.run();
        PredictedSeries.of(snapshot, series::series);
    }

    /** What a scrape would read now. */
    public static void all(Snapshot snapshot, Consumer consumer) {
        recorded(snapshot, consumer);
        new SnapshotSeries(snapshot, consumer).agent();
    }

    private void device(DeviceBooks books) {
        String type = books.device().type().label();
        String id = books.device().id();
        books.energyBySource()
                .forEach((source, energy) -> series(Metric.DEVICE_ENERGY, energy.joules(), type, id, source));
        books.lastPower().ifPresent(power -> series(Metric.DEVICE_POWER, power.watts(), type, id, books.sourceNow()));
        books.lastShare(snapshot.run().headline())
                .ifPresent(share -> series(Metric.DEVICE_OCCUPANCY, share.value(), type, id));
        for (Policy policy : Policy.values()) {
            Energy energy = books.jobEnergy(policy);
            series(Metric.JOB_ENERGY, energy.joules(), type, id, policy.label());
            series(Metric.DEVICE_UNATTRIBUTED, books.unattributed(policy).joules(), type, id, policy.label());
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
        for (Snapshot.SourceStatus status : snapshot.sources()) {
            series(Metric.SOURCE_UP, status.problem().isEmpty() ? 1 : 0, status.source(), status.reason());
        }
        series(Metric.RUN_PRIMARY, run.identity().isPrimary() ? 1 : 0);
        series(Metric.RUN_INFO, 1, run.agentVersion(), run.headline().label(), RunDescription.STANDARD);
    }

    private void agent() {
        series(Metric.LAST_SAMPLE, snapshot.lastSample().toEpochMilli() / 1e3);
        snapshot.agent().ifPresent(use -> {
            series(Metric.AGENT_CPU, use.cpu().toNanos() / 1e9);
            series(Metric.AGENT_MEMORY, use.residentBytes());
        });
    }

    private void series(Metric metric, double value, String... labels) {
        consumer.accept(metric, List.of(labels), value);
    }
}
