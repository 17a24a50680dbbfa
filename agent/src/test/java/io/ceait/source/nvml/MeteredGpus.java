package io.ceait.source.nvml;

import io.ceait.energy.DeviceBooks;
import io.ceait.energy.Ledger;
import io.ceait.sampling.Sample;
import io.ceait.source.Channel;
import io.ceait.source.JobProcesses;
import io.ceait.source.Readings;
import io.ceait.source.Unavailable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;

/** A simulated driver under the source, and the ledger above it: what a run does with them, on the simulator's clock. */
final class MeteredGpus implements AutoCloseable {

    /** Longer than any busy machine takes: a test whose driver answers never waits for it. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final NvmlSimulator simulator;
    final NvmlSource source;
    final Sample sample;
    final Ledger ledger;
    private final List<String> failures = new ArrayList<>();
    private Duration start = Duration.ZERO;
    private Duration before = Duration.ZERO;
    private Optional<LongConsumer> observer = Optional.empty();
    private long ticks;

    private MeteredGpus(NvmlSimulator simulator, NvmlOptions options, JobProcesses job) {
        this.simulator = simulator;
        source = NvmlSource.discover(options, () -> simulator.now().toNanos());
        source.attach(job);
        sample = new Sample(source.channels().size(), source.uses().size());
        ledger = new Ledger(source.channels(), source.uses());
    }

    static MeteredGpus of(NvmlSimulator simulator, Duration interval, JobProcesses job) {
        return new MeteredGpus(simulator, options(simulator.library(), interval), job);
    }

    static MeteredGpus of(NvmlSimulator simulator, Duration interval, JobProcesses job, Path procfs) {
        NvmlOptions usual = options(simulator.library(), interval);
        return new MeteredGpus(
                simulator,
                new NvmlOptions(usual.library(), usual.root(), procfs, Map.of(), interval, usual.deadlines()),
                job);
    }

    static MeteredGpus of(Path dir, String generation, String scenario, Duration interval, JobProcesses job)
            throws IOException {
        return of(NvmlSimulator.create(dir, generation, scenario), interval, job);
    }

    static NvmlOptions options(Path library, Duration interval) {
        return options(library, interval, new NvmlOptions.Deadlines(PATIENCE, Duration.ZERO, PATIENCE, PATIENCE));
    }

    static NvmlOptions options(Path library, Duration interval, NvmlOptions.Deadlines deadlines) {
        return new NvmlOptions(Optional.of(library), Path.of("/"), Path.of("/proc"), Map.of(), interval, deadlines);
    }

    /** A job of certain processes. */
    static JobProcesses job(Integer... pids) {
        Set<Integer> all = Set.of(pids);
        return new JobProcesses() {
            @Override
            public boolean containsProcess(int pid) {
                return all.contains(pid);
            }

            @Override
            public void forEachProcess(IntConsumer action) {
                all.forEach(action::accept);
            }
        };
    }

    /** Calls back after each tick with its number. */
    void observe(LongConsumer callback) {
        observer = Optional.of(callback);
    }

    /** The tick that opens the run. */
    MeteredGpus begin() {
        start = simulator.now();
        before = start;
        tick(true, false);
        return this;
    }

    /** As {@link #runUntil}, with the driver's thread free to work each tenth of a second between the ticks. */
    void runInTimeUntil(Duration end, Duration interval) {
        Duration step = Duration.ofMillis(100);
        while (simulator.now().plus(interval).compareTo(end) <= 0) {
            Duration next = simulator.now().plus(interval);
            while (simulator.now().plus(step).compareTo(next) < 0) {
                simulator.advance(step);
                passBetween();
            }
            simulator.setNow(next);
            tick(false, false);
        }
    }

    private void passBetween() {
        try {
            source.passBetween(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ticks at this pace until this scenario time. */
    void runUntil(Duration end, Duration interval) {
        while (simulator.now().plus(interval).compareTo(end) <= 0) {
            simulator.advance(interval);
            tick(false, false);
        }
    }

    /** Ends the run after a last interval. */
    void end(Duration interval) {
        simulator.advance(interval);
        tick(true, true);
    }

    void tick(boolean fresh, boolean last) {
        Duration now = simulator.now();
        long interval = now.minus(before).toNanos();
        before = now;
        sample.at(ticks, now.toMillis(), now.minus(start).toNanos(), interval);
        sample.flags(false, false, last);
        sample.machine(1_000_000 * ticks, 1, 1 << 30, 1L << 31);
        sample.job(0, 1 << 20, 1, 1);
        source.read(now.toNanos(), fresh, sample.readings().slots(0, 0));
        settle();
        ledger.accept(sample);
        for (int i = 0; i < source.channels().size(); i++) {
            Unavailable why = sample.readings().unavailable(i);
            if (why != null) {
                failures.add(ticks + " " + source.channels().get(i).id() + " " + why.reason() + " " + why.detail());
            }
        }
        long number = ticks;
        observer.ifPresent(callback -> callback.accept(number));
        ticks++;
    }

    private void settle() {
        try {
            source.awaitSettled(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Readings readings() {
        return sample.readings();
    }

    int channel(String id) {
        return source.channels().stream().map(Channel::id).toList().indexOf(id);
    }

    /** Every reading that there was not: tick, channel, reason and words. */
    List<String> failures() {
        return failures;
    }

    DeviceBooks device(String id) {
        return ledger.books().devices().stream()
                .filter(books -> books.device().id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    double jobSeconds(int use) {
        return readings().useJobMicroseconds(use) / 1e6;
    }

    double busySeconds(int use) {
        return readings().useBusyMicroseconds(use) / 1e6;
    }

    double heldSeconds(int use) {
        return readings().useHeldMicroseconds(use) / 1e6;
    }

    @Override
    public void close() {
        source.close();
    }
}
