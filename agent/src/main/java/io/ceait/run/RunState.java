package io.ceait.run;

import io.ceait.emission.IntensityOrigin;
import io.ceait.energy.Books;
import io.ceait.energy.DeviceBooks;
import io.ceait.prediction.ProgressLedger;
import io.ceait.progress.Mark;
import io.ceait.sampling.Sample;
import io.ceait.source.Channel;
import io.ceait.source.Unavailable;
import io.ceait.units.CarbonIntensity;
import io.ceait.units.Mass;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The live books, and snapshots of them for whoever asks. The tick writes under the lock for some microseconds; a
 * snapshot is made only when asked for and serves all askers until the next tick, so that ticks without readers make no
 * garbage.
 */
final class RunState {

    private final RunDescription run;
    /** Answers what the agent uses now; nothing in a replay. */
    private volatile Supplier<Optional<AgentUse>> agentUse = Optional::empty;

    private final Meter meter;
    private final long[] errors;
    private final @Nullable Unavailable[] problems;

    private RunStatus status = RunStatus.RUNNING;
    private long samples;
    private long installedBytes;
    private long samplingNanos;
    private long journalErrors;
    private Optional<AgentUse> agentAtEnd = Optional.empty();
    private final JobUse job = new JobUse();
    private final ClockJumps.Watch clocks;
    private volatile @Nullable Snapshot latest;

    RunState(RunDescription run) {
        this.run = run;
        meter = new Meter(run);
        clocks = new ClockJumps.Watch(run.interval());
        errors = new long[run.channels().size()];
        problems = new Unavailable[run.channels().size()];
    }

    /** Samples are to come, from this process. */
    RunState live() {
        agentUse = AgentUse::now;
        return this;
    }

    synchronized void accept(Sample sample, long tookNanos) {
        meter.accept(sample);
        for (int i = 0; i < errors.length; i++) {
            problems[i] = sample.readings().unavailable(i);
            if (problems[i] != null) {
                errors[i]++;
            }
        }
        samples++;
        installedBytes = sample.installedBytes();
        samplingNanos += tookNanos;
        job.accept(sample);
        clocks.accept(sample);
        latest = null;
    }

    /** What the last sample booked; for the sampling thread, which alone books. */
    Booked booked() {
        return meter;
    }

    synchronized void intensityFrom(long epochMillis, CarbonIntensity intensity, IntensityOrigin origin) {
        meter.intensityFrom(epochMillis, intensity, origin);
    }

    synchronized void progress(long elapsedNanos, Mark mark, long ignoredLines, @Nullable CarbonIntensity forecast) {
        meter.progress(elapsedNanos, mark, ignoredLines, forecast);
    }

    /** For how long the job will go on after a mark, at its pace so far; 0 if that is not known. */
    synchronized long nanosToCome(Mark mark, long elapsedNanos) {
        ProgressLedger progress = meter.progress();
        return progress == null ? 0 : progress.nanosToCome(mark, elapsedNanos);
    }

    synchronized void journalError() {
        journalErrors++;
    }

    synchronized void end(RunStatus how) {
        status = how;
        latest = null;
    }

    /** Of a run that is read back. */
    synchronized void end(RunEnd end) {
        end(end.status());
        journalErrors = end.journalErrors();
        samplingNanos = end.samplingTime().toNanos();
        agentAtEnd = end.agent();
    }

    synchronized boolean isEmpty() {
        return samples == 0;
    }

    Meter meter() {
        return meter;
    }

    Snapshot snapshot() {
        Snapshot known = latest;
        if (known != null) {
            return known;
        }
        // Asked of the kernel before the lock is taken: a tick waits for no file.
        return build(agentUse.get());
    }

    private synchronized Snapshot build(Optional<AgentUse> use) {
        Books books = meter.ledger().books();
        Map<String, Mass> emissions = new LinkedHashMap<>();
        for (int i = 0; i < meter.ledger().deviceCount(); i++) {
            emissions.put(meter.ledger().device(i).id(), meter.emissions().emissions(i));
        }
        Snapshot built = new Snapshot(
                run,
                status,
                Instant.ofEpochMilli(meter.firstWallMillis()),
                Instant.ofEpochMilli(meter.lastWallMillis()),
                books,
                emissions,
                meter.emissions().intensity(),
                job.cpu(),
                job.cpuBySource(),
                job.memoryBytes(),
                job.memorySource(),
                installedBytes > 0 ? OptionalLong.of(installedBytes) : OptionalLong.empty(),
                job.processes(),
                job.processesSeen(),
                job.blindSpots(),
                sources(books),
                sampleErrors(books),
                samples,
                Duration.ofNanos(samplingNanos),
                journalErrors,
                clocks.jumps(),
                agentAtEnd.or(() -> use),
                Optional.ofNullable(meter.progress()).map(ProgressLedger::books));
        latest = built;
        return built;
    }

    /** A source is as good as the worst of what it should tell. */
    private List<Snapshot.SourceStatus> sources(Books books) {
        Map<String, Optional<Unavailable>> worst = new LinkedHashMap<>();
        for (int i = 0; i < problems.length; i++) {
            Channel channel = run.channels().get(i);
            Optional<Unavailable> problem = Optional.ofNullable(problems[i]);
            if (problem.isEmpty() && channel.role() == Channel.Role.PRIMARY && isOnFallback(books, channel)) {
                problem = Optional.of(new Unavailable(
                        Unavailable.Reason.STUCK, channel.id() + " answers, but its value stands still", ""));
            }
            worst.merge(channel.source(), problem, (one, other) -> one.isPresent() ? one : other);
        }
        run.findings().stream()
                .filter(finding -> finding.status().reason() != Unavailable.Reason.NOT_COUNTED)
                .forEach(finding -> worst.merge(
                        finding.source(),
                        Optional.of(finding.status()),
                        (one, other) -> one.isPresent() ? one : other));
        List<Snapshot.SourceStatus> list = new ArrayList<>();
        worst.forEach((name, problem) -> list.add(new Snapshot.SourceStatus(name, problem)));
        return list;
    }

    private static boolean isOnFallback(Books books, Channel channel) {
        return books.devices().stream()
                .anyMatch(device -> device.device().equals(channel.device()) && device.onFallback());
    }

    private Map<String, Long> sampleErrors(Books books) {
        Map<String, Long> bySource = new HashMap<>();
        for (int i = 0; i < errors.length; i++) {
            bySource.merge(run.channels().get(i).source(), errors[i], Long::sum);
        }
        for (DeviceBooks device : books.devices()) {
            device.energyBySource().keySet().stream()
                    .findFirst()
                    .ifPresent(source -> bySource.merge(source, device.implausible(), Long::sum));
        }
        return bySource;
    }
}
