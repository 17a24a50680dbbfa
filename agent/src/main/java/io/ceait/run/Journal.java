package io.ceait.run;

import io.ceait.data.AsciiLine;
import io.ceait.emission.IntensityOrigin;
import io.ceait.progress.Mark;
import io.ceait.sampling.Sample;
import io.ceait.source.Readings;
import io.ceait.source.Unavailable;
import io.ceait.target.JobAccount;
import io.ceait.units.CarbonIntensity;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The append-only record of a run: a header line, then one line of JSON per sample with every reading as it was read, then
 * one that says how the run ended. Where the carbon intensity varies, one line per change stands in front of the sample
 * whose interval it touches, and so does one for each mark of progress. Everything else is computed from these lines, and
 * can be again.
 *
 * <p>A tick costs one write of some 250 bytes into the page cache: it survives the death of the agent at any moment. A power
 * cut takes what was not yet carried to the disk, {@link JournalPolicy#sync}.
 */
final class Journal implements Closeable {

    static final String FILE = "journal.ndjson";

    private static final byte[] TICK = bytes("{\"tick\":");
    private static final byte[] TIME = bytes(",\"time_ms\":");
    private static final byte[] ELAPSED = bytes(",\"elapsed_ns\":");
    private static final byte[] INTERVAL = bytes(",\"interval_ns\":");
    private static final byte[] LATE = bytes(",\"late\":");
    private static final byte[] GAP = bytes(",\"gap\":");
    private static final byte[] LAST = bytes(",\"last\":");
    private static final byte[] RESUMED = bytes(",\"resumed\":1");
    private static final byte[] BUSY = bytes(",\"busy_us\":");
    private static final byte[] CPUS = bytes(",\"cpus\":");
    private static final byte[] USED = bytes(",\"used_b\":");
    private static final byte[] INSTALLED = bytes(",\"installed_b\":");
    private static final byte[] JOB_CPU = bytes(",\"job_us\":");
    private static final byte[] JOB_MEMORY = bytes(",\"job_b\":");
    private static final byte[] PROCESSES = bytes(",\"processes\":");
    private static final byte[] SEEN = bytes(",\"seen\":");
    private static final byte[] ACCOUNT = bytes(",\"account\":{\"cpu\":\"");
    private static final byte[] ACCOUNT_MEMORY = bytes("\",\"memory\":\"");
    private static final byte[] LOSS = bytes("\",\"lost\":\"");
    private static final byte[] UNWAITED = bytes("\",\"unwaited\":");
    private static final byte[] UNWAITED_CPU = bytes(",\"unwaited_us\":");
    private static final byte[] STRAYS = bytes(",\"strays\":");
    private static final byte[] STRAY_CPU = bytes(",\"stray_us\":");
    private static final byte[] READINGS = bytes(",\"uj\":[");
    private static final byte[] USES = bytes(",\"use_us\":[");

    private static final byte[] INTENSITY_FROM = bytes("{\"intensity_from_ms\":");
    private static final byte[] KILOGRAMS = bytes(",\"kg_per_kwh\":");
    private static final byte[] ORIGIN = bytes(",\"origin\":\"");

    private final RunDirectory directory;
    private final JournalFile file;
    private final JournalSeal seal = new JournalSeal();
    private final AsciiLine lines = new AsciiLine();

    /** As it stands in this part of the journal: said again when it changes. */
    private @Nullable JobAccount account;

    private final UnwrittenIntensities intensities = new UnwrittenIntensities();

    /** The line of what the job said last, where that is not yet written. */
    private final AsciiLine progress = new AsciiLine();

    private Journal(RunDirectory directory, JournalFile file) {
        this.directory = directory;
        this.file = file;
    }

    /**
     * Begins the journal of a run.
     *
     * @param header one line of JSON
     */
    static Journal create(RunDirectory directory, String header, JournalPolicy policy) throws IOException {
        return create(directory, header, policy, JournalFile.Opener.REAL);
    }

    /** As the other, on another disk. */
    static Journal create(RunDirectory directory, String header, JournalPolicy policy, JournalFile.Opener disk)
            throws IOException {
        byte[] line = new JournalSeal().line(header);
        return new Journal(directory, new JournalFile(directory, disk, line, policy.partBytes()));
    }

    /** Goes on with the journal of a run whose agent is gone. */
    static Journal resume(RunDirectory directory, String header, JournalPolicy policy) throws IOException {
        return new Journal(
                directory, JournalFile.resume(directory, new JournalSeal().line(header), policy.partBytes()));
    }

    /**
     * A carbon intensity that holds from an instant on. Its line goes in front of the next sample's, together with it, so
     * that no sample is ever there without the intensity that it was booked with.
     */
    void intensityFrom(long epochMillis, CarbonIntensity intensity, IntensityOrigin origin) {
        intensities.add(epochMillis, intensity, origin);
    }

    /** How far the job is. Its line goes in front of the next sample's, as those of intensities do. */
    void progress(long elapsedNanos, Mark mark, long ignoredLines, @Nullable CarbonIntensity forecast) {
        ProgressFormat.write(progress.clear(), elapsedNanos, mark, ignoredLines, forecast);
        seal.close(progress, 0);
    }

    /**
     * Adds a sample, and what was said before it. What cannot be written is left out: the next sample ends an interval that
     * spans both. Whatever holds from an instant on holds for that one, too, and of the job's progress the newest.
     */
    void append(Sample sample) throws IOException {
        lines.clear();
        int part = file.part();
        for (int i = 0; i < intensities.count(); i++) {
            formatIntensity(i);
        }
        lines.line(progress);
        format(sample);
        file.write(lines);
        intensities.written();
        progress.clear();
        account = sample.account();
        if (file.part() != part) {
            // In a part of its own what holds is said again: those before it may be lost.
            intensities.repeat();
            account = null;
        }
    }

    private void formatIntensity(int index) {
        int from = lines.length();
        lines.bytes(INTENSITY_FROM)
                .number(intensities.fromMillis(index))
                .bytes(KILOGRAMS)
                // The shortest text that is read back as the same number, to the last bit.
                .text(Double.toString(intensities.intensity(index).kilogramsPerKilowattHour()))
                .bytes(ORIGIN)
                .text(intensities.origin(index).label())
                .letter('"');
        seal.close(lines, from);
    }

    /** Adds what is known at the end alone. Nothing follows it. */
    void end(RunEnd end) throws IOException {
        file.write(lines.clear().bytes(seal.line(end.line())));
    }

    /** Carries to the disk what was written; callable from any thread. */
    void sync() throws IOException {
        file.sync();
    }

    /** Compresses what is full of it; on the thread that calls {@link #sync}. */
    void pack(BooleanSupplier goOn) throws IOException {
        JournalParts.pack(directory, file.part(), goOn);
    }

    private void format(Sample sample) {
        int from = lines.length();
        lines.bytes(TICK)
                .number(sample.tick())
                .bytes(TIME)
                .number(sample.wallMillis())
                .bytes(ELAPSED)
                .number(sample.elapsedNanos())
                .bytes(INTERVAL)
                .number(sample.intervalNanos())
                .bytes(LATE)
                .number(sample.isLate() ? 1 : 0)
                .bytes(GAP)
                .number(sample.isGap() ? 1 : 0)
                .bytes(LAST)
                .number(sample.isLast() ? 1 : 0);
        if (sample.isResumed()) {
            lines.bytes(RESUMED);
        }
        lines.bytes(BUSY)
                .number(sample.busyMicroseconds())
                .bytes(CPUS)
                .number(sample.onlineCpus())
                .bytes(USED)
                .number(sample.usedBytes())
                .bytes(INSTALLED)
                .number(sample.installedBytes())
                .bytes(JOB_CPU)
                .number(sample.jobMicroseconds())
                .bytes(JOB_MEMORY)
                .number(sample.jobBytes())
                .bytes(PROCESSES)
                .number(sample.processes())
                .bytes(SEEN)
                .number(sample.processesSeen());
        JobAccount now = sample.account();
        if (now != null && !now.equals(account)) {
            formatAccount(now);
        }
        lines.bytes(READINGS);
        Readings readings = sample.readings();
        for (int i = 0; i < readings.channels(); i++) {
            if (i > 0) {
                lines.letter(',');
            }
            Unavailable missing = readings.unavailable(i);
            if (missing == null) {
                lines.number(readings.microjoules(i));
            } else {
                lines.letter('"').text(missing.reason().label()).letter('"');
            }
        }
        lines.letter(']');
        if (readings.uses() > 0) {
            formatUses(readings);
        }
        seal.close(lines, from);
    }

    private void formatAccount(JobAccount now) {
        lines.bytes(ACCOUNT)
                .text(now.cpu().label())
                .bytes(ACCOUNT_MEMORY)
                .text(now.memory().label())
                .bytes(LOSS)
                .text(now.loss().label())
                .bytes(UNWAITED)
                .number(now.unwaitedProcesses())
                .bytes(UNWAITED_CPU)
                .number(now.unwaitedMicroseconds())
                .bytes(STRAYS)
                .number(now.strayProcesses())
                .bytes(STRAY_CPU)
                .number(now.strayMicroseconds())
                .letter('}');
    }

    /** By device: how its use is known, and microseconds for the job, for anybody, and held by the job. */
    private void formatUses(Readings readings) {
        lines.bytes(USES);
        for (int i = 0; i < readings.uses(); i++) {
            lines.text(i > 0 ? ",[\"" : "[\"")
                    .text(readings.useMeans(i).label())
                    .text("\",")
                    .number(readings.useJobMicroseconds(i))
                    .letter(',')
                    .number(readings.useBusyMicroseconds(i))
                    .letter(',')
                    .number(readings.useHeldMicroseconds(i))
                    .letter(']');
        }
        lines.letter(']');
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static byte[] bytes(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }
}
