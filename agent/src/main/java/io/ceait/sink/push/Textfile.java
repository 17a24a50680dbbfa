package io.ceait.sink.push;

import io.ceait.data.AtomicFile;
import io.ceait.data.FileMode;
import io.ceait.data.FilePath;
import io.ceait.data.TextFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The metrics as a file for the node exporter's textfile collector. It stays when the run is over, so that a later scrape
 * finds the totals; the first push of a later run removes those that nobody has written for a day.
 */
public final class Textfile implements Receiver {

    static final Duration KEPT = Duration.ofHours(24);

    /**
     * The exporter runs as a user of its own, and is to read it. What is in there it shows to everybody who reaches its
     * port, so that the file need not be kept from this machine's users.
     */
    private static final FileMode MODE = FileMode.exactly("rw-r--r--");

    private static final String PREFIX = "ceait-";
    private static final String SUFFIX = ".prom";

    /** Finished ones, and those that an agent had begun that was killed. */
    private static final String FILES = "{" + PREFIX + "*" + SUFFIX + ",." + PREFIX + "*.part}";

    private static final String FIRST_WORDS = "# HELP ceait_";

    private final Path directory;
    private final String file;
    private final MetricsText metrics;
    private boolean tidied;

    /**
     * @param name of the run, unlike that of any other on this node; a part of a file name
     */
    public Textfile(Path directory, String name, MetricsText metrics) {
        this.directory = directory;
        this.file = PREFIX + name.replaceAll("[^A-Za-z0-9._-]", "_") + SUFFIX;
        this.metrics = metrics;
    }

    /**
     * A directory that files can be written to.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Path directory(String text) {
        Path directory = FilePath.of(text);
        if (!Files.isDirectory(directory)) {
            throw new IllegalArgumentException(
                    "'" + text
                            + "' is no directory: name the one that the node exporter was given as --collector.textfile.directory");
        }
        if (!Files.isWritable(directory)) {
            throw new IllegalArgumentException(
                    "no file can be written to " + text + ": let this user write there, or name another directory");
        }
        return directory.toAbsolutePath();
    }

    @Override
    public String name() {
        return directory.resolve(file).toString();
    }

    @Override
    public Duration interval() {
        return MetricsText.INTERVAL;
    }

    @Override
    public void push(boolean last) throws PushException {
        try {
            // The exporter must never meet half a file. Of one that is written anew all the time none need be on the
            // disk.
            AtomicFile.write(directory.resolve(file), MODE, AtomicFile.Durability.PROCESS, metrics.write(last));
        } catch (IOException e) {
            throw PushException.lasting("cannot be written: " + TextFiles.reason(e));
        }
        if (!tidied) {
            tidied = true;
            tidy();
        }
    }

    /** A run that goes on writes its file all the time, so that an old one is of a run that is over. */
    private void tidy() {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, FILES)) {
            long now = Files.getLastModifiedTime(directory.resolve(file)).toMillis();
            for (Path old : files) {
                boolean due = Files.isRegularFile(old, LinkOption.NOFOLLOW_LINKS)
                        && now - Files.getLastModifiedTime(old).toMillis() > KEPT.toMillis();
                if (due && (AtomicFile.isUnfinished(old) || isOurs(old))) {
                    Files.delete(old);
                }
            }
        } catch (IOException e) {
            // Another user's files are another user's to remove.
            return;
        }
    }

    private static boolean isOurs(Path old) throws IOException {
        try (InputStream in = Files.newInputStream(old)) {
            byte[] first = in.readNBytes(FIRST_WORDS.length());
            return new String(first, StandardCharsets.US_ASCII).equals(FIRST_WORDS);
        }
    }
}
