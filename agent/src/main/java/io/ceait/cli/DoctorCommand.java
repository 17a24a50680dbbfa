package io.ceait.cli;

import io.ceait.config.EffectiveConfig;
import io.ceait.data.CpuTdp;
import io.ceait.json.Json;
import io.ceait.kernel.KernelConstants;
import io.ceait.machine.Machine;
import io.ceait.machine.MachineLoad;
import io.ceait.machine.Topology;
import io.ceait.source.model.MemorySize;
import io.ceait.source.model.PublishedEstimates;
import io.ceait.source.model.VirtualCpu;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code doctor}: what a run on this machine would measure, what it would estimate, and how to have more measured. */
@Command(
        name = "doctor",
        sortOptions = false,
        description = "List every sensor with its state and remedy, and what a run would measure and estimate.%n")
final class DoctorCommand implements Callable<Integer> {

    /** Nobody waits for a tick here. */
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private final HelpOption help = new HelpOption();

    @Override
    public Integer call() {
        CommandSpec self = Objects.requireNonNull(spec);
        EffectiveConfig config = SettingOptions.resolve(self.commandLine().getParseResult(), System.getenv());
        SensorSettings settings = SensorSettings.of(config, INTERVAL);
        Topology topology = Machine.topology(settings.roots());
        try (MachineLoad load = Machine.load(settings.roots(), KernelConstants.ofThisMachine());
                Sensors sensors = Sensors.discover(settings, topology, load)) {
            DoctorOutput output = new DoctorOutput(
                    topology,
                    load.installedBytes(),
                    sensors.channels(),
                    sensors.findings(),
                    sensors.bases(),
                    sensors.gpuReports(),
                    estimates(topology, load));
            PrintWriter out = self.commandLine().getOut();
            if (json) {
                Json.print(out, output::write);
            } else {
                output.print(out);
            }
        }
        return ExitCode.OK;
    }

    private static List<PublishedEstimates.Row> estimates(Topology topology, MachineLoad load) {
        return PublishedEstimates.forMachine(new PublishedEstimates.Machine(
                topology.packages().size(),
                topology.logicalCpus(),
                topology.virtual()
                        ? Optional.empty()
                        : CpuTdp.find(topology.brand()).map(CpuTdp::tdp),
                VirtualCpu.UNKNOWN,
                MemorySize.ofBytes(load.installedBytes())));
    }
}
