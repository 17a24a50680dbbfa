package io.ceait.run;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A file of a run directory that is being written beside its final name. Closed before it is complete, it vanishes. */
public final class UnfinishedFile implements Closeable {

    private static final int BUFFER = 1 << 16;
    private static final String PREFIX = ".";
    private static final String SUFFIX = ".part";

    private final Path temporary;
    private final Path file;
    private final FileChannel channel;
    private final OutputStream out;
    private boolean complete;

    private UnfinishedFile(Path temporary, Path file, FileChannel channel) {
        this.temporary = temporary;
        this.file = file;
        this.channel = channel;
        this.out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
    }

    static UnfinishedFile create(Path directory, String name) throws IOException {
        Path temporary = directory.resolve(PREFIX + name + SUFFIX);
        FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        UnfinishedFile file = new UnfinishedFile(temporary, directory.resolve(name), channel);
        try {
            Files.setPosixFilePermissions(temporary, RunDirectory.FILE_MODE);
            return file;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** By its name. */
    static boolean isOne(Path file) {
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
        // Renamed before its bytes are on the disk, a file may be empty after a power cut.
        channel.force(false);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        complete = true;
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            if (!complete) {
                Files.deleteIfExists(temporary);
            }
        }
    }
}
