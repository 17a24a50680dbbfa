package io.ceait.run;

import io.ceait.attribution.Policy;
import io.ceait.card.ModelCard;
import io.ceait.device.Device;
import io.ceait.device.DeviceType;
import io.ceait.device.Quality;
import io.ceait.emission.Declarations;
import io.ceait.emission.EmissionFactors;
import io.ceait.emission.EmissionFactors.StatedPue;
import io.ceait.emission.IntensityFactor;
import io.ceait.emission.IntensityFeed;
import io.ceait.machine.IdleLoad;
import io.ceait.machine.Topology;
import io.ceait.progress.ProgressFeed;
import io.ceait.run.RunDescription.SettingValue;
import io.ceait.run.RunDescription.TargetDescription;
import io.ceait.sampling.Sample;
import io.ceait.sampling.Sampler;
import io.ceait.source.Channel;
import io.ceait.source.PowerSource;
import io.ceait.source.PowerSource.Finding;
import io.ceait.source.Slots;
import io.ceait.source.Unavailable;
import io.ceait.source.Unavailable.Reason;
import io.ceait.source.UseChannel;
import io.ceait.source.UseMeans;
import io.ceait.target.IdleJob;
import io.ceait.target.Job;
import io.ceait.target.JobAccount;
import io.ceait.target.JobAccount.CpuMeans;
import io.ceait.target.JobAccount.Loss;
import io.ceait.target.JobAccount.MemoryMeans;
import io.ceait.time.MockClock;
import io.ceait.units.CarbonIntensity;
import io.ceait.units.Power;
import io.ceait.units.Pue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;

/**
 * A run on a machine that exists in the test alone: two sockets of 100 W and 50 W and memory by a model of 10 W, four
 * CPUs of which the job keeps one busy and others another. PUE 1.5, 400 g/kWh.
 */
public final class SimulatedRun {

    public static final Channel CPU0 = channel("cpu0", DeviceType.CPU, "rapl", Quality.MEASURED, 100);
    public static final Channel CPU1 = channel("cpu1", DeviceType.CPU, "rapl", Quality.MEASURED, 50);
    public static final Channel RAM = channel("ram", DeviceType.RAM, "ram-model", Quality.ESTIMATED, 10);
    public static final Unavailable FAILED = new Unavailable(Reason.FAILED, "for the test", "");

    public final MockClock clock = new MockClock();
    public final List<RunSink> sinks = new ArrayList<>();
    public final List<Finding> findings = new ArrayList<>();
    public List<Channel> channels = List.of(CPU0, CPU1, RAM);
    public List<UseChannel> uses = List.of();
    /** In place of the simulated sensors; its channels are to be the run's. */
    public Optional<PowerSource> source = Optional.empty();

    /** Of its four CPUs, how many are at work for anybody. */
    public int busyCpus = 2;

    /** What each of {@link #uses} tells, by its place; what is not named works half for the job and a quarter for others. */
    public final Map<Integer, Use> use = new HashMap<>();

    /**
     * @param job the part of its capacity with which a device works for the job
     * @param busy the same for all
     * @param held the part of it that is the job's to use
     */
    public record Use(double job, double busy, double held) {}

    private static final Use SHARED = new Use(0.5, 0.75, 1);

    /** How the job's use of them is known. */
    public UseMeans useMeans = UseMeans.DEVICE;

    public Policy headline = Policy.OCCUPANCY;
    public RunIdentity identity = new RunIdentity("run-1", "node-1");
    public EmissionFactors factors = EmissionFactors.of(
            new StatedPue(Pue.of(1.5), "stated"),
            IntensityFactor.stated(CarbonIntensity.ofGramsPerKilowattHour(400), "stated"));
    public Duration interval = Duration.ofSeconds(1);
    /** From when on the first channel shows the same value. */
    public Duration stillFrom = Duration.ofDays(1);

    public Optional<Duration> duration = Optional.empty();
    public boolean wholeMachine;
    public long jobMemory = 2L << 30;
    public Declarations declarations = Declarations.none();
    public ModelCard card = ModelCard.NONE;
    /** How the job's figures are known; what is planned on the clock may change it. */
    public volatile JobAccount account = new JobAccount(CpuMeans.CGROUP, MemoryMeans.PROC, Loss.NONE, 0, 0);

    public JournalPolicy journal = JournalPolicy.DEFAULT;
    public Optional<Resumption> resumption = Optional.empty();
    public Optional<IntensityFeed> intensity = Optional.empty();
    public Optional<ProgressFeed> progress = Optional.empty();

    /** Is told when the job is looked at, in milliseconds. */
    public LongConsumer looked = at -> {};

    private volatile boolean alive = true;
    private int failingFrom = Integer.MAX_VALUE;
    private int failingUntil;
    private int reads;

