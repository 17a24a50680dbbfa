package io.ceait.cli;

import io.ceait.config.Setting;
import io.ceait.data.InputException;
import io.ceait.data.TextFiles;
import io.ceait.kernel.KernelConstants;
import io.ceait.machine.Machine;
import io.ceait.machine.MachineLoad;
import io.ceait.machine.Topology;
import io.ceait.run.Run;
import io.ceait.run.RunDescription;
import io.ceait.run.RunDescription.TargetDescription;
import io.ceait.run.RunDirectory;
import io.ceait.run.RunIdentity;
import io.ceait.run.RunSink;
import io.ceait.sink.console.Console;
import io.ceait.sink.prometheus.MetricsServer;
import io.ceait.sink.report.HtmlReport;
import io.ceait.sink.runfile.RunFile;
import io.ceait.sink.series.SamplesCsv;
import io.ceait.sink.summary.SummaryJson;
import io.ceait.target.Job;
import io.ceait.time.SystemClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One metering call from its settings to its exit code. Everything that can be refused is refused before the target is
 * opened; afterwards nothing but the end of the run ends the agent.
 */
final class Metering {

    private final MeteringSettings settings;
    private final SystemClock clock = new SystemClock();

    Metering(MeteringSettings settings) {
        this.settings = settings;
    }

    /** Where the job comes from. */
    interface TargetOpener {

        /** {@code pid}, {@code machine} or {@code run}. */
        String kind();

        /** Attaches to the job, starting it if need be. */
        OpenedTarget open(MachineLoad load, KernelConstants constants);

        /**
         * Whether the job is a child of the agent. Then it has the terminal, and no helper process may be started while it
         * runs: what that used would be taken for the job's.
         */
        default boolean isOurChild() {
            return false;
        }

        /** What a signal to the agent means: end the run, or tell the child. */
        default void onSignal(String signal, Run run) {
            run.stop();
        }
    }

    record OpenedTarget(Job job, List<Integer> pids) {}

    /** Meters and returns the exit code. */
    int execute(TargetOpener opener) {
        KernelConstants constants = KernelConstants.ofThisMachine();
        Topology topology = Machine.topology(settings.roots());
        RunIdentity identity = RunIdentity.of(settings.runId(), System.getenv(), Instant.now(), new SecureRandom());
        try (MachineLoad load = Machine.load(settings.roots(), constants);
                Sensors sensors = Sensors.discover(settings.roots(), topology, load, settings.disabled())) {
            Optional<MetricsServer> server = settings.listen().map(this::bind);
            try {
                RunDirectory directory = directory(identity);
                if (opener.isOurChild()) {
                    // Whether the disk takes it is better known before somebody's command is started.
                    begin(directory, describe(identity, opener.kind(), List.of(), topology, sensors, server));
                }
                OpenedTarget target = open(opener, load, constants, directory);
                try (Job job = target.job()) {
                    RunDescription run = describe(identity, opener.kind(), target.pids(), topology, sensors, server);
                    begin(directory, run);
                    return meter(opener, run, directory, load, job, sensors, server);
                }
            } finally {
                server.ifPresent(MetricsServer::close);
            }
        }
    }

    private static OpenedTarget open(
            TargetOpener opener, MachineLoad load, KernelConstants constants, RunDirectory directory) {
        try {
            return opener.open(load, constants);
        } catch (RuntimeException e) {
            directory.discard();
            throw e;
        }
    }

    private int meter(
            TargetOpener opener,
            RunDescription description,
            RunDirectory directory,
            MachineLoad load,
            Job job,
            Sensors sensors,
            Optional<MetricsServer> server) {
        Console console = new Console(System.err, isTerminal() && !opener.isOurChild(), settings.quiet());
        List<RunSink> sinks = new ArrayList<>();
        server.ifPresent(sinks::add);
        sinks.add(new SamplesCsv());
        sinks.add(new SummaryJson());
        sinks.add(new HtmlReport());
        sinks.add(console);
        Run run = new Run(new Run.Parts(
                description,
                directory,
                clock,
                load,
                job,
                sensors.sources(),
                settings.duration(),
                settings.roots().procfs(),
                sinks));
        Signals.handle(signal -> opener.onSignal(signal, run));
        Run.Outcome outcome;
        try {
            Runnable inventory = () -> recordInventory(directory, description);
            outcome = run.execute(RunFile.journalHeader(description), opener.isOurChild() ? () -> {} : inventory);
            if (opener.isOurChild()) {
                inventory.run();
            }
        } catch (IOException e) {
            directory.discard();
            throw new OutputException(directory.path() + " cannot be written: " + reason(e));
        }
        linger(server);
        return outcome.allWritten() ? ExitCode.OK : ExitCode.OUTPUT;
    }

    private RunDescription describe(
            RunIdentity identity,
            String kind,
            List<Integer> pids,
            Topology topology,
            Sensors sensors,
            Optional<MetricsServer> server) {
        return new RunDescription(
                Version.number(),
                identity,
                new TargetDescription(kind, pids),
                settings.interval(),
                settings.headline(),
                settings.factors(),
                topology,
                sensors.channels(),
                sensors.modelBases(),
                sensors.findings(),
                settings.config().all(),
                server.map(MetricsServer::endpoint));
    }

    private RunDirectory directory(RunIdentity identity) {
        try {
            return RunDirectory.create(settings.out(), identity.runId());
        } catch (FileAlreadyExistsException e) {
            throw new InputException(e.getFile() + " exists already: choose another --run-id or --out");
        } catch (IOException e) {
            throw new OutputException(settings.config().origin(Setting.OUT) + ": no run directory can be made below "
                    + settings.out() + ": " + reason(e));
        }
    }

    private static void begin(RunDirectory directory, RunDescription description) {
        try {
            RunFile.write(directory, description, Optional.empty());
        } catch (IOException e) {
            directory.discard();
            throw new OutputException(directory.path() + " cannot be written: " + reason(e));
        }
    }

    private MetricsServer bind(InetSocketAddress address) {
        try {
            return MetricsServer.bind(address);
        } catch (IOException e) {
            if (settings.config().isStated(Setting.LISTEN)) {
                throw new InputException(settings.config().origin(Setting.LISTEN) + ": " + address.getHostString() + ":"
                        + address.getPort() + " cannot be taken (" + e.getMessage()
                        + "): choose another port, or 0 for a free one, or --no-listen");
            }
        }
        try {
            MetricsServer other = MetricsServer.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            log().warn("port {} is in use, metrics are at {}", address.getPort(), other.endpoint());
            return other;
        } catch (IOException e) {
            throw new InputException("no port can be taken for metrics (" + e.getMessage() + "): use --no-listen");
        }
    }

    private static void recordInventory(RunDirectory directory, RunDescription description) {
        try {
            RunFile.write(directory, description, Optional.of(Machine.inventory()));
        } catch (IOException | RuntimeException e) {
            log().warn("the inventory of the node is not in run.json: {}", e.getMessage());
        }
    }

    private void linger(Optional<MetricsServer> server) {
        if (server.isPresent() && !settings.linger().isZero()) {
            try {
                TimeUnit.NANOSECONDS.sleep(settings.linger().toNanos());
            } catch (InterruptedException e) {
                // Told to go.
                Thread.currentThread().interrupt();
            }
        }
    }

    private static boolean isTerminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException e) {
            return false;
        }
    }

    /** Logging is set up by the settings, and costs time that most runs need not spend before their first sample. */
    private static Logger log() {
        return LoggerFactory.getLogger(Metering.class);
    }

    private static String reason(IOException e) {
        return TextFiles.reason(e);
    }
}
