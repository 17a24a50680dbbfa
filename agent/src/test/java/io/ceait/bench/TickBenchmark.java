package io.ceait.bench;

import io.ceait.device.Device;
import io.ceait.device.DeviceType;
import io.ceait.device.Quality;
import io.ceait.energy.Ledger;
import io.ceait.kernel.KernelConstants;
import io.ceait.kernel.KernelRoots;
import io.ceait.machine.Machine;
import io.ceait.machine.MachineLoad;
import io.ceait.sampling.Sample;
import io.ceait.sampling.Sampler;
import io.ceait.source.Channel;
import io.ceait.source.PowerSource;
import io.ceait.source.model.ModelSource;
import io.ceait.source.model.ModelSource.ModelledDevice;
import io.ceait.source.model.PowerCurve;
import io.ceait.source.rapl.RaplSource;
import io.ceait.target.ProcessTree;
import io.ceait.time.SystemClock;
import io.ceait.units.Power;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A sample of the live {@code /proc} and a powercap tree of two packages with memory, and its booking. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class TickBenchmark {

    @Param({"1", "10", "100", "500"})
    public int processes;

    private final List<Process> job = new ArrayList<>();
    private Path sysfs = Path.of("");
    private List<PowerSource> sources = List.of();
    private Optional<MachineLoad> load = Optional.empty();
    private Optional<ProcessTree> tree = Optional.empty();
    private Optional<Sampler> sampler = Optional.empty();
    private Optional<Ledger> ledger = Optional.empty();

    @Setup(Level.Trial)
    public void setUp() throws IOException {
        sysfs = powercapTree();
        List<Integer> pids = new ArrayList<>();
        for (int i = 0; i < processes; i++) {
            Process process = new ProcessBuilder("sleep", "100000").start();
            job.add(process);
            pids.add((int) process.pid());
        }
        KernelConstants constants = KernelConstants.ofThisMachine();
        MachineLoad machine = Machine.load(KernelRoots.ofThisMachine(), constants);
        ProcessTree attached = ProcessTree.attach(Path.of("/proc"), pids, machine, constants);
        sources = List.of(RaplSource.discover(sysfs, "benchmark", Duration.ofSeconds(1)), model(machine));
        List<Channel> channels =
                sources.stream().flatMap(s -> s.channels().stream()).toList();
        load = Optional.of(machine);
        tree = Optional.of(attached);
        sampler = Optional.of(new Sampler(new SystemClock(), Duration.ofSeconds(1), machine, attached, sources));
        ledger = Optional.of(new Ledger(channels, List.of()));
        tick();
    }

    private static ModelSource model(MachineLoad machine) {
        Channel channel = new Channel(
                "cpu-model:cpu0",
                new Device("cpu0", DeviceType.CPU, "benchmark"),
                "cpu-model",
                Quality.ESTIMATED,
                Channel.Role.FALLBACK,
                Channel.NEVER_WRAPS,
                Optional.empty());
        return new ModelSource(
                machine,
                List.of(new ModelledDevice(channel, PowerCurve.constant(Power.ofWatts(100)), () -> "constant")));
    }

    private static Path powercapTree() throws IOException {
        Path root = Files.createTempDirectory("ceait-bench");
        for (String zone : List.of(
                "intel-rapl:0 package-0", "intel-rapl:0:0 dram", "intel-rapl:1 package-1", "intel-rapl:1:0 dram")) {
            String[] words = zone.split(" ", 2);
            Path directory =
                    Files.createDirectories(root.resolve("class/powercap").resolve(words[0]));
            Files.writeString(directory.resolve("name"), words[1] + "\n");
            Files.writeString(directory.resolve("energy_uj"), "123456789\n");
            Files.writeString(directory.resolve("max_energy_range_uj"), "262143328850\n");
        }
        return root;
    }

    @Benchmark
    public long tick() {
        Sample sample = sampler.orElseThrow().takeFirst();
        ledger.orElseThrow().accept(sample);
        return sample.elapsedNanos();
    }

    @TearDown(Level.Trial)
    public void tearDown() throws IOException {
        tree.ifPresent(ProcessTree::close);
        load.ifPresent(MachineLoad::close);
        sources.forEach(PowerSource::close);
        job.forEach(Process::destroy);
        try (var files = Files.walk(sysfs)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