    private static Channel channel(String id, DeviceType type, String source, Quality quality, double watts) {
        return new Channel(
                source + ":" + id,
                new Device(id, type, "model of " + id),
                source,
                quality,
                Channel.Role.PRIMARY,
                quality == Quality.MEASURED ? 262_143_328_850L : Channel.NEVER_WRAPS,
                Optional.of(Power.ofWatts(2 * watts)));
    }

    /** The job ends and, as a process does, says so. */
    public void endJob() {
        alive = false;
        clock.wake();
    }

    /** The job ends and nobody says so. */
    public void vanishJob() {
        alive = false;
    }

    /** The first channel cannot be read from that read to before this one; the first read is 0. */
    public SimulatedRun failing(int from, int until) {
        failingFrom = from;
        failingUntil = until;
        return this;
    }

    public RunDescription description() {
        return new RunDescription(
                "0.0-test",
                identity,
                new TargetDescription(
                        wholeMachine ? "machine" : "pid", wholeMachine ? List.of() : List.of(4711), "", "test"),
                interval,
                headline,
                factors,
                declarations,
                "Linux-6.1",
                new Topology("brand", false, List.of(new Topology.Package(0, 2), new Topology.Package(1, 2))),
                channels,
                uses,
                Map.of(RAM.id(), "10 W"),
                findings,
                List.of(new SettingValue("interval", "1s", "default")),
                card,
                Optional.empty());
    }

    /** Ready to be executed; the job's end and other events are planned on {@link #clock}. */
    public Run in(RunDirectory directory) {
        Job job = new FakeJob();
        Sampler sampler = new Sampler(clock, interval, new Load(), job, List.of(source.orElseGet(Source::new)));
        resumption.ifPresent(before -> sampler.resumeAfter(before.last()));
        Sample first = sampler.takeFirst();
        return new Run(new Run.Parts(
                description(),
                directory,
                clock,
                job,
                sampler,
                first,
                duration,
                intensity,
                progress,
                Path.of("/none"),
                sinks,
                journal,
                resumption));
    }

    /** What an executed run leaves behind. */
    public record Result(Run.Outcome outcome, RunDirectory directory) {
        public Snapshot snapshot() {
            return outcome.snapshot();
        }

        public Path file(String name) {
            return directory.path().resolve(name);
        }
    }

    /** Executes the run below {@code out}; sinks have been started when it returns. */
    public Result execute(Path out) {
        try {
            RunDirectory directory = RunDirectory.create(out, identity.runId());
            return execute(directory, in(directory));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Result execute(RunDirectory directory, Run run) throws IOException {
        CountDownLatch started = new CountDownLatch(1);
        run.begin();
        Run.Outcome outcome = run.execute(started::countDown);
        try {
            started.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return new Result(outcome, directory);
    }

    private long micros() {
        return clock.sinceStart() / 1000;
    }

    private long part(double share) {
        return Math.round(micros() * share);
    }

    private final class Source implements PowerSource {

        @Override
        public String name() {
            return "simulated";
        }

        @Override
        public List<Channel> channels() {
            return channels;
        }

        @Override
        public List<UseChannel> uses() {
            return uses;
        }

        @Override
        public List<Finding> findings() {
            return findings;
        }

        @Override
        public void read(long nowNanos, boolean fresh, Slots into) {
            for (int i = 0; i < channels.size(); i++) {
                long watts =
                        Math.round(channels.get(i).limit().map(Power::watts).orElse(0.0) / 2);
                long moving = i == 0 ? Math.min(micros(), stillFrom.toNanos() / 1000) : micros();
                into.counter(i, 1_000_000 + moving * watts);
            }
            for (int i = 0; i < uses.size(); i++) {
                Use one = use.getOrDefault(i, SHARED);
                into.use(i, useMeans, part(one.job()), part(one.busy()), part(one.held()));
            }
            if (reads >= failingFrom && reads < failingUntil) {
                into.unavailable(0, FAILED);
            }
            reads++;
        }

        @Override
        public void close() {}
    }

    private final class Load extends IdleLoad {

        @Override
        public void refresh(long nowNanos) {
            looked.accept(clock.sinceStart() / 1_000_000);
        }

        @Override
        public long busyMicroseconds() {
            return 77_000_000 + busyCpus * micros();
        }

        @Override
        public int onlineCpus() {
            return 4;
        }

        @Override
        public long usedBytes() {
            return 4L << 30;
        }

        @Override
        public long installedBytes() {
            return 16L << 30;
        }
    }

    private final class FakeJob extends IdleJob {

        @Override
        public long cpuMicroseconds() {
            return micros();
        }

        @Override
        public long memoryBytes() {
            return jobMemory;
        }

        @Override
        public int processes() {
            return alive ? 1 : 0;
        }

        @Override
        public int processesSeen() {
            return 3;
        }

        @Override
        public boolean containsProcess(int pid) {
            return pid == 4711;
        }

        @Override
        public void forEachProcess(IntConsumer action) {
            action.accept(4711);
        }

        @Override
        public boolean alive() {
            return alive;
        }

        @Override
        public JobAccount account() {
            return account;
        }
    }
}
