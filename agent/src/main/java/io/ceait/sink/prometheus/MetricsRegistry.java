package io.ceait.sink.prometheus;

import io.ceait.attribution.Policy;
import io.ceait.device.DeviceType;
import io.ceait.energy.DeviceBooks;
import io.ceait.metrics.Metric;
import io.ceait.metrics.PredictedSeries;
import io.ceait.run.AgentUse;
import io.ceait.run.RunDescription;
import io.ceait.run.Snapshot;
import io.ceait.units.Energy;
import io.ceait.units.Power;
import io.ceait.units.Ratio;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of the contract as Micrometer meters over one snapshot per scrape: all figures of a scrape belong to the
 * same tick. Meters are made once and held; a scrape looks nothing up.
 */
final class MetricsRegistry {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Supplier<Snapshot> snapshots;

    /** Families that are there while there is something to say. */
    private final Map<Metric, MultiGauge> sometimes = new EnumMap<>(Metric.class);

    /** Of those that are registered by {@link #show}, the series that are there. */
    private final Map<Metric, List<Tags>> shown = new EnumMap<>(Metric.class);

    private final Set<String> energySeries = new HashSet<>();
    private final Set<String> errorSeries = new HashSet<>();
    private Snapshot current;

    /** What the agent used when that was told last; null before. */
    private @Nullable AgentUse agentUse;

    /** By format, of the current snapshot. */
    private final Map<String, byte[]> scrapes = new HashMap<>();

    MetricsRegistry(Supplier<Snapshot> snapshots) {
        this.snapshots = snapshots;
        this.current = snapshots.get();
        RunDescription run = current.run();
        registry.config()
                .commonTags(
                        "run_id", run.identity().runId(),
                        "node", run.identity().node());
        for (int i = 0; i < current.books().devices().size(); i++) {
            registerDevice(i);
        }
        registerJob();
        registerRun(run);
        refresh();
    }

    /**
     * All metrics as of one snapshot, written once for all who ask before the next; not to be changed.
     *
     * @param contentType as Prometheus clients name it
     */
    synchronized byte[] scrape(String contentType) throws IOException {
        renew();
        byte[] known = scrapes.get(contentType);
        if (known == null) {
            ByteArrayOutputStream body = new ByteArrayOutputStream(16_384);
            registry.scrape(body, contentType);
            known = body.toByteArray();
            scrapes.put(contentType, known);
        }
        return known;
    }

