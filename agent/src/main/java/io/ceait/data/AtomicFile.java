package io.ceait.data;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A file that is written beside its name and takes it when it is complete: nobody reads a half of it, and what was there
 * before stays until then. Closed before it is complete, it vanishes.
 *
 * <p>Others may be allowed to write to its directory. What is written to is always a file that was made for it, under a name
 * that nothing had: no link is followed, and no file of anybody else is written over or removed, but for the one that is to
 * be replaced.
 */
public final class AtomicFile implements Closeable {

    /** What a file survives that has its name. */
    public enum Durability {
        /** The end of this process. */
        PROCESS,
        /** A power cut, too: its bytes are on the disk before it has its name. That takes as long as the disk does. */
        POWER_CUT
    }

    private static final int BUFFER = 1 << 16;
    private static final int ATTEMPTS = 10;
    private static final String PREFIX = ".";
    private static final String SUFFIX = ".part";

    private final Path unfinished;
    private final Path file;
    private final Durability durability;
    private final FileChannel channel;
    private final OutputStream out;
    private boolean complete;

    private AtomicFile(Path unfinished, Path file, Durability durability, FileChannel channel) {
        this.unfinished = unfinished;
        this.file = file;
        this.durability = durability;
        this.channel = channel;
        this.out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
    }

    /**
     * Begins a file.
     *
     * @param file the name that it is to have
     * @throws IOException if it cannot be made; nothing is left behind then
     */
    public static AtomicFile create(Path file, FileMode mode, Durability durability) throws IOException {
        for (int attempt = 1; ; attempt++) {
            Path unfinished = beside(file);
            FileChannel channel;
            try {
                channel = FileChannel.open(
                        unfinished, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode.attribute());
            } catch (FileAlreadyExistsException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                continue;
            }
            AtomicFile begun = new AtomicFile(unfinished, file, durability, channel);
            try {
                mode.settle(unfinished);
                return begun;
            } catch (IOException | RuntimeException e) {
                begun.close();
                throw e;
            }
        }
    }

    /** Writes a file as a whole, and leaves nothing behind when that fails. */
    public static void write(Path file, FileMode mode, Durability durability, byte[] content) throws IOException {
        try (AtomicFile begun = create(file, mode, durability)) {
            begun.out().write(content);
            begun.complete();
        }
    }

    /** A name for each: two processes may write the same file at once. */
    private static Path beside(Path file) {
        String any = Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), Character.MAX_RADIX);
        return file.resolveSibling(PREFIX + file.getFileName() + "." + any + SUFFIX);
    }

    /** Whether a file is one that was begun, by its name. */
    public static boolean isUnfinished(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.startsWith(PREFIX) && name.endsWith(SUFFIX);
    }

    /** Where the content goes; buffered. */
    public OutputStream out() {
        return out;
    }

    /** Gives the file its name. */
    public void complete() throws IOException {
        out.flush();
        if (durability == Durability.POWER_CUT) {
            // Renamed before its bytes are on the disk, a file may be empty after a power cut.
            channel.force(false);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        complete = true;
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            if (!complete) {
                Files.deleteIfExists(unfinished);
            }
        }
    }
}
