package io.ceait.run;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Tells others that somebody writes into a run directory. The kernel holds the lock and releases it with the process that
 * took it, however that ends: a file that lies there unlocked is left over from an agent that was killed.
 *
 * <p>On a file of its own, because such a lock is lost as soon as its process closes the locked file anywhere, and the
 * journal is opened and closed when it is read.
 */
final class RunLock implements Closeable {

    static final String FILE = ".lock";

    private final Path file;
    private final FileChannel channel;

    private RunLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the lock for as long as this process lives or until it is closed. A file system that knows no locks is no
     * reason to write nothing there: nobody is told then.
     *
     * @throws IOException if somebody else holds it or the directory cannot be written
     */
    static RunLock take(RunDirectory directory) throws IOException {
        FileChannel channel = directory.openOwn(FILE);
        try {
            if (tryLock(channel, false) == null) {
                channel.close();
                throw new IOException("another process is writing there");
            }
        } catch (UnsupportedLock e) {
            LoggerFactory.getLogger(RunLock.class).info("{} cannot be locked: {}", directory.path(), e.getMessage());
        }
        return new RunLock(directory.file(FILE), channel);
    }

    /** Whether somebody holds it. */
    static boolean isHeld(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            return tryLock(channel, true) == null;
        } catch (UnsupportedLock e) {
            return false;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel, boolean shared) throws UnsupportedLock {
        try {
            return channel.tryLock(0, Long.MAX_VALUE, shared);
        } catch (OverlappingFileLockException e) {
            // Held by this process.
            return null;
        } catch (IOException e) {
            throw new UnsupportedLock(e);
        }
    }

    private static final class UnsupportedLock extends IOException {

        private static final long serialVersionUID = 1L;

        UnsupportedLock(IOException why) {
            super(why.getMessage(), why);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            Files.deleteIfExists(file);
        } finally {
            channel.close();
        }
    }
}
