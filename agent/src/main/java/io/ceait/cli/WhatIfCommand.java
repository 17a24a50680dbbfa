package io.ceait.cli;

import io.ceait.data.AtomicFile;
import io.ceait.data.FileMode;
import io.ceait.data.InputException;
import io.ceait.data.TextFiles;
import io.ceait.emission.IntensityCatalog;
import io.ceait.emission.IntensityFactor;
import io.ceait.intensity.IntensitySeries;
import io.ceait.json.Json;
import io.ceait.recorded.RecordedSummary;
import io.ceait.sink.report.WhatIfPage;
import io.ceait.time.Durations;
import io.ceait.units.Power;
import io.ceait.units.Pue;
import io.ceait.whatif.RecordedJob;
import io.ceait.whatif.Slack;
import io.ceait.whatif.WhatIf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code whatif RUN_DIR --intensity-series FILE}: a finished run at other times and places. */
@Command(
        name = "whatif",
        description = {
            "Say what a finished run would have emitted at another time or place.",
            "Flexible Start and Pause & Resume as Dodge et al. 2022 define them, and the best schedule there is; other zones"
                    + " and PUEs. Hindsight on a known series, not a forecast."
        },
        sortOptions = false)
public final class WhatIfCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final HelpOption help = new HelpOption();

    @Parameters(paramLabel = "RUN_DIR", description = "The directory of a finished run.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path directory;

    @Option(
            names = "--intensity-series",
            required = true,
            paramLabel = "FILE",
            description = "Carbon intensity over time, marginal or average: time_utc,gco2_per_kwh, or a file of"
                    + " Electricity Maps, WattTime and others.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path series;

    @Option(
            names = "--slack",
            split = ",",
            paramLabel = "SLACK",
            description = "By how much the run may end later: a time such as 24h, or a part of its own duration such as"
                    + " 100%%; several with commas (default: 24h,100%%).")
    private List<String> slack = List.of("24h", "100%");

    @Option(
            names = "--start",
            paramLabel = "TIME",
            description = "Take the run to have begun then, for a series of another time: 2023-06-08T12:00:00Z.")
    private @Nullable String start;

    @Option(
            names = "--pause-overhead",
            paramLabel = "TIME",
            description =
                    "What one pause costs, as time of the run's mean power: writing and reading the checkpoint and"
                            + " what is computed twice (default: 0s).")
    private String overhead = "0s";

    @Option(
            names = "--idle-power",
            paramLabel = "W",
            description = "Power of the machine while the run is paused (default: 0).")
    private double idle;

    @Option(
            names = "--zone",
            split = ",",
            paramLabel = "ZONE",
            description = "Other zones to compare with, by their annual average, with commas: DE,FR,CN-BJ.")
    private List<String> zones = List.of();

    @Option(names = "--pue", split = ",", paramLabel = "X", description = "Other PUEs to compare with, with commas.")
    private List<Double> pues = List.of();

    @Option(names = "--html", paramLabel = "FILE", description = "Write a page with the table and a plot too.")
    private @Nullable Path html;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        WhatIf.Question question = question();
        RecordedSummary run = RecordedSummary.read(directory);
        IntensitySeries signal = IntensitySeries.read(series);
        WhatIf answer = WhatIf.of(run, RecordedJob.read(directory, signal.step()), signal, question);
        if (html != null) {
            write(html, WhatIfPage.of(answer));
        }
        WhatIfOutput output = new WhatIfOutput(answer);
        if (json) {
            Json.print(spec.commandLine().getOut(), output::write);
        } else {
            output.print(spec.commandLine().getOut(), spec.commandLine().getErr());
        }
        return 0;
    }

    private static void write(Path file, String page) {
        try {
            AtomicFile.write(
                    file, FileMode.OF_THE_USER, AtomicFile.Durability.POWER_CUT, page.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new OutputException("--html: " + file + " cannot be written: " + TextFiles.reason(e));
        }
    }

    private WhatIf.Question question() {
        for (String one : slack) {
            checked("--slack", () -> Slack.parse(one));
        }
        List<IntensityFactor> others = new ArrayList<>();
        for (String zone : zones) {
            others.add(named(zone));
        }
        List<Pue> otherPues = new ArrayList<>();
        for (Double pue : pues) {
            otherPues.add(checked("--pue", () -> Pue.of(pue)));
        }
        Duration time = checked("--pause-overhead", () -> Durations.parse(overhead));
        Power power = checked("--idle-power", () -> Power.ofWatts(idle));
        return new WhatIf.Question(
                slack, Optional.ofNullable(start).map(WhatIfCommand::instant), time, power, others, otherPues);
    }

    private static IntensityFactor named(String zone) {
        try {
            return IntensityCatalog.bundled().find(zone);
        } catch (InputException e) {
            throw new InputException("--zone: " + e.getMessage(), e);
        }
    }

    private static Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text.strip().replace(' ', 'T')).toInstant();
        } catch (DateTimeException e) {
            throw new InputException(
                    "--start: \"" + text + "\" is no time with a zone: write one such as 2023-06-08T12:00:00Z", e);
        }
    }

    @FunctionalInterface
    private interface Quantity<Q> {
        Q get();
    }

    private static <Q> Q checked(String flag, Quantity<Q> quantity) {
        try {
            return quantity.get();
        } catch (InputException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new InputException(flag + ": " + e.getMessage(), e);
        }
    }
}
