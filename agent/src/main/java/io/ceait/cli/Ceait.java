package io.ceait.cli;

import io.ceait.config.EffectiveConfig;
import io.ceait.config.Setting;
import io.ceait.data.Decimals;
import io.ceait.data.FilePath;
import io.ceait.data.InputException;
import io.ceait.data.Printable;
import io.ceait.kernel.KernelConstants;
import io.ceait.kernel.KernelRoots;
import io.ceait.machine.MachineLoad;
import io.ceait.machine.OwnJvm;
import io.ceait.target.ControlGroup;
import io.ceait.target.Job;
import io.ceait.target.TargetException;
import io.ceait.target.WholeMachine;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program: meters what {@code --pid} or {@code --machine} name, or does what a command says. */
@Command(
        name = "ceait",
        versionProvider = Version.class,
        sortOptions = false,
        synopsisHeading = "",
        customSynopsis = {
            "Usage: ceait (--pid PID[,PID…] | --cgroup PATH | --machine) [options]",
            "       ceait run [options] -- COMMAND…",
            "       ceait COMMAND …"
        },
        description = {
            "",
            "A live power and carbon meter for AI training, by T/CCF 0003-2024.",
            "Attaches to a running job, serves its metrics while it runs and writes an",
            "assessment when it has ended.",
            ""
        })
