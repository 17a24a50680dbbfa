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
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The append-only record of a run: a header line, then one line of JSON per sample with every reading as it was read, then
 * one that says how the run ended. Where the carbon intensity varies, one line per change stands in front of the sample
 * whose interval it touches, and so does one for each mark of progress. Everything else is computed from these lines, and can be again.
 *
 * <p>A tick costs one write of some 250 bytes into the page cache: it survives the death of the agent at any moment,
 * though not yet a power cut.
 */
final class Journal implements Closeable {

    static final String FILE = "journal.ndjson";
    private static final long NOT_KNOWN = -1;

    private static final byte[] TICK = bytes("{\"tick\":");
    private static final byte[] TIME = bytes(",\"time_ms\":");
    private static final byte[] ELAPSED = bytes(",\"elapsed_ns\":");
    private static final byte[] INTERVAL = bytes(",\"interval_ns\":");
    private static final byte[] LATE = bytes(",\"late\":");
    private static final byte[] GAP = bytes(",\"gap\":");
    private static final byte[] LAST = bytes(",\"last\":");
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
    private static final byte[] READINGS = bytes(",\"uj\":[");
    private static final byte[] USES = bytes(",\"use_us\":[");

    private static final byte[] INTENSITY_FROM = bytes("{\"intensity_from_ms\":");
    private static final byte[] KILOGRAMS = bytes(",\"kg_per_kwh\":");
    private static final byte[] ORIGIN = bytes(",\"origin\":\"");

    private final FileOutputStream file;

    /** What goes in front of the next sample. */
    private final AsciiLine before = new AsciiLine();

    private final AsciiLine line = new AsciiLine();
    private long wholeBytes = NOT_KNOWN;

    /** As it stands in the journal: said again when it changes. */
    private @Nullable JobAccount account;

    /** Goes on in a file that has its header. */
    Journal(FileOutputStream file) {
        this.file = file;
    }

    /** Begins the journal of a run; {@code header} is one line of JSON. */
    static Journal create(RunDirectory directory, String header) throws IOException {
        directory.createNew(FILE);
        FileOutputStream file = new FileOutputStream(directory.file(FILE).toFile(), true);
        try {
            file.write((header + "\n").getBytes(StandardCharsets.UTF_8));
            return new Journal(file);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /**
     * A carbon intensity that holds from an instant on. Its line goes in front of the next sample's, together with it, so
     * that no sample is ever there without the intensity that it was booked with.
     */
    void intensityFrom(long epochMillis, CarbonIntensity intensity, IntensityOrigin origin) {
        before.ascii(INTENSITY_FROM)
                .number(epochMillis)
                .ascii(KILOGRAMS)
                // The shortest text that is read back as the same number, to the last bit.
                .text(Double.toString(intensity.kilogramsPerKilowattHour()))
                .ascii(ORIGIN)
                .text(origin.label())
                .text("\"}\n");
    }

    /** How far the job is. Its line goes in front of the next sample's, as those of intensities do. */
    void progress(long elapsedNanos, Mark mark, long ignoredLines, @Nullable CarbonIntensity forecast) {
        ProgressFormat.write(before, elapsedNanos, mark, ignoredLines, forecast);
    }

    /** Adds a sample. When that fails, half a line is not left behind: it would hide all lines to come. */
    void append(Sample sample) throws IOException {
        format(sample);
        try {
            if (before.length() > 0) {
                before.writeTo(file);
            }
            line.writeTo(file);
            int written = before.length() + line.length();
            wholeBytes = wholeBytes == NOT_KNOWN ? file.getChannel().size() : wholeBytes + written;
            before.clear();
            account = sample.account();
        } catch (IOException e) {
            if (wholeBytes != NOT_KNOWN) {
                file.getChannel().truncate(wholeBytes);
            }
            throw e;
        }
    }

    /** Adds what is known at the end alone. Nothing follows it. */
    void end(RunEnd end) throws IOException {
        file.write((end.line() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void format(Sample sample) {
        line.clear()
                .ascii(TICK)
                .number(sample.tick())
                .ascii(TIME)
                .number(sample.wallMillis())
                .ascii(ELAPSED)
                .number(sample.elapsedNanos())
                .ascii(INTERVAL)
                .number(sample.intervalNanos())
                .ascii(LATE)
                .number(sample.isLate() ? 1 : 0)
                .ascii(GAP)
                .number(sample.isGap() ? 1 : 0)
                .ascii(LAST)
                .number(sample.isLast() ? 1 : 0)
                .ascii(BUSY)
                .number(sample.busyMicroseconds())
                .ascii(CPUS)
                .number(sample.onlineCpus())
                .ascii(USED)
                .number(sample.usedBytes())
                .ascii(INSTALLED)
                .number(sample.installedBytes())
                .ascii(JOB_CPU)
                .number(sample.jobMicroseconds())
                .ascii(JOB_MEMORY)
                .number(sample.jobBytes())
                .ascii(PROCESSES)
                .number(sample.processes())
                .ascii(SEEN)
                .number(sample.processesSeen());
        JobAccount now = sample.account();
        if (now != null && !now.equals(account)) {
            formatAccount(now);
        }
        line.ascii(READINGS);
        Readings readings = sample.readings();
        for (int i = 0; i < readings.channels(); i++) {
            if (i > 0) {
                line.letter(',');
            }
            Unavailable missing = readings.unavailable(i);
            if (missing == null) {
                line.number(readings.microjoules(i));
            } else {
                line.letter('"').text(missing.reason().label()).letter('"');
            }
        }
        line.letter(']');
        if (readings.uses() > 0) {
            formatUses(readings);
        }
        line.text("}\n");
    }

    private void formatAccount(JobAccount now) {
        line.ascii(ACCOUNT)
                .text(now.cpu().label())
                .ascii(ACCOUNT_MEMORY)
                .text(now.memory().label())
                .ascii(LOSS)
                .text(now.loss().label())
                .ascii(UNWAITED)
                .number(now.unwaitedProcesses())
                .ascii(UNWAITED_CPU)
                .number(now.unwaitedMicroseconds())
                .letter('}');
    }

    /** By device: how its use is known, and microseconds for the job, for anybody, and held by the job. */
    private void formatUses(Readings readings) {
        line.ascii(USES);
        for (int i = 0; i < readings.uses(); i++) {
            line.text(i > 0 ? ",[\"" : "[\"")
                    .text(readings.useMeans(i).label())
                    .text("\",")
                    .number(readings.useJobMicroseconds(i))
                    .letter(',')
                    .number(readings.useBusyMicroseconds(i))
                    .letter(',')
                    .number(readings.useHeldMicroseconds(i))
                    .letter(']');
        }
        line.letter(']');
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static byte[] bytes(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }
}
