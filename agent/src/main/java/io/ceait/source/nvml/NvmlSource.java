package io.ceait.source.nvml;

import io.ceait.data.Printable;
import io.ceait.source.Channel;
import io.ceait.source.JobProcesses;
import io.ceait.source.PowerSource;
import io.ceait.source.Slots;
import io.ceait.source.Unavailable;
import io.ceait.source.Unavailable.Reason;
import io.ceait.source.UseChannel;
import io.ceait.time.Gaps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The GPUs of NVIDIA's driver: their energy counters, their power sensors joined to counters, and the job's use of them.
 *
 * <p>The driver may hang for as long as it likes: its calls are made by a thread of their own, and {@link #read} waits
 * for that one a few milliseconds at most. A tick in the sensors' pace costs two calls per GPU there, and here the
 * copying of what came; neither allocates anything.
 */
public final class NvmlSource implements PowerSource {

    public static final String NAME = "nvml";

    private static final Logger LOG = LoggerFactory.getLogger(NvmlSource.class);

    private static final long NANOS_PER_MILLI = 1_000_000L;

    /** Readings are repeated for so long while the driver is silent. */
    private static final long SHORTEST_SILENCE_NANOS = 1_000_000_000L;

    private static final JobProcesses NOBODY = new JobProcesses() {
        @Override
        public boolean containsProcess(int pid) {
            return false;
        }

        @Override
        public void forEachProcess(IntConsumer action) {}
    };

    private final Found found;
    private final @Nullable Session session;
    private final NvmlOptions options;
    private final long silenceNanos;
    private final List<Occupancy> occupancies = new ArrayList<>();
    private JobProcesses job = NOBODY;
    private boolean begun;
    private @Nullable Unavailable silent;

    private NvmlSource(Found found, @Nullable Session session, NvmlOptions options) {
        this.found = found;
        this.session = session;
        this.options = options;
        this.silenceNanos = Math.max(
                SHORTEST_SILENCE_NANOS, Gaps.longestNanos(options.interval().toNanos()));
        if (session != null) {
            ProcessLookup processes = new ProcessLookup(options.procfs());
            for (int i = 0; i < found.polls().size(); i++) {
                occupancies.add(
                        new Occupancy(found.polls().get(i), found.instances().get(i), processes));
            }
        }
    }

    /**
     * Finds the driver and its GPUs. What is not there or cannot be read becomes a finding. Never fails, and takes no
     * longer than the options say.
     *
     * @param clock monotonic, in nanoseconds
     */
    public static NvmlSource discover(NvmlOptions options, LongSupplier clock) {
        NvmlSearch search = search(options, clock);
        boolean unused = search.await(options.deadlines().discovery());
        return search.end();
    }

    /**
     * Begins to look for the driver and its GPUs. A machine without NVIDIA driver pays for a few file names.
     *
     * @param clock monotonic, in nanoseconds
     */
    public static NvmlSearch search(NvmlOptions options, LongSupplier clock) {
        LibraryLookup.Result lookup = LibraryLookup.find(options);
        if (!lookup.traces()) {
            return new NvmlSearch.Over(
                    without(
                            options,
                            Reason.ABSENT,
                            "there is no NVIDIA driver on this machine",
                            "where there is an NVIDIA GPU, install its driver; in a container: run it with --gpus, or --nvml-library PATH"));
        }
        if (lookup.candidates().isEmpty()) {
            return new NvmlSearch.Over(without(
                    options,
                    Reason.ABSENT,
                    "there is an NVIDIA driver, but no " + LibraryLookup.SONAME,
                    "in a container: NVIDIA_DRIVER_CAPABILITIES=utility; elsewhere: --nvml-library PATH"));
        }
        return Session.open(lookup.candidates(), options, clock);
    }

    static NvmlSource without(NvmlOptions options, Reason reason, String detail, String remedy) {
        Found nothing = new Found();
        // Where there is no driver no GPU is missing from the figures; where it fails one may be.
        nothing.findings()
                .add(new Finding(NAME, "GPUs", new Unavailable(reason, detail, remedy), reason != Reason.ABSENT));
        return new NvmlSource(nothing, null, options);
    }

    static NvmlSource with(Found found, Session session, NvmlOptions options) {
        return new NvmlSource(found, session, options);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Channel> channels() {
        return List.copyOf(found.channels());
    }

    @Override
    public List<UseChannel> uses() {
        return List.copyOf(found.uses());
    }

    @Override
    public Map<String, String> bases() {
        return Map.copyOf(found.bases());
    }

    @Override
    public List<Finding> findings() {
        return List.copyOf(found.findings());
    }

    /** What each GPU is and what can be read of it, for a person who looks for what is wrong. */
    public List<GpuReport> report() {
        return List.copyOf(found.reports());
    }

    @Override
    public void attach(JobProcesses job) {
        this.job = job;
    }

    @Override
    public void read(long nowNanos, boolean fresh, Slots into) {
        if (session == null || found.slots().isEmpty()) {
            return;
        }
        Exchange exchange = session.exchange();
        // What the driver's thread has found since the last tick says what it is to be asked next.
        takeUses(exchange, fresh);
        long wait = fresh
                ? options.deadlines().fresh().toMillis()
                : options.deadlines().reading().toMillis();
        exchange.ask(fresh, Math.max(1, wait));
        takeUses(exchange, fresh);
        heedSilence(nowNanos - exchange.answeredNanos());
        synchronized (exchange) {
            fill(into);
        }
        for (int i = 0; i < occupancies.size(); i++) {
            occupancies.get(i).fill(nowNanos, fresh, into, i, job.isWholeMachine());
        }
    }

    private void takeUses(Exchange exchange, boolean fresh) {
        for (int i = 0; i < occupancies.size(); i++) {
            occupancies.get(i).take(exchange, job, fresh);
        }
    }

    private void fill(Slots into) {
        List<EnergySlot> slots = found.slots();
        for (int i = 0; i < slots.size(); i++) {
            EnergySlot slot = slots.get(i);
            if (!begun) {
                slot.begin();
            }
            if (silent != null) {
                into.unavailable(i, silent);
            } else {
                slot.fill(into, i);
            }
        }
        begun = true;
    }

    private void heedSilence(long sinceNanos) {
        if (sinceNanos <= silenceNanos) {
            if (silent != null) {
                LOG.info("the NVIDIA driver answers again");
                silent = null;
            }
        } else if (silent == null && session != null) {
            CallLog.Out out = session.callOut();
            String what = out == null ? "" : ": " + out + " has not come back";
            silent = new Unavailable(
                    Reason.FAILED,
                    "the NVIDIA driver has not answered for " + sinceNanos / NANOS_PER_MILLI + " ms and more" + what,
                    "");
            LOG.warn("{}", Printable.of(silent.detail()));
        }
    }

    /** For tests: waits until the driver's thread has done all that it was asked to. */
    boolean awaitSettled(long waitMillis) throws InterruptedException {
        return session == null || session.exchange().awaitSettled(waitMillis);
    }

    /** For tests: lets the driver's thread do what it does between two ticks, and waits for it. */
    boolean passBetween(long waitMillis) throws InterruptedException {
        if (session == null) {
            return true;
        }
        session.exchange().between();
        return session.exchange().awaitSettled(waitMillis);
    }

    @Override
    public void close() {
        if (session != null) {
            session.close();
        }
    }
}
