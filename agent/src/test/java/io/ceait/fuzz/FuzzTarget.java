package io.ceait.fuzz;

import com.sun.management.ThreadMXBean;
import io.ceait.agents.AgentsParsers;
import io.ceait.card.CardParsers;
import io.ceait.cli.CliParsers;
import io.ceait.command.CommandParsers;
import io.ceait.config.ConfigParsers;
import io.ceait.data.DataParsers;
import io.ceait.data.InputException;
import io.ceait.emission.EmissionParsers;
import io.ceait.estimate.EstimateParsers;
import io.ceait.http.HttpParsers;
import io.ceait.intensity.IntensityParsers;
import io.ceait.intensity.live.LiveParsers;
import io.ceait.json.JsonParsers;
import io.ceait.kernel.KernelParsers;
import io.ceait.machine.MachineParsers;
import io.ceait.progress.ProgressParsers;
import io.ceait.recorded.RecordedParsers;
import io.ceait.run.RunParsers;
import io.ceait.sink.push.otlp.OtlpParsers;
import io.ceait.sink.web.WebParsers;
import io.ceait.sink.web.live.LivePageParsers;
import io.ceait.source.drm.DrmParsers;
import io.ceait.source.nvml.NvmlParsers;
import io.ceait.source.rapl.RaplParsers;
import io.ceait.target.TargetParsers;
import io.ceait.time.TimeParsers;
import io.ceait.whatif.WhatIfParsers;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * The register of everything that reads what we did not write. Whoever adds a parser adds a harness beside it, a line here,
 * and an input or two below {@code src/test/resources/fuzz}: {@link CorpusTest} and {@link MutationTest} then hold it in every
 * build, and {@code scripts/fuzz.sh} looks further.
 */
public enum FuzzTarget {
    // The kernel: /proc, /sys, control groups.
    KERNEL_NUMBER(KernelParsers::number),
    AUXILIARY_VECTOR(KernelParsers::auxiliaryVector),
    ZERO_ENDED_WORDS(KernelParsers::zeroEnded),
    MACHINE_STAT(MachineParsers::stat),
    MEMINFO(MachineParsers::meminfo),
    CPUINFO(MachineParsers::cpuInfo),
    OWN_COMMAND_LINE(MachineParsers::ownCommandLine),
    OWN_STAT(CommandParsers::terminal),
    PROCESS_STAT(TargetParsers::stat),
    PROCESS_STATM(TargetParsers::statm),
    PROCESS_SMAPS_ROLLUP(TargetParsers::smapsRollup),
    PROCESS_CHILDREN(TargetParsers::children),
    PROCESS_ENVIRONMENT(TargetParsers::environment),
    MOUNTS(TargetParsers::mounts),
    CGROUP_MEMBERSHIP(TargetParsers::groupMembership),
    CGROUP_NAME(TargetParsers::groupName),
    CGROUP_PROCESSES(TargetParsers::groupProcesses),
    CGROUP_CPU(TargetParsers::groupCpu),
    CGROUP_MEMORY(TargetParsers::groupMemory),
    POWERCAP_ZONE(RaplParsers::zone),
    POWERCAP_NAME(RaplParsers::packageName),
    DRM_FDINFO(DrmParsers::fdInfo),
    DRM_CARD(DrmParsers::card),

    // Drivers in user space, and names that hardware gives itself.
    NVML_TEXT(NvmlParsers::text),
    NVML_PROCESSES(NvmlParsers::processes),
    NVML_VERSION(NvmlParsers::version),
    PROCESSOR_NAME(DataParsers::processorName),
    ACCELERATOR_NAME(DataParsers::acceleratorName),

    // Files of a run, ours and others'.
    JOURNAL(RunParsers::journal),
    JOURNAL_HEADER(RunParsers::header),
    JOURNAL_PART(RunParsers::part),
    JOURNAL_END(RunParsers::end),
    JOURNAL_PROGRESS(RunParsers::progress),
    RECOVERY(CliParsers::recovery),
    SUMMARY_JSON(RecordedParsers::summary),
    SAMPLES_CSV(RecordedParsers::samples),
    WHAT_IF_JOB(WhatIfParsers::job),
    CLAIM_OF_AN_AGENT(AgentsParsers::claim),

    // What a job says of itself.
    PROGRESS_LINES(ProgressParsers::lines),
    PROGRESS_PATTERN(ProgressParsers::pattern),

    // Files of the user's.
    CSV(DataParsers::csv),
    TIMESTAMPS(DataParsers::timestamps),
    JSON(JsonParsers::object),
    YAML(DataParsers::yaml),
    CONFIGURATION(ConfigParsers::file),
    SETTINGS(CliParsers::settings),
    MODEL_CARD(CardParsers::card),
    INVENTORY(EmissionParsers::inventory),
    ONLINE_SERVICES(EmissionParsers::online),
    MARKET_INSTRUMENTS(EmissionParsers::market),
    SCI_STATEMENT(EmissionParsers::sci),
    TRAINING(EstimateParsers::training),
    POWER_TRACE(CliParsers::powerTrace),
    INTENSITY_SERIES(IntensityParsers::series),
    WEB_CONFIGURATION(WebParsers::configuration),
    PEM(WebParsers::pem),
    TRUSTED_CERTIFICATES(HttpParsers::certificates),

    // Values of flags, variables and settings.
    COMMAND_LINE(CliParsers::commandLine),
    DURATION(TimeParsers::duration),
    DECIMAL(DataParsers::decimal),
    MAGNITUDE(DataParsers::magnitude),
    SLACK(WhatIfParsers::slack),
    PROCESS_NUMBERS(CliParsers::processNumbers),
    PORT(ConfigParsers::port),
    ZONE(EmissionParsers::zone),
    UNCERTAINTY(EmissionParsers::uncertainty),
    LIVE_SOURCE(LiveParsers::source),
    HTTP_ADDRESS(HttpParsers::address),
    SECRET(HttpParsers::secret),
    OTLP_SETTINGS(OtlpParsers::settings),

    // The network.
    LIVE_ANSWER(LiveParsers::answer),
    HTTP_RETRY_AFTER(HttpParsers::retryAfter),
    HTTP_WIRE(WebParsers::wire),
    HTTP_QUERY(WebParsers::query),
    HTTP_HOST(WebParsers::hostName),
    HTTP_AUTHORISATION(WebParsers::authorisation),
    OTLP_RESPONSE(OtlpParsers::response),
    LAST_EVENT_ID(LivePageParsers::lastEventId);

    /** Enough for every branch of a parser, and little enough for many inputs a second. */
    static final int LONGEST_INPUT = 16 << 10;

    /** What may be allocated for one, garbage included: to compare a name with all of a table makes some tens of megabytes. */
    private static final long MOST_BYTES = 256 << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Harness harness;

    FuzzTarget(Harness harness) {
        this.harness = harness;
    }

    /** Where its inputs are kept, below {@code src/test/resources/fuzz}. */
    String folder() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns for what is read and for what is refused in a sentence; fails for everything else. */
    void run(byte[] input) throws Exception {
        long allocated = allocatedBy(input);
        if (allocated > MOST_BYTES) {
            // It may have been the first for which classes had to be loaded.
            allocated = allocatedBy(input);
        }
        if (allocated > MOST_BYTES) {
            throw new AssertionError(allocated + " bytes allocated for an input of " + input.length);
        }
    }

    private long allocatedBy(byte[] input) throws Exception {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            harness.accept(input);
        } catch (InputException e) {
            Refusals.check(e);
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
