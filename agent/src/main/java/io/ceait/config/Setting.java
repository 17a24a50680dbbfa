package io.ceait.config;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The settings of a metering call, the one list from which flags, environment variables, the keys of a file and their
 * descriptions come.
 */
public enum Setting {
    INTERVAL("interval", "DURATION", "1s", "Distance of samples, 2ms to 1h (ms, s, m, h)."),
    DURATION("duration", "DURATION", "", "End the run after this time."),
    OUT("out", "DIR", "./ceait-runs", "Where run directories are made."),
    RUN_ID(
            "run-id",
            "ID",
            "",
            "Name of the run; by default from Slurm, torchrun, or the time. One whose agent was killed is gone on with."),
    JOURNAL_SYNC(
            "journal-sync",
            "DURATION",
            "30s",
            "How often the journal is carried to the disk, against power cuts; 0s leaves it to the kernel."),
    JOURNAL_PART(
            "journal-part",
            "MIB",
            "64",
            "Length at which a part of the journal is closed and compressed, in MiB; at least 1."),
    ATTRIBUTION(
            "attribution", "POLICY", "occupancy", "Headline attribution: occupancy (the standard), active or machine."),
    PUE("pue", "X", "", "Power usage effectiveness, at least 1; a survey's average, flagged, if not stated."),
    PUE_SOURCE(
            "pue-source",
            "TEXT",
            "",
            "Where the PUE comes from, for the record: a meter's year, an operator's report."),
    INTENSITY("intensity", "KG_PER_KWH", "", "Carbon intensity of the electricity, kgCO2e/kWh. Excludes zone."),
    ZONE(
            "zone",
            "ZONE[@YEAR]",
            "",
            "Take the carbon intensity of a zone: CN, CN-BJ, US-CAMX, DE, gcp:europe-west1; WORLD, flagged, if not stated."),
    INTENSITY_SERIES(
            "intensity-series",
            "FILE",
            "",
            "Follow a time series of average intensities: CSV (time_utc,gco2_per_kwh), or CSV and JSON of Electricity Maps,"
                    + " WattTime, Carbon Intensity GB, Carbon Aware SDK. Zone or intensity stand in where it has no value."),
    INTENSITY_LIVE(
            "intensity-live",
            "PROVIDER[:ZONE]",
            "",
            "Ask for the average intensity during the run: electricitymaps:DE, watttime:CAISO_NORTH, gb, gb:13. Zone or"
                    + " intensity stand in while nothing is known. A token is in CEAIT_INTENSITY_TOKEN or a file."),
    INTENSITY_TOKEN_FILE(
            "intensity-token-file",
            "FILE",
            "",
            "The provider's token (WattTime: USER:PASSWORD), in a file of mode 0600."),
    INTENSITY_LIVE_URL(
            "intensity-live-url", "URL", "", "Ask the provider at another address, such as a proxy's; https only."),
    ONLINE("online", "FILE", "", "Cloud services of formula (5), a YAML list online as in an inventory."),
    MARKET(
            "market",
            "FILE",
            "",
            "What was bought (green_share, certificates_kwh, offsets_kg, residual_kg_per_kwh, source), for a market-based"
                    + " figure beside the result."),
    SCI(
            "sci",
            "FILE",
            "",
            "Functional unit and hardware of the Software Carbon Intensity, for a section beside the result."),
    UNCERTAINTY(
            "uncertainty",
            "KEY=U[,KEY=U]",
            "",
            "Relative standard uncertainties in place of the assumed ones: rapl=0.03,pue-stated=0.01."),
    MODEL_CARD(
            "model-card",
            "FILE",
            "",
            "What is to be known of the training beside its energy: model, data, organisation."),
    PROGRESS(
            "progress",
            "FILE|unix:PATH",
            "",
            "Where the job tells how far it is, in lines such as 'epoch 3/10' or 'step 1200/50000': a regular file, or a"
                    + " local socket that is made for it. What the whole will use is predicted from that."),
    PROGRESS_PATTERN(
            "progress-pattern",
            "REGEX",
            "",
            "Find how far the job is in its log instead: 'Epoch (?<epoch>\\d+)/(?<total>\\d+)', 'step (\\d+)/(\\d+)'."),
    PROGRESS_LOG(
            "progress-log",
            "FILE",
            "",
            "The log in which to look; by default the file to which the job's output goes, if it goes to one."),
    PROGRESS_SIGNAL(
            "progress-signal",
            "SIGNAL",
            "",
            "Count signals to the agent as steps instead: USR1 or URG. Needs progress-total."),
    PROGRESS_TOTAL("progress-total", "N", "", "How many epochs or steps there are, where lines do not say."),
    LANG("lang", "LANGUAGE", "en", "Language of the summary on the terminal: en or zh. The report is in both."),
    LISTEN(
            "listen",
            "HOST:PORT",
            "127.0.0.1:29477",
            "Where the live page and metrics are served; port 0 takes a free one."),
    WEB_CONFIG_FILE(
            "web.config.file", "FILE", "", "TLS and passwords for what is served, as Prometheus' exporters take them."),
    NO_LISTEN("no-listen", "", "false", "Serve nothing."),
    LINGER("linger", "DURATION", "0s", "Go on serving for this long after the end, for a last scrape."),
    TEXTFILE(
            "textfile",
            "DIR",
            "",
            "Write the metrics for the node exporter's textfile collector into this directory of its, during the run and at"
                    + " the end."),
    PUSH_GATEWAY(
            "push-gateway",
            "URL",
            "",
            "Push the metrics to this Prometheus Pushgateway, during the run and at the end."),
    PUSH_GATEWAY_USER_FILE(
            "push-gateway-user-file",
            "FILE",
            "",
            "USER:PASSWORD for the Pushgateway, in a file of mode 0600; https only."),
    OTLP(
            "otlp",
            "",
            "false",
            "Push the metrics by the OpenTelemetry protocol, to where the OTEL_EXPORTER_OTLP_… variables say."),
    LIVE("live", "", "false", "Show a table that is drawn anew each second, on a terminal."),
    QUIET("quiet", "", "false", "Print nothing but errors."),
    LOG_LEVEL("log-level", "LEVEL", "warn", "error, warn, info or debug."),
    PATH_PROCFS("path.procfs", "DIR", "/proc", "Where procfs is mounted."),
    PATH_SYSFS("path.sysfs", "DIR", "/sys", "Where sysfs is mounted."),
    PATH_CGROUPFS("path.cgroupfs", "DIR", "/sys/fs/cgroup", "Where control groups are mounted."),
    NVML_LIBRARY(
            "nvml-library", "FILE", "", "The NVIDIA driver's libnvidia-ml.so.1, where it is not where libraries are."),
    DISABLE("disable", "SOURCE[,SOURCE]", "", "Sources that are not to be read: rapl, nvml, drm.");

