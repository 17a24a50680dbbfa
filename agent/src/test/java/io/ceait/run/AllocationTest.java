package io.ceait.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.ceait.device.Device;
import io.ceait.device.Quality;
import io.ceait.intensity.IntensitySeries;
import io.ceait.intensity.SeriesFeed;
import io.ceait.kernel.KernelRoots;
import io.ceait.kernel.ProcFixture;
import io.ceait.machine.Machine;
import io.ceait.machine.MachineLoad;
import io.ceait.progress.Mark;
import io.ceait.progress.ProgressUnit;
import io.ceait.sampling.Sample;
import io.ceait.sampling.SampleScript;
import io.ceait.sampling.Sampler;
import io.ceait.source.Channel;
import io.ceait.source.PowerSource;
import io.ceait.source.model.ModelSource;
import io.ceait.source.model.ModelSource.ModelledDevice;
import io.ceait.source.model.PowerCurve;
import io.ceait.source.rapl.PowercapFixture;
import io.ceait.source.rapl.PowercapFixture.ZoneFiles;
import io.ceait.source.rapl.RaplSource;
import io.ceait.target.GroupedTree;
import io.ceait.target.Job;
import io.ceait.time.MockClock;
import io.ceait.units.Power;
import java.io.IOException;
import java.io.StringReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tick makes no garbage: at 500 Hz over days it would be the agent's largest cost. */
class AllocationTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final Duration INTERVAL = Duration.ofMillis(2);
    private static final int WARM_UP = 3_000;
    private static final int TICKS = 10_000;

    private static ModelledDevice model(Device device, Channel.Role role) {
        Channel channel = new Channel(
                "model:" + device.id(),
                device,
                device.type().label() + "-model",
                Quality.ESTIMATED,
                role,
                Channel.NEVER_WRAPS,
                Optional.empty());
        return new ModelledDevice(channel, new PowerCurve(u -> Power.ofWatts(50 + 100 * u.value())), () -> "");
    }

    @Test
    void aTickFromTheFilesToTheBooksAllocatesNothing(@TempDir Path dir) throws IOException {
        ProcFixture proc = new ProcFixture(dir.resolve("proc"));
        // Who takes in orphans is looked at as well.
        proc.process(1, 0);
        ProcFixture.Process target = proc.process(100, 10);
        ProcFixture.Process child = proc.process(101, 100);
        PowercapFixture powercap = new PowercapFixture(dir.resolve("sys"));
        ZoneFiles zone = powercap.zone("intel-rapl:0", "package-0");
        ZoneFiles dram = powercap.zone("intel-rapl:0/intel-rapl:0:0", "dram");
        KernelRoots roots = new KernelRoots(proc.procfs(), powercap.sysfs(), dir);
        MockClock clock = new MockClock();
        try (MachineLoad load = Machine.load(roots, ProcFixture.CONSTANTS);
                RaplSource rapl = RaplSource.discover(powercap.sysfs(), "", Duration.ofSeconds(1));
                Job job = GroupedTree.attach(roots, List.of(100), load, ProcFixture.CONSTANTS)) {
            ModelSource models = new ModelSource(
                    load,
                    rapl.devices().stream()
                            .map(device -> model(device, Channel.Role.FALLBACK))
                            .toList());
            List<PowerSource> sources = List.of(rapl, models);
            SimulatedRun simulated = new SimulatedRun();
            simulated.channels =
                    sources.stream().flatMap(s -> s.channels().stream()).toList();
            // It changes twice after the warm-up: that may cost some objects, the ticks between may not.
            StringBuilder csv = new StringBuilder("time_utc,gco2_per_kwh\n");
            for (int i = 0; i < 4; i++) {
                csv.append(java.time.Instant.ofEpochMilli(MockClock.START_MILLIS + 10_000L * i))
                        .append(',')
                        .append(100 + i)
                        .append('\n');
            }
            IntensitySeries series = IntensitySeries.parse("series", new StringReader(csv.toString()));
            simulated.factors = simulated.factors.with(SeriesFeed.provenance(series));
            SeriesFeed feed =
                    new SeriesFeed(series, simulated.factors.intensity().intensity());
            RunState state = new RunState(simulated.description());
            Sampler sampler = new Sampler(clock, INTERVAL, load, job, sources);
            try (Journal journal = Journal.create(RunDirectory.create(dir, "run"), "{}", JournalPolicy.DEFAULT)) {
                IntensityRecord intensities = new IntensityRecord(journal, state);
                // The job says at each tick where it stands, between its milestones.
                Mark[] marks = IntStream.range(0, WARM_UP + TICKS)
                        .mapToObj(i -> new Mark(ProgressUnit.STEP, 60_000 + i, 100_000))
                        .toArray(Mark[]::new);
                long allocated = 0;
                for (int i = 0; i < WARM_UP + TICKS; i++) {
                    zone.energy(1_000_000L + i * 200_000L);
                    dram.energy(1_000_000L + i * 20_000L);
                    if (i % 5 == 0) {
                        // The kernel counts CPU time every 10 ms.
                        proc.work(2);
                        (i % 2 == 0 ? target : child).work(1, 0);
                    }
                    clock.advance(INTERVAL);
                    long due = clock.monotonicNanos();
                    long before = THREADS.getCurrentThreadAllocatedBytes();
                    Sample sample = sampler.take(due, false);
                    feed.tell(sample.wallMillis() - 2, sample.wallMillis(), intensities);
                    journal.progress(sample.elapsedNanos(), marks[i], 0, null);
                    state.progress(sample.elapsedNanos(), marks[i], 0, null);
                    journal.append(sample);
                    state.accept(sample, 1000);
                    long after = THREADS.getCurrentThreadAllocatedBytes();
                    allocated += i < WARM_UP ? 0 : after - before;
                }
                assertThat(state.snapshot().progress().orElseThrow().now().now().done())
                        .isEqualTo(60_000 + WARM_UP + TICKS - 1);
                assertThat(state.snapshot().books().devices()).hasSize(2).allSatisfy(d -> {
                    assertThat(d.energy().joules()).isPositive();
                    assertThat(d.onFallback()).isFalse();
                });
                // Twice a minute the shared memory of processes is looked up, in files that are opened for it.
                assertThat((double) allocated / TICKS).isLessThan(0.5);
            }
        }
    }

    /** Thirty days at a second, metered without a file between: memory and time do not grow with the run. */
    @Test
    void thirtyDaysOfSamplesAreMeteredInFlatMemory() {
        long seconds = 30 * 86_400L;
        SimulatedRun simulated = new SimulatedRun();
        Meter meter = new Meter(simulated.description());
        SampleScript script = new SampleScript(3).cpus(4);
        long range = SimulatedRun.CPU0.rangeMicrojoules();
        long first = 0;
        for (long second = 0; second <= seconds; second++) {
            if (second == 10_000) {
                first = THREADS.getCurrentThreadAllocatedBytes();
            }
            long cpu0 = second * 100_000_000L % range;
            long cpu1 = second * 50_000_000L % range;
            meter.accept(
                    second == 0
                            ? script.after(0, cpu0, cpu1, 0)
                            : script.worked(1_000_000, 2_000_000).afterSecond(cpu0, cpu1, second * 10_000_000L));
        }
        // The arrays of readings that the test itself makes at each sample, and nothing that grows.
        long perSample = (THREADS.getCurrentThreadAllocatedBytes() - first) / (seconds - 10_000);
        assertThat(perSample).isLessThan(64);
        var books = meter.ledger().books();
        assertThat(books.ticks()).isEqualTo(seconds);
        assertThat(books.gaps()).isZero();
        assertThat(books.devices().get(0).energy().joules()).isEqualTo(100.0 * seconds);
        assertThat(books.devices().get(1).energy().joules()).isEqualTo(50.0 * seconds);
        assertThat(books.devices().get(2).energy().joules()).isEqualTo(10.0 * seconds);
    }

    /** The journal is read and the series written row by row: what that allocates does not depend on their number. */
    @Test
    void aDayOfRowsIsWrittenInTheMemoryOfAnHour(@TempDir Path dir) throws IOException {
        long hour = allocatedByReplay(dir, 3_600);
        long day = allocatedByReplay(dir, 86_400);
        List<Long> figures = new ArrayList<>(List.of(hour, day));
        assertThat(day - hour)
                .as("bytes for an hour and for a day: %s", figures)
                .isLessThan(2_000_000);
    }

    private static long allocatedByReplay(Path dir, int seconds) throws IOException {
        SimulatedRun simulated = new SimulatedRun();
        simulated.identity = new RunIdentity("run-" + seconds, "n");
        simulated.duration = Optional.of(Duration.ofSeconds(seconds));
        SimulatedRun.Result result = simulated.execute(dir);
        long[] rows = new long[1];
        long before = THREADS.getCurrentThreadAllocatedBytes();
        new Replay(result.file(Journal.FILE), simulated.description())
                .through((wall, elapsed, device, interval, ci, kg) -> rows[0]++);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(rows[0]).isEqualTo(3L * seconds);
        return allocated;
    }
}