    /** Those that say something of a run that is over. */
    synchronized byte[] scrapeForKeeping(String contentType) throws IOException {
        renew();
        Set<String> kept = new HashSet<>();
        for (Metric metric : Metric.values()) {
            if (metric.outlivesTheRun()) {
                // The library knows counters and infos without the suffix of their samples.
                kept.add(metric.base().replaceFirst("_info$", ""));
            }
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream(16_384);
        registry.scrape(body, contentType, kept);
        return body.toByteArray();
    }

    private void renew() {
        if (snapshots.get() != current) {
            refresh();
            scrapes.clear();
        }
    }

    private void refresh() {
        current = snapshots.get();
        List<DeviceBooks> devices = current.books().devices();
        for (int i = 0; i < devices.size(); i++) {
            for (String source : devices.get(i).energyBySource().keySet()) {
                registerEnergy(i, source);
            }
        }
        current.sampleErrors().keySet().forEach(this::registerErrors);
        current.agent().ifPresent(this::registerAgent);
        refreshDevices(
                Metric.DEVICE_POWER,
                books -> deviceTags(books).and("source", books.sourceNow()),
                books -> known(books.lastPower(), Power::watts));
        Policy headline = current.run().headline();
        refreshDevices(
                Metric.DEVICE_OCCUPANCY,
                MetricsRegistry::deviceTags,
                books -> known(books.lastShare(headline), Ratio::value));
        refreshUp();
        refreshKnown();
        refreshPredicted();
    }

    private void refreshPredicted() {
        Map<Metric, List<MultiGauge.Row<?>>> rows = new EnumMap<>(Metric.class);
        PredictedSeries.of(current, (metric, value, labels) -> {
            Tags tags = Tags.empty();
            for (int i = 0; i < labels.length; i++) {
                tags = tags.and(metric.labels().get(i), labels[i]);
            }
            rows.computeIfAbsent(metric, key -> new ArrayList<>()).add(MultiGauge.Row.of(tags, () -> value));
        });
        rows.forEach((metric, all) ->
                sometimes.computeIfAbsent(metric, this::multiGauge).register(all, true));
    }

    /** A series for each device of which it is known. */
    private void refreshDevices(
            Metric metric, Function<DeviceBooks, Tags> tags, Function<DeviceBooks, OptionalDouble> value) {
        List<DeviceBooks> devices = current.books().devices();
        List<Tags> series = new ArrayList<>();
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        for (int i = 0; i < devices.size(); i++) {
            int index = i;
            if (value.apply(devices.get(i)).isPresent()) {
                series.add(tags.apply(devices.get(i)));
                rows.add(MultiGauge.Row.of(
                        tags.apply(devices.get(i)),
                        this,
                        view -> value.apply(view.device(index)).orElseThrow()));
            }
        }
        show(metric, series, rows);
    }

    /** Registers the series of a family where they are others than before. */
    private void show(Metric metric, List<Tags> series, List<MultiGauge.Row<?>> rows) {
        if (!series.equals(shown.put(metric, series))) {
            sometimes.computeIfAbsent(metric, this::multiGauge).register(rows, true);
        }
    }

    private void refreshUp() {
        List<Tags> series = new ArrayList<>();
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        for (Snapshot.SourceStatus status : current.sources()) {
            Tags tags = Tags.of("source", status.source(), "reason", status.reason());
            double value = status.problem().isEmpty() ? 1 : 0;
            series.add(tags);
            rows.add(MultiGauge.Row.of(tags, () -> value));
        }
        show(Metric.SOURCE_UP, series, rows);
    }

    private static <T> OptionalDouble known(Optional<T> value, ToDoubleFunction<T> number) {
        return value.isPresent() ? OptionalDouble.of(number.applyAsDouble(value.get())) : OptionalDouble.empty();
    }

    private DeviceBooks device(int index) {
        return current.books().devices().get(index);
    }

    private static Tags deviceTags(DeviceBooks books) {
        return Tags.of(
                "device_type",
                books.device().type().label(),
                "device",
                books.device().id());
    }

    private void registerEnergy(int index, String source) {
        DeviceBooks books = device(index);
        if (energySeries.add(books.device().id() + "/" + source)) {
            counter(
                    Metric.DEVICE_ENERGY,
                    deviceTags(books).and("source", source),
                    view -> view.device(index)
                            .energyBySource()
                            .getOrDefault(source, Energy.ZERO)
                            .joules());
        }
    }

    private void registerErrors(String source) {
        if (errorSeries.add(source)) {
            counter(
                    Metric.SAMPLE_ERRORS,
                    Tags.of("source", source),
                    view -> view.current.sampleErrors().getOrDefault(source, 0L));
        }
    }

    /** From when the kernel has told what the agent uses: before, a counter would say that it uses nothing. */
    private void registerAgent(AgentUse now) {
        boolean first = agentUse == null;
        agentUse = now;
        if (first) {
            counter(
                    Metric.AGENT_CPU,
                    Tags.empty(),
                    view -> view.agentUse().cpu().toNanos() / 1e9);
            gauge(Metric.AGENT_MEMORY, Tags.empty(), view -> view.agentUse().residentBytes());
        }
    }

    private AgentUse agentUse() {
        return Objects.requireNonNull(agentUse);
    }

    private void registerDevice(int index) {
        Tags tags = deviceTags(device(index));
        for (Policy policy : Policy.values()) {
            counter(
                    Metric.JOB_ENERGY,
                    tags.and("attribution", policy.label()),
                    view -> view.device(index).jobEnergy(policy).joules());
            Rising unattributed = new Rising();
            counter(
                    Metric.DEVICE_UNATTRIBUTED,
                    tags.and("attribution", policy.label()),
                    view -> unattributed.atLeast(
                            view.device(index).unattributed(policy).joules()));
        }
    }

    private void registerJob() {
        for (DeviceType type : DeviceType.values()) {
            if (current.books().devices().stream().anyMatch(d -> d.device().type() == type)) {
                counter(
                        Metric.JOB_EMISSIONS,
                        Tags.of("device_type", type.label()),
                        view -> view.current.emissions(type).grams());
            }
        }
        counter(Metric.JOB_CPU, Tags.empty(), view -> view.current.jobCpu().toNanos() / 1e9);
    }

    private void refreshKnown() {
        known(
                Metric.JOB_MEMORY,
                current.jobMemoryBytes().isPresent(),
                view -> view.current.jobMemoryBytes().orElseThrow());
        known(
                Metric.JOB_PROCESSES,
                current.processes().isPresent(),
                view -> view.current.processes().orElseThrow());
    }

    /** What is not known is not there: one number that is none would make every sum over nodes none. */
    private void known(Metric metric, boolean isKnown, ToDoubleFunction<MetricsRegistry> value) {
        show(
                metric,
                isKnown ? List.of(Tags.empty()) : List.of(),
                isKnown ? List.of(MultiGauge.Row.of(Tags.empty(), this, value)) : List.of());
    }

    private void registerRun(RunDescription run) {
        String zone = run.factors().zone();
        gauge(
                Metric.GRID_INTENSITY,
                Tags.of("zone", zone),
                view -> view.current.intensity().gramsPerKilowattHour());
        gauge(Metric.PUE, Tags.empty(), view -> run.factors().pue().value());
        counter(Metric.SAMPLE_GAPS, Tags.empty(), view -> view.current.books().gaps());
        counter(
                Metric.SAMPLE_GAP_TIME,
                Tags.empty(),
                view -> view.current.books().gapNanos() / 1e9);
        FunctionTimer.builder(
                        Metric.SAMPLE_DURATION.meter(),
                        this,
                        view -> view.current.samplesTaken(),
                        view -> view.current.samplingTime().toNanos(),
                        TimeUnit.NANOSECONDS)
                .description(Metric.SAMPLE_DURATION.help())
                .register(registry);
        gauge(
                Metric.LAST_SAMPLE,
                Tags.empty(),
                view -> view.current.lastSample().toEpochMilli() / 1e3);
        gauge(Metric.RUN_PRIMARY, Tags.empty(), view -> run.identity().isPrimary() ? 1 : 0);
        gauge(
                Metric.RUN_INFO,
                Tags.of(
                        Tag.of("version", run.agentVersion()),
                        Tag.of("attribution", run.headline().label()),
                        Tag.of("standard", RunDescription.STANDARD)),
                view -> 1);
    }

    /** A difference of two sums may fall by a rounding, which a reader of counters would take for a new start. */
    private static final class Rising {

        private double most;

        double atLeast(double value) {
            most = Math.max(most, value);
            return most;
        }
    }

    private void counter(Metric metric, Tags tags, ToDoubleFunction<MetricsRegistry> value) {
        FunctionCounter.builder(metric.meter(), this, value)
                .baseUnit(
                        metric.unit().suffix().isEmpty() ? null : metric.unit().suffix())
                .description(metric.help())
                .tags(tags)
                .register(registry);
    }

    private void gauge(Metric metric, Tags tags, ToDoubleFunction<MetricsRegistry> value) {
        Gauge.builder(metric.meter(), this, value)
                .baseUnit(
                        metric.unit().suffix().isEmpty() ? null : metric.unit().suffix())
                .description(metric.help())
                .tags(tags)
                .register(registry);
    }

    private MultiGauge multiGauge(Metric metric) {
        return MultiGauge.builder(metric.meter())
                .baseUnit(
                        metric.unit().suffix().isEmpty() ? null : metric.unit().suffix())
                .description(metric.help())
                .register(registry);
    }
}
