package io.ceait.run;

import io.ceait.data.InputException;
import io.ceait.data.TextFiles;
import io.ceait.emission.IntensityFeed;
import io.ceait.emission.Uncertainty;
import io.ceait.source.Channel;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A run as its directory holds it: what the journal's first line says of it, and everything that follows from the rest. */
public final class RecordedRun {

    private final Path directory;
    private final JournalSource journal;
    private final RunDescription description;

    private RecordedRun(Path directory, JournalSource journal, RunDescription description) {
        this.directory = directory;
        this.journal = journal;
        this.description = description;
    }

    /**
     * Opens a run.
     *
     * @throws InputException if the directory holds no journal, or one without a header of ours
     */
    public static RecordedRun open(Path directory) {
        Path journal = directory.resolve(Journal.FILE);
        try {
            List<Path> parts = Files.isDirectory(directory) ? JournalParts.of(journal) : List.of(journal);
            if (!Files.isRegularFile(parts.get(0))) {
                throw new InputException(directory + " is no run directory: it holds no " + Journal.FILE);
            }
            DescriptionFormat.Header header = header(parts);
            return new RecordedRun(directory, new JournalSource(journal, header.sealed()), header.description());
        } catch (IOException e) {
            throw new InputException(journal + " cannot be read: " + TextFiles.reason(e), e);
        }
    }

    /** Each part begins with it: of the first in which it is whole. */
    private static DescriptionFormat.Header header(List<Path> parts) throws IOException {
        Optional<InputException> why = Optional.empty();
        for (Path part : parts) {
            try {
                DescriptionFormat.Header header = header(part);
                requireKnownSources(part, header.description());
                return header;
            } catch (InputException e) {
                why = why.or(() -> Optional.of(e));
            }
        }
        throw why.orElseThrow();
    }

    /** Refuses a run with a source of which nobody here can say how sure its figures are: no result could be written. */
    private static void requireKnownSources(Path part, RunDescription description) {
        Uncertainty uncertainty = Uncertainty.bundled();
        for (Channel channel : description.channels()) {
            if (!uncertainty.knows(channel.source(), channel.device().type())) {
                throw new InputException(part + ":1: the source \"" + channel.source()
                        + "\" is none that this version knows: take the version that metered the run");
            }
        }
    }

    private static DescriptionFormat.Header header(Path part) throws IOException {
        byte[] line = firstLine(part)
                .orElseThrow(() ->
                        new InputException(part + " has no header line: its agent was killed before metering began"));
        boolean hasSeal = JournalSeal.isThere(line, line.length);
        int length = hasSeal ? new JournalSeal().open(line, line.length) : line.length;
        if (length == 0) {
            throw new InputException(part + ":1: its checksum is not that of the line, which was changed or damaged");
        }
        DescriptionFormat.Header header =
                DescriptionFormat.ofJournalHeader(part + ":1", new String(line, 0, length, StandardCharsets.UTF_8));
        if (header.sealed() && !hasSeal) {
            throw new InputException(part + ":1: it has no checksum, and was changed or damaged");
        }
        return header;
    }

    /** Empty when it was not written to its end. */
    private static Optional<byte[]> firstLine(Path part) throws IOException {
        try (InputStream in = new BufferedInputStream(JournalParts.open(part), 1 << 16)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int c = in.read(); c >= 0 && line.size() < JournalLines.LONGEST; c = in.read()) {
                if (c == '\n') {
                    return Optional.of(line.toByteArray());
                }
                line.write(c);
            }
            return Optional.empty();
        } catch (IOException e) {
            if (JournalParts.isDamage(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    public RunDescription description() {
        return description;
    }

    /** Where its samples are. */
    JournalSource journal() {
        return journal;
    }

    /**
     * Whether the agent that meters it, or whoever writes its outputs, is still at work.
     *
     * @throws IOException if the file system cannot tell
     */
    public boolean isBeingWritten() throws IOException {
        return RunLock.isHeld(directory);
    }

    /**
     * Removes what its agent had begun to write when it was killed, and the lock that it left behind.
     *
     * @throws IOException if that cannot be removed or somebody else is writing there
     */
    public void removeUnfinished() throws IOException {
        RunDirectory own = RunDirectory.existing(directory);
        if (own.hasUnfinished() || Files.exists(own.file(RunLock.FILE))) {
            try (RunLock lock = RunLock.take(own)) {
                own.removeUnfinished();
            }
        }
    }

    /**
     * Computes the run again and lets sinks write it.
     *
     * @param as the description by which it is assessed: this run's own, or one with other factors
     * @param instead tells the carbon intensity, where that is not to be what it was
     * @param into where files are written
     * @throws InputException if there is no sample in the journal
     * @throws IOException if the journal cannot be read or somebody else is writing into the directory
     */
    public Run.Outcome write(RunDescription as, Optional<IntensityFeed> instead, RunDirectory into, List<RunSink> sinks)
            throws IOException {
        Replay replay = new Replay(journal, as, instead);
        try (RunLock lock = RunLock.take(into)) {
            RunState state = replay.through((wall, elapsed, device, interval, intensity, kilograms) -> {});
            if (state.isEmpty()) {
                throw new InputException(
                        journal.file() + " holds no sample: its agent was killed before metering began");
            }
            into.removeUnfinished();
            Snapshot snapshot = state.snapshot();
            return new Run.Outcome(snapshot, Outputs.write(new FinishedRun(snapshot, into), replay, sinks), true);
        }
    }
}