public final class Ceait implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--pid",
            paramLabel = "PID[,PID…]",
            description = "Attach to these processes and their descendants.")
    private @Nullable String pids;

    @Option(
            names = "--cgroup",
            paramLabel = "PATH",
            description = "Attach to a control group: a Slurm step, a pod, a systemd unit.")
    private @Nullable String cgroup;

    @Option(names = "--machine", description = "Meter the whole machine, until --duration or a signal.")
    private boolean machine;

    @Mixin
    private final HelpOption help = new HelpOption();

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the version of the agent and of Java.")
    private boolean version;

    public static void main(String[] args) {
        Invocation invocation = Invocation.of(args);
        if (invocation.meters()) {
            OwnJvm.become();
        }
        // Looking at the annotations of all commands would take a tenth of a second from every attach.
        exit(execute(!invocation.attaches(), args));
    }

    private static int execute(boolean withCommands, String[] args) {
        // A helper's end is not the run's.
        Thread.setDefaultUncaughtExceptionHandler((thread, e) ->
                System.err.println("ceait: " + thread.getName() + " has failed, the rest goes on: " + e));
        try {
            StandardOutput out = new StandardOutput();
            PrintWriter writer = out.writer();
            int code = commandLine(withCommands).setOut(writer).execute(args);
            writer.flush();
            if (out.failure().isEmpty()) {
                return code;
            }
            System.err.println(
                    "ceait: standard output cannot be written: " + out.failure().get());
            return code == ExitCode.OK ? ExitCode.OUTPUT : code;
        } catch (OutOfMemoryError e) {
            System.err.println("ceait: out of memory (" + e.getMessage() + "): at most "
                    + Runtime.getRuntime().maxMemory() / 1_000_000
                    + " MB of heap are allowed; -Xmx64m is enough for most");
            return ExitCode.INTERNAL;
        } catch (Error e) {
            return reportInternal(e, new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        }
    }

    /** Ends also where an orderly end needs memory that there is not. */
    private static void exit(int code) {
        try {
            System.exit(code);
        } finally {
            Runtime.getRuntime().halt(code);
        }
    }

    /** @param withCommands whether anything but metering by {@code --pid} or {@code --machine} may be asked for */
    static CommandLine commandLine(boolean withCommands) {
        CommandLine line = new CommandLine(new Ceait());
        SettingOptions.addTo(line.getCommandSpec(), List.of(Setting.values()));
        if (withCommands) {
            CommandLine run = new CommandLine(new RunCommand());
            SettingOptions.addTo(run.getCommandSpec(), List.of(Setting.values()));
            // What stands behind the command is the command's, dashes and all.
            run.setStopAtPositional(true);
            CommandLine doctor = new CommandLine(new DoctorCommand());
            SettingOptions.addTo(doctor.getCommandSpec(), SensorSettings.SETTINGS);
            CommandLine recover = new CommandLine(new RecoverCommand());
            SettingOptions.addTo(recover.getCommandSpec(), RecoverCommand.SETTINGS);
            CommandLine report = new CommandLine(new ReportCommand());
            SettingOptions.addOverRecordTo(report.getCommandSpec(), ReportCommand.SETTINGS);
            line.addSubcommand(run)
                    .addSubcommand(doctor)
                    .addSubcommand(report)
                    .addSubcommand(recover)
                    .addSubcommand(new EvaluateCommand())
                    .addSubcommand(new IntegrateCommand())
                    .addSubcommand(EstimateCommand.commandLine())
                    .addSubcommand(new WhatIfCommand())
                    .addSubcommand(new IntensityCommand())
                    .addSubcommand(new VersionCommand())
                    .addSubcommand(new CompletionCommand())
                    .addSubcommand(new HelpCommand());
        }
        // Once: of two that are alike JDK 17 cannot make the launcher's archive.
        ITypeConverter<Double> number = Ceait::number;
        line.registerConverter(Double.class, number);
        line.registerConverter(double.class, number);
        line.registerConverter(Path.class, Ceait::path);
        // A word that begins with @ is the command's like any other.
        line.setExpandAtFiles(false);
        line.setParameterExceptionHandler((e, args) -> {
            PrintWriter err = e.getCommandLine().getErr();
            err.println("ceait: " + Printable.of(firstLine(e.getMessage())) + suggestion(e) + "; see ceait --help");
            err.flush();
            return ExitCode.USAGE;
        });
        line.setExecutionExceptionHandler((e, where, parsed) -> report(e, where.getErr()));
        return line;
    }

    private static Double number(String text) {
        double number = Decimals.parse(text);
        if (Double.isNaN(number)) {
            throw new TypeConversionException("'" + text + "' is no number, such as 1.2");
        }
        return number;
    }

    private static Path path(String text) {
        try {
            return FilePath.of(text);
        } catch (InputException e) {
            throw new CommandLine.TypeConversionException(String.valueOf(e.getMessage()));
        }
    }

    private static String suggestion(CommandLine.ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            List<String> near = unmatched.getSuggestions();
            return near.isEmpty() ? "" : " (did you mean " + near.get(0) + "?)";
        }
        return "";
    }

    private static String firstLine(@Nullable String message) {
        return message == null
                ? "these arguments cannot be read"
                : message.lines().findFirst().orElse(message);
    }

    /** One sentence for what the user can mend; a stack trace for what only we can. */
    static int report(Exception e, PrintWriter err) {
        int code;
        if (e instanceof InputException) {
            code = ExitCode.USAGE;
        } else if (e instanceof TargetException) {
            code = ExitCode.TARGET;
        } else if (e instanceof OutputException) {
            code = ExitCode.OUTPUT;
        } else {
            return reportInternal(e, err);
        }
        err.println("ceait: " + Printable.of(String.valueOf(e.getMessage())));
        err.flush();
        return code;
    }

    private static int reportInternal(Throwable e, PrintWriter err) {
        err.println("ceait: internal error, please report it:");
        e.printStackTrace(err);
        err.flush();
        return ExitCode.INTERNAL;
    }

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        ParseResult parsed = command.commandLine().getParseResult();
        EffectiveConfig config = SettingOptions.resolve(parsed, System.getenv());
        MeteringSettings settings = MeteringSettings.of(config);
        return new Metering(settings).execute(target(settings));
    }

    private TargetOpener target(MeteringSettings settings) {
        int stated = (pids != null ? 1 : 0) + (cgroup != null ? 1 : 0) + (machine ? 1 : 0);
        if (stated == 0) {
            throw new InputException(
                    "nothing to meter: state --pid PID, --cgroup PATH or --machine, or use run -- COMMAND"
                            + " (see ceait --help)");
        }
        if (stated > 1) {
            throw new InputException("--pid, --cgroup and --machine exclude each other: state one of them");
        }
        if (pids != null) {
            return Attach.to(parse(pids), settings.roots());
        }
        return cgroup != null ? new Group(cgroup, settings.roots()) : new Machine();
    }

    static List<Integer> parse(String text) {
        List<Integer> list = new ArrayList<>();
        for (String word : text.split(",", -1)) {
            try {
                int pid = Integer.parseInt(word.trim());
                if (pid <= 0) {
                    throw new NumberFormatException();
                }
                list.add(pid);
            } catch (NumberFormatException e) {
                throw new InputException("--pid: '" + word + "' is no process number: write one such as 4242");
            }
        }
        return list;
    }

    private record Group(String cgroup, KernelRoots roots) implements TargetOpener {

        @Override
        public String kind() {
            return "cgroup";
        }

        @Override
        public Job open(MachineLoad load, KernelConstants constants) {
            return ControlGroup.attach(roots, cgroup, load, constants);
        }

        @Override
        public List<Integer> launch() {
            return List.of();
        }
    }

    private record Machine() implements TargetOpener {

        @Override
        public String kind() {
            return "machine";
        }

        @Override
        public Job open(MachineLoad load, KernelConstants constants) {
            return new WholeMachine(load);
        }

        @Override
        public List<Integer> launch() {
            return List.of();
        }
    }
}
