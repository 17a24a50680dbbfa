package io.ceait.run;

import io.ceait.data.AsciiLine;
import io.ceait.sampling.Sample;
import io.ceait.source.Readings;
import io.ceait.source.Unavailable;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The append-only record of a run: a header line, then one line of JSON per sample with every reading as it was read.
 * Everything else is computed from these lines, and can be again.
 *
 * <p>A tick costs one write of some 250 bytes into the page cache: it survives the death of the agent at any moment,
 * though not yet a power cut.
 */
final class Journal implements Closeable {

    static final String FILE = "journal.ndjson";
    private static final long NOT_KNOWN = -1;

    private final FileOutputStream file;
    private final AsciiLine line = new AsciiLine();
    private long wholeBytes = NOT_KNOWN;

    /** Goes on in a file that has its header. */
    Journal(FileOutputStream file) {
        this.file = file;
    }

    /** Begins the journal of a run; {@code header} is one line of JSON. */
    static Journal create(RunDirectory directory, String header) throws IOException {
        directory.append(FILE).close();
        FileOutputStream file = new FileOutputStream(directory.file(FILE).toFile(), true);
        try {
            file.write((header + "\n").getBytes(StandardCharsets.UTF_8));
            return new Journal(file);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** Adds a sample. When that fails, half a line is not left behind: it would hide all lines to come. */
    void append(Sample sample) throws IOException {
        format(sample);
        try {
            line.writeTo(file);
            wholeBytes = wholeBytes == NOT_KNOWN ? file.getChannel().size() : wholeBytes + line.length();
        } catch (IOException e) {
            if (wholeBytes != NOT_KNOWN) {
                file.getChannel().truncate(wholeBytes);
            }
            throw e;
        }
    }

    private void format(Sample sample) {
        line.clear()
                .text("{\"tick\":")
                .number(sample.tick())
                .text(",\"time_ms\":")
                .number(sample.wallMillis())
                .text(",\"elapsed_ns\":")
                .number(sample.elapsedNanos())
                .text(",\"interval_ns\":")
                .number(sample.intervalNanos())
                .text(",\"late\":")
                .number(sample.isLate() ? 1 : 0)
                .text(",\"gap\":")
                .number(sample.isGap() ? 1 : 0)
                .text(",\"last\":")
                .number(sample.isLast() ? 1 : 0)
                .text(",\"busy_us\":")
                .number(sample.busyMicroseconds())
                .text(",\"cpus\":")
                .number(sample.onlineCpus())
                .text(",\"used_b\":")
                .number(sample.usedBytes())
                .text(",\"installed_b\":")
                .number(sample.installedBytes())
                .text(",\"job_us\":")
                .number(sample.jobMicroseconds())
                .text(",\"job_b\":")
                .number(sample.jobBytes())
                .text(",\"processes\":")
                .number(sample.processes())
                .text(",\"seen\":")
                .number(sample.processesSeen())
                .text(",\"uj\":[");
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
        line.text("]}\n");
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
