package io.ceait.cli;

import io.ceait.data.InputException;
import io.ceait.data.Magnitude;
import io.ceait.data.YamlFile;
import io.ceait.data.YamlMap;
import io.ceait.device.DeviceType;
import io.ceait.emission.EmissionFactors;
import io.ceait.emission.FactorKeys;
import io.ceait.estimate.Calibration;
import io.ceait.estimate.Key;
import io.ceait.estimate.Methods;
import io.ceait.estimate.Outcome;
import io.ceait.estimate.Outcome.Estimate;
import io.ceait.estimate.Statements;
import io.ceait.estimate.Training;
import io.ceait.estimate.TrainingReader;
import io.ceait.json.Json;
import io.ceait.recorded.RecordedSummary;
import io.ceait.recorded.RecordedSummary.MeteredDevice;
import io.ceait.units.Computation;
import io.ceait.units.Energy;
import java.nio.file.Path;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code estimate [FILE.yaml]}: what a training will cost, by several methods side by side. */
@Command(
        name = "estimate",
        description = {
            "Estimate what a training will cost, by published methods side by side, with intervals.",
            "The description is a YAML file, flags of the same names, or both; flags come first."
        },
        sortOptions = false)
public final class EstimateCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final HelpOption help = new HelpOption();

    @Mixin
    private final EmissionOptions options = new EmissionOptions();

    @Parameters(arity = "0..1", paramLabel = "FILE.yaml", description = "The description of the training.")
    private @Nullable Path file;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(
            names = "--from",
            paramLabel = "RUN_DIR",
            description = "Take device, mean power and share of the host from a finished run.")
    private @Nullable Path run;

    @Option(
            names = "--from-flops",
            paramLabel = "FLOP",
            description = "Floating-point operations of the model in that run: its rate is taken too.")
    private @Nullable String runFlops;

    private EstimateCommand() {}

    /** The command with a flag for every key of a description. */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new EstimateCommand());
        for (Key key : Key.values()) {
            line.getCommandSpec()
                    .addOption(OptionSpec.builder(key.flag())
                            .type(String.class)
                            .arity("1")
                            .paramLabel(key.placeholder())
                            .description(key.description())
                            .build());
        }
        return line;
    }

    @Override
    public Integer call() {
        Optional<YamlMap> description = Optional.ofNullable(file).map(YamlFile::read);
        Statements stated = description.map(Statements::of).orElseGet(Statements::new);
        addFlags(stated);
        EmissionFactors factors =
                options.resolve(description.flatMap(FactorKeys::pue), description.flatMap(FactorKeys::intensity));
        Optional<Calibration> calibration = calibration();
        Training training = TrainingReader.read(stated, factors, calibration);
        List<Outcome> outcomes = Methods.apply(training);
        requireOne(outcomes);
        List<String> warnings = factors.warnings(Year.now(ZoneOffset.UTC).getValue());
        EstimateOutput output = new EstimateOutput(training, calibration, outcomes, warnings);
        if (json) {
            Json.print(spec.commandLine().getOut(), output::write);
        } else {
            output.print(spec.commandLine().getOut(), spec.commandLine().getErr());
        }
        return 0;
    }

    private void addFlags(Statements stated) {
        ParseResult parsed = spec.commandLine().getParseResult();
        for (Key key : Key.values()) {
            if (parsed.hasMatchedOption(key.flag())) {
                stated.put(key, Objects.requireNonNull(parsed.matchedOptionValue(key.flag(), "")));
            }
        }
    }

    private Optional<Calibration> calibration() {
        if (run == null) {
            if (runFlops != null) {
                throw new InputException("--from-flops needs --from: it is the work of that run");
            }
            return Optional.empty();
        }
        return Optional.of(Calibration.of(
                finished(RecordedSummary.read(run)),
                Optional.ofNullable(runFlops).map(EstimateCommand::work)));
    }

    private static Computation work(String text) {
        try {
            return Computation.ofOperations(Magnitude.parse(text));
        } catch (IllegalArgumentException e) {
            throw new InputException("--from-flops: " + e.getMessage(), e);
        }
    }

    /** The devices are the run's accelerators, or its processors where it had none; the rest is the host. */
    private static Calibration.FinishedRun finished(RecordedSummary run) {
        List<MeteredDevice> accelerators = run.devices(DeviceType.GPU);
        List<MeteredDevice> devices = accelerators.isEmpty() ? run.devices(DeviceType.CPU) : accelerators;
        if (devices.isEmpty()) {
            throw new InputException(run.directory() + " has metered no accelerator and no processor");
        }
        Energy ofDevices = devices.stream().map(MeteredDevice::jobEnergy).reduce(Energy.ZERO, Energy::plus);
        Energy all = run.devices().stream().map(MeteredDevice::jobEnergy).reduce(Energy.ZERO, Energy::plus);
        return new Calibration.FinishedRun(
                run.directory().toString(),
                devices.stream().map(MeteredDevice::model).distinct().collect(Collectors.joining(" and ")),
                devices.size(),
                ofDevices,
                Energy.ofJoules(Math.max(0, all.joules() - ofDevices.joules())),
                run.uncertainty(),
                run.duration());
    }

    private static void requireOne(List<Outcome> outcomes) {
        if (outcomes.stream().noneMatch(Estimate.class::isInstance)) {
            throw new InputException(
                    "nothing can be estimated: the default method "
                            + ((Outcome.NotApplicable) outcomes.get(0)).reason()
                            + "; for example estimate --parameters 7B --tokens 2T --device \"A100 80G\" --devices 256 --zone DE");
        }
    }
}
