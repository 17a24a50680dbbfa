package io.ceait.cli;

import io.ceait.config.Setting;
import io.ceait.data.Printable;
import io.ceait.data.TextFiles;
import io.ceait.kernel.KernelConstants;
import io.ceait.machine.Machine;
import io.ceait.machine.MachineLoad;
import io.ceait.machine.Topology;
import io.ceait.progress.ProgressFeed;
import io.ceait.run.Resumption;
import io.ceait.run.Run;
import io.ceait.run.RunDescription;
import io.ceait.run.RunDescription.TargetDescription;
import io.ceait.run.RunDirectory;
import io.ceait.run.RunIdentity;
import io.ceait.run.RunSink;
import io.ceait.sampling.Sampler;
import io.ceait.sink.runfile.RunFile;
import io.ceait.source.PowerSource;
import io.ceait.target.Job;
import io.ceait.time.SystemClock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
    private volatile boolean stopWanted;
    private volatile @Nullable Run run;

    Metering(MeteringSettings settings) {
        this.settings = settings;
    }

    /** Meters and returns the exit code. */
    int execute(TargetOpener opener) {
        KernelConstants constants = KernelConstants.ofThisMachine();
        Topology topology = Machine.topology(settings.roots());
        RunIdentity identity = RunIdentity.of(
                settings.runId(),
                settings.config().origin(Setting.RUN_ID),
                System.getenv(),
                opener.jobVariables(),
                Instant.now(),
                new Random());
        try (MachineLoad load = Machine.load(settings.roots(), constants);
                Sensors sensors = Sensors.search(settings.sensors(), topology, load);
                ProgressFeed progress =
                        settings.progress().map(way -> open(way, opener)).orElse(null)) {
            Optional<Serving> stated = settings.config().isStated(Setting.LISTEN)
                    ? settings.listen().map(this::bind)
                    : Optional.empty();
            return execute(
                    opener,
                    new Node(settings, identity, topology, load, constants, sensors, Optional.ofNullable(progress)),
                    stated);
        }
    }

    private ProgressFeed open(ProgressSettings way, TargetOpener opener) {
        way.signal().ifPresent(opener::keeps);
        return way.open(clock, opener.outputs());
    }

    private int execute(TargetOpener opener, Node node, Optional<Serving> stated) {
        RunPlace place = RunPlace.choose(settings, node.identity(), opener.isOurChild());
        Begun begun;
        try {
            begun = begin(opener, node, place, stated);
        } catch (IOException e) {
            place.giveUp();
            throw new OutputException(place.path() + " cannot be written: " + TextFiles.reason(e));
        } catch (RuntimeException | Error e) {
            place.giveUp();
            throw e;
        }
        try (Job job = begun.job();
                Registration registration = begun.registration()) {
            return meter(opener, begun, place.directory());
        } catch (RuntimeException | Error e) {
            // Nothing that may itself need memory or a file.
            System.err.println(
                    "ceait: metering has failed; what it has recorded is kept: ceait recover " + place.path());
            throw e;
        } finally {
            begun.server().ifPresent(Serving::close);
        }
    }

    /** A run that has its first sample in the journal. */
    private record Begun(
            Run run, Job job, Registration registration, RunDescription description, Optional<Serving> server) {}

    private Begun begin(TargetOpener opener, Node node, RunPlace place, Optional<Serving> stated) throws IOException {
        RunDirectory directory = place.directory();
        Optional<Resumption> resumption = place.resumption();
        if (resumption.isPresent()) {
            // What was metered before must be what is metered now.
            boolean unused = node.sensors().await(Opening.LONGEST);
            node.sensors().end();
            resumption.get().requireSame(planned(opener, node, stated));
            log().warn(
                            "{} holds a run whose agent was killed; it goes on, and the time since its last sample is a gap",
                            directory.path());
        }
        if (opener.isOurChild()) {
            // Whether the disk takes it is better known before somebody's command is started.
            RunFile.write(directory, planned(opener, node, stated), Optional.empty());
        }
        Job job = opener.open(node.load(), node.constants());
        Sampler sampler = new Sampler(
                clock, settings.interval(), node.load(), job, node.sensors().sources());
        resumption.ifPresent(before -> sampler.resumeAfter(before.last()));
        Opening opening = new Opening(clock, job, sampler, node.sensors());
        List<Integer> pids = opener.launch();
        Signals.handle(signal -> toldToEnd(opener, signal));
        // The rest of the preparation takes longer than all before it, and is metered already.
        Optional<Serving> server = stated.or(() -> settings.listen().map(this::bind));
        TargetDescription target = opener.describe(pids, job.account().cpu().label());
        Registration registration = Registration.of(
                node.identity(), target, job, server.map(Serving::endpoint), settings.roots(), clock.monotonicNanos());
        opening.awaitGpus(() -> stopWanted || isOver(sampler.lastStartNanos()));
        RunDescription description = resumption
                .map(before -> before.description().servedAt(server.map(Serving::endpoint)))
                .orElseGet(() -> node.among(registration.others()).describe(target, server.map(Serving::endpoint)));
        Run made = new Run(new Run.Parts(
                description,
                directory,
                clock,
                job,
                sampler,
                opening.first(),
                settings.duration(),
                settings.factors().feed(description.factors(), clock),
                node.progress(),
                settings.roots().procfs(),
                sinks(opener, description.identity(), server),
                settings.journal(),
                resumption));
        RunFile.write(directory, description, Optional.empty());
        made.begin();
        run = made;
        if (stopWanted) {
            made.stop();
        }
        return new Begun(made, job, registration, description, server);
    }

    /** Somebody wants the run to end, be it that it has not even begun. */
    private void stop() {
        stopWanted = true;
        Run begun = run;
        if (begun != null) {
            begun.stop();
        }
    }

    private boolean isOver(long startNanos) {
        return settings.duration()
                .filter(duration -> clock.monotonicNanos() - startNanos >= duration.toNanos())
                .isPresent();
    }

    /** The run before there is a job. */
    private static RunDescription planned(TargetOpener opener, Node node, Optional<Serving> stated) {
        return node.describe(opener.describe(List.of(), ""), stated.map(Serving::endpoint));
    }

    private List<RunSink> sinks(TargetOpener opener, RunIdentity identity, Optional<Serving> server) {
        List<RunSink> sinks = new ArrayList<>();
        server.ifPresent(serving -> sinks.addAll(serving.sinks()));
        if (settings.pushes().isPresent()) {
            sinks.addAll(settings.pushes().get().sinks(identity, server.map(Serving::metrics), clock));
        }
        sinks.addAll(FileSinks.all());
        sinks.add(Terminal.console(settings, opener.isOurChild()));
        return sinks;
    }

    private void toldToEnd(TargetOpener opener, String signal) {
        told.countDown();
        opener.onSignal(signal, this::stop);
    }

    private int meter(TargetOpener opener, Begun begun, RunDirectory directory) {
        if (log().isInfoEnabled()) {
            for (PowerSource.Finding finding : begun.description().findings()) {
                log().info(
                                "{}: {} is {}: {}",
                                finding.source(),
                                finding.sensor(),
                                finding.status().reason().label(),
                                Printable.of(finding.status().detail()));
            }
        }
        Runnable inventory = () -> recordInventory(directory, begun.description());
        Runnable beside = () -> {
            Signals.endureThoseOfTheJob(
                    settings.progress().flatMap(ProgressSettings::signal), signal -> toldToEnd(opener, signal));
            inventory.run();
        };
        Run.Outcome outcome = begun.run().execute(opener.isOurChild() ? () -> {} : beside);
        opener.ended();
        if (opener.isOurChild()) {
            inventory.run();
        }
        if (!outcome.outputsWritten()) {
            tellWhatToDo(directory);
        }
        linger(begun.server());
        return outcome.allWritten() ? ExitCode.OK : ExitCode.OUTPUT;
    }

    private static void tellWhatToDo(RunDirectory directory) {
        if (Files.isDirectory(directory.path())) {
            log().error("not all outputs are written: once they can be, ceait recover {} does it", directory.path());
        } else {
            log().error("{} was removed, and the record of this run with it", directory.path());
        }
    }

    private Serving bind(InetSocketAddress address) {
        return Serving.bind(address, settings);
    }

    private static void recordInventory(RunDirectory directory, RunDescription description) {
        try {
            RunFile.write(directory, description, Optional.of(Machine.inventory()));
        } catch (IOException | RuntimeException | Error e) {
            log().warn("the inventory of the node is not in run.json: {}", TextFiles.reason(e));
        }
    }

    private void linger(Optional<Serving> server) {
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

    /** Logging is set up by the settings, and costs time that most runs need not spend before their first sample. */
    private static Logger log() {
        return LoggerFactory.getLogger(Metering.class);
    }
}
