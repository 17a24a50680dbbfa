package io.ceait.run;

import io.ceait.data.AtomicFile;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/**
 * The files of one journal. It grows in {@code journal.ndjson}; what is full becomes {@code journal-000001.ndjson} and
 * is compressed to {@code journal-000001.ndjson.gz}. Each begins with the header line, so that none depends on another.
 */
final class JournalParts {

    private static final Pattern CLOSED = Pattern.compile("journal-([0-9]{6})\\.ndjson(\\.gz)?");
    private static final String PACKED = ".gz";
    private static final int BUFFER = 1 << 16;

    private JournalParts() {}

    /** The name of a part that is full. */
    static String closed(int number) {
        return String.format(Locale.ROOT, "journal-%06d.ndjson", number);
    }

    /** The number that the next full part gets. */
    static int next(Path directory) throws IOException {
        TreeMap<Integer, Path> closed = closed(directory);
        return closed.isEmpty() ? 1 : closed.lastKey() + 1;
    }

    /**
     * All parts, oldest first.
     *
     * @param journal the one that grows, or grew; it may be missing when its agent died between two parts
     */
    static List<Path> of(Path journal) throws IOException {
        Path directory = Objects.requireNonNull(journal.toAbsolutePath().getParent(), "a file lies in a directory");
        List<Path> parts = new ArrayList<>(closed(directory).values());
        if (parts.isEmpty() || Files.exists(journal)) {
            parts.add(journal);
        }
        return parts;
    }

    /** Full parts by their number; of one that is there in both forms, the one that was complete when it got its name. */
    private static TreeMap<Integer, Path> closed(Path directory) throws IOException {
        TreeMap<Integer, Path> parts = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "journal-*")) {
            for (Path file : files) {
                Matcher name = CLOSED.matcher(file.getFileName().toString());
                if (name.matches()) {
                    parts.merge(Integer.valueOf(name.group(1)), file, (one, other) -> isPacked(one) ? one : other);
                }
            }
        }
        return parts;
    }

    private static boolean isPacked(Path file) {
        return file.getFileName().toString().endsWith(PACKED);
    }

    static InputStream open(Path part) throws IOException {
        try {
            InputStream in = Files.newInputStream(part);
            return isPacked(part) ? unpacked(in) : in;
        } catch (NoSuchFileException e) {
            Path packed = part.resolveSibling(part.getFileName() + PACKED);
            if (isPacked(part) || !Files.exists(packed)) {
                throw e;
            }
            // Compressed since the directory was listed.
            return unpacked(Files.newInputStream(packed));
        }
    }

    private static InputStream unpacked(InputStream in) throws IOException {
        try {
            return new GZIPInputStream(in, BUFFER);
        } catch (IOException e) {
            in.close();
            if (isDamage(e)) {
                return InputStream.nullInputStream();
            }
            throw e;
        }
    }

    /** Whether a compressed part ends too early or is not what it was: what was read of it counts, and the next parts. */
    static boolean isDamage(IOException e) {
        return e instanceof EOFException || e instanceof ZipException;
    }

    /**
     * Compresses what is full; what was full stays until what takes its place is on the disk.
     *
     * @param growing the number of the part that is being written: it may have its name before it is full
     * @param goOn asked now and then; false leaves the rest as it is
     */
    static void pack(RunDirectory directory, int growing, BooleanSupplier goOn) throws IOException {
        for (Path part : closed(directory.path()).headMap(growing).values()) {
            if (!goOn.getAsBoolean()) {
                return;
            }
            if (!isPacked(part) && pack(part, directory, goOn)) {
                directory.sync();
                Files.delete(part);
            } else {
                removeTwin(part);
            }
        }
    }

    private static boolean pack(Path part, RunDirectory directory, BooleanSupplier goOn) throws IOException {
        try (InputStream in = Files.newInputStream(part);
                AtomicFile file = directory.begin(part.getFileName() + PACKED)) {
            GZIPOutputStream out = new GZIPOutputStream(file.out(), BUFFER);
            byte[] chunk = new byte[BUFFER];
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                out.write(chunk, 0, n);
                if (!goOn.getAsBoolean()) {
                    return false;
                }
            }
            out.finish();
            file.complete();
            return true;
        }
    }

    /** An agent that died between the two steps has left the full part behind beside the compressed one. */
    private static void removeTwin(Path part) throws IOException {
        String name = part.getFileName().toString();
        if (isPacked(part)) {
            Files.deleteIfExists(part.resolveSibling(name.substring(0, name.length() - PACKED.length())));
        }
    }
}
