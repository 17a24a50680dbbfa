package io.ceait.agents;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * A claim in a file that its agent keeps locked. The kernel gives the lock back however the agent ends, so that a claim is
 * never mistaken for that of one which was killed.
 */
final class ClaimFile implements Closeable {

    static final String PREFIX = "ceait-agent-";

    private static final int MOST_BYTES = 1 << 16;

    private final Path path;
    private final FileChannel channel;

    private ClaimFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** @throws IOException if the file cannot be made; nothing is left behind then */
    static ClaimFile create(Path directory, Claim claim) throws IOException {
        Path path = directory.resolve(
                PREFIX + claim.agent().pid() + "-" + claim.agent().startTicks());
        Path hidden = directory.resolve("." + path.getFileName());
        // Only a new one: in a folder that everybody may write to, a file of this name may be somebody's trap.
        FileChannel channel = FileChannel.open(hidden, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        try {
            FileLock unused = channel.lock();
            channel.write(ByteBuffer.wrap(claim.text().getBytes(StandardCharsets.UTF_8)));
            Files.setPosixFilePermissions(hidden, PosixFilePermissions.fromString("rw-r--r--"));
            // Seen by others when it is locked: an unlocked one they would take for a dead agent's.
            Files.move(hidden, path, StandardCopyOption.ATOMIC_MOVE);
            return new ClaimFile(path, channel);
        } catch (IOException e) {
            channel.close();
            Files.deleteIfExists(hidden);
            throw e;
        }
    }

    Path path() {
        return path;
    }

    /** Whether an agent holds the claim. Not to be asked of our own: looking at it would give our lock back. */
    static boolean isHeld(Path path) {
        try (FileChannel looked = FileChannel.open(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
                FileLock lock = looked.tryLock(0, Long.MAX_VALUE, true)) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            // By this very JVM.
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    static Optional<Claim> read(Path path) {
        try (FileChannel looked = FileChannel.open(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES);
            while (bytes.hasRemaining() && looked.read(bytes) > 0) {
                continue;
            }
            return Claim.parse(new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(path);
            channel.close();
        } catch (IOException e) {
            // It is unlocked with our end at the latest, and then says nothing any more.
            return;
        }
    }
}
