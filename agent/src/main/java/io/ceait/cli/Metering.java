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
import io.ceait.sampling.Sample;
import io.ceait.sampling.Sampler;
import io.ceait.sink.console.Console;
import io.ceait.sink.prometheus.MetricsServer;
import io.ceait.sink.runfile.RunFile;
import io.ceait.source.PowerSource;
import io.ceait.target.Job;
import io.ceait.time.SystemClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
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
    private final CountDownLatch told = new CountDownLatch(1);

    Metering(MeteringSettings settings) {
        this.settings = settings;
    }

    /** Where the job comes from. */
    interface TargetOpener {

        /** {@code pid}, {@code cgroup}, {@code machine} or {@code run}. */
        String kind();

        /** The control group that was stated; empty for other targets. */
        default String cgroup() {
            return "";
        }

        /** Attaches to the job, or makes ready for one that is yet to be started. */
        Job open(MachineLoad load, KernelConstants constants);

        /**
         * The first sample is taken: starts the job if it is ours to start.
         *
         * @return the processes that are the target
         */
        List<Integer> launch();

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

        /** Metering is over: the agent may start processes of its own from now on. */
        default void ended() {}
    }

    /** Meters and returns the exit code. */
    int execute(TargetOpener opener) {
        KernelConstants constants = KernelConstants.ofThisMachine();
        Topology topology = Machine.topology(settings.roots());
        RunIdentity identity = RunIdentity.of(settings.runId(), System.getenv(), Instant.now(), new Random());
        try (MachineLoad load = Machine.load(settings.roots(), constants);
                Sensors sensors = Sensors.discover(settings.sensors(), topology, load)) {
            Optional<MetricsServer> stated = settings.config().isStated(Setting.LISTEN)
                    ? settings.listen().map(this::bind)
                    : Optional.empty();
            return execute(opener, new Node(identity, topology, load, constants, sensors), stated);
        }
    }

    /** What is known of this node before the run. */
    private record Node(
            RunIdentity identity, Topology topology, MachineLoad load, KernelConstants constants, Sensors sensors) {}

    private int execute(TargetOpener opener, Node node, Optional<MetricsServer> stated) {
        RunDirectory directory = directory(node.identity());
        Begun begun;
        try {
            begun = begin(opener, node, directory, stated);
        } catch (IOException e) {
            directory.discard();
            throw new OutputException(directory.path() + " cannot be written: " + TextFiles.reason(e));
        } catch (RuntimeException e) {
            directory.discard();
            throw e;
        }
        try (Job job = begun.job()) {
            return meter(opener, begun, directory);
        } finally {
            begun.server().ifPresent(MetricsServer::close);
        }
    }

    /** A run that has its first sample in the journal. */
    private record Begun(Run run, Job job, RunDescription description, Optional<MetricsServer> server) {}

    private Begun begin(TargetOpener opener, Node node, RunDirectory directory, Optional<MetricsServer> stated)
            throws IOException {
        if (opener.isOurChild()) {
            // Whether the disk takes it is better known before somebody's command is started.
            RunFile.write(directory, describe(node, target(opener, List.of(), ""), stated), Optional.empty());
        }
        Job job = opener.open(node.load(), node.constants());
        Sampler sampler = new Sampler(
                clock, settings.interval(), node.load(), job, node.sensors().sources());
        sampler.warmUp();
        Sample first = sampler.takeFirst();
        List<Integer> pids = opener.launch();
        // The rest of the preparation takes longer than all before it, and is metered already.
        Optional<MetricsServer> server = stated.or(() -> settings.listen().map(this::bind));
        RunDescription description =
                describe(node, target(opener, pids, job.account().cpu().label()), server);
        Run run = new Run(new Run.Parts(
                description,
                directory,
                clock,
                job,
                sampler,
                first,
                settings.duration(),
                settings.factors().feed(description.factors(), clock),
                settings.roots().procfs(),
                sinks(opener, server)));
        RunFile.write(directory, description, Optional.empty());
        run.begin();
        return new Begun(run, job, description, server);
    }

    private List<RunSink> sinks(TargetOpener opener, Optional<MetricsServer> server) {
        List<RunSink> sinks = new ArrayList<>();
        server.ifPresent(sinks::add);
        sinks.addAll(FileSinks.all());
        sinks.add(new Console(System.err, isTerminal() && !opener.isOurChild(), settings.quiet(), settings.language()));
        return sinks;
    }

    private int meter(TargetOpener opener, Begun begun, RunDirectory directory) {
        Signals.handle(signal -> {
            told.countDown();
            opener.onSignal(signal, begun.run());
        });
        if (log().isInfoEnabled()) {
            for (PowerSource.Finding finding : begun.description().findings()) {
                log().info(
                                "{}: {} is {}: {}",
                                finding.source(),
                                finding.sensor(),
                                finding.status().reason().label(),
                                finding.status().detail());
            }
        }
        Runnable inventory = () -> recordInventory(directory, begun.description());
        Run.Outcome outcome = begun.run().execute(opener.isOurChild() ? () -> {} : inventory);
        opener.ended();
        if (opener.isOurChild()) {
            inventory.run();
        }
        linger(begun.server());
        return outcome.allWritten() ? ExitCode.OK : ExitCode.OUTPUT;
    }

    private static TargetDescription target(TargetOpener opener, List<Integer> pids, String cpuMeans) {
        return new TargetDescription(opener.kind(), pids, opener.cgroup(), cpuMeans);
    }

    private RunDescription describe(Node node, TargetDescription target, Optional<MetricsServer> server) {
        return new RunDescription(
                Version.number(),
                node.identity(),
                target,
                settings.interval(),
                settings.headline(),
                settings.factors().orDefaults(),
                settings.declarations(),
                node.topology(),
                node.sensors().channels(),
                node.sensors().uses(),
                node.sensors().bases(),
                node.sensors().findings(),
                settings.config().all(),
                settings.card(),
                server.map(MetricsServer::endpoint));
    }

    private RunDirectory directory(RunIdentity identity) {
        try {
            return RunDirectory.create(settings.out(), identity.runId());
        } catch (FileAlreadyExistsException e) {
            throw new InputException(e.getFile() + " exists already: choose another --run-id or --out");
        } catch (IOException e) {
            throw new OutputException(settings.config().origin(Setting.OUT) + ": no run directory can be made below "
                    + settings.out() + ": " + TextFiles.reason(e));
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
                // Over at once when a signal came, during the run or now.
                boolean unused = told.await(settings.linger().toNanos(), TimeUnit.NANOSECONDS);
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
}