    /** Those that say how a record is assessed, and nothing about what is recorded: a finished run takes others, too. */
    private static final Set<Setting> OF_THE_ASSESSMENT = EnumSet.of(
            ATTRIBUTION,
            PUE,
            PUE_SOURCE,
            INTENSITY,
            ZONE,
            INTENSITY_SERIES,
            ONLINE,
            MARKET,
            SCI,
            UNCERTAINTY,
            MODEL_CARD);

    /** To whom the figures are handed over. */
    public static final List<Setting> OF_PUSHES = List.of(TEXTFILE, PUSH_GATEWAY, PUSH_GATEWAY_USER_FILE, OTLP);

    /**
     * What excludes each other: in each group one way is stated, by its first setting; those behind it say more of it.
     */
    static final List<List<List<Setting>>> ALTERNATIVES = List.of(
            List.of(List.of(INTENSITY), List.of(ZONE)),
            List.of(List.of(INTENSITY_SERIES), List.of(INTENSITY_LIVE, INTENSITY_LIVE_URL, INTENSITY_TOKEN_FILE)),
            List.of(List.of(PROGRESS), List.of(PROGRESS_PATTERN, PROGRESS_LOG), List.of(PROGRESS_SIGNAL)),
            List.of(List.of(LISTEN), List.of(NO_LISTEN)));

    /** A constant intensity, of which there is one. */
    private static final Set<Setting> OF_A_CONSTANT = EnumSet.of(INTENSITY, ZONE);

    /** An intensity that changes, which a constant one may stand in for. */
    private static final Set<Setting> OF_A_CHANGING =
            EnumSet.of(INTENSITY_SERIES, INTENSITY_LIVE, INTENSITY_LIVE_URL, INTENSITY_TOKEN_FILE);

    private final String key;
    private final String placeholder;
    private final String defaultText;
    private final String description;

    Setting(String key, String placeholder, String defaultText, String description) {
        this.key = key;
        this.placeholder = placeholder;
        this.defaultText = defaultText;
        this.description = description;
    }

    /** The key in a file, and the flag without its dashes. */
    public String key() {
        return key;
    }

    public String flag() {
        return "--" + key;
    }

    public String environmentVariable() {
        return "CEAIT_" + key.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
    }

    /** What stands for the value in a help text; empty for a switch. */
    public String placeholder() {
        return placeholder;
    }

    public boolean isSwitch() {
        return placeholder.isEmpty();
    }

    /** The value when nobody states one; empty when there is none. */
    public String defaultText() {
        return defaultText;
    }

    public String description() {
        return description;
    }

    public static Optional<Setting> byKey(String key) {
        return Arrays.stream(values()).filter(s -> s.key.equals(key)).findFirst();
    }

    /** Whether a finished run can be assessed anew with another value. */
    public boolean isOfTheAssessment() {
        return OF_THE_ASSESSMENT.contains(this);
    }

    /** Whether a value of this one takes the place of one of {@code other} that was stated before. */
    public boolean replaces(Setting other) {
        boolean ofTheConstant = OF_A_CONSTANT.contains(this) && OF_A_CONSTANT.contains(other);
        boolean ofTheChanging =
                (OF_A_CONSTANT.contains(this) || this == INTENSITY_SERIES) && OF_A_CHANGING.contains(other);
        return this != other && (ofTheConstant || ofTheChanging);
    }

    public static List<Setting> ofTheAssessment() {
        return List.copyOf(OF_THE_ASSESSMENT);
    }

    public static List<String> keys() {
        return Arrays.stream(values()).map(Setting::key).toList();
    }
}
