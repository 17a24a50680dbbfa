package io.ceait.progress;

import io.ceait.data.InputException;
import io.ceait.data.TextFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A regular file that a job writes to, read as it grows. What stands in it at the beginning is of another time and is passed
 * over. It may come later, be cut, written anew or be moved away and begun again. Reading it takes nothing from whoever
 * writes: a job never notices.
 *
 * <p>Not for pipes with a name: opening one holds a job up until somebody reads, and when the reader is gone a write ends it.
 */
final class FollowedFile implements LineSource {

    private static final int CHUNK = 1 << 14;

    /** As much is read at a time; of what is more than {@link #TOO_FAR} behind only the end. */
    private static final long MOST_PER_POLL = 1 << 20;

    private static final long TOO_FAR = 8 << 20;

    /** The bytes before the place where reading goes on tell whether it is still the same text. */
    private static final int REMEMBERED = 64;

    private final String name;
    private final Path path;
    private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
    private final CountDownLatch woken = new CountDownLatch(1);
    private final byte[] before = new byte[REMEMBERED];
    private int remembered;
    private @Nullable FileChannel channel;
    private @Nullable Object key;
    private @Nullable FileTime modified;
    private long position;
    private @Nullable Consumer<String> into;
    private final LineSplitter splitter =
            new LineSplitter(line -> Objects.requireNonNull(into).accept(line));

    private FollowedFile(String name, Path path) {
        this.name = name;
        this.path = path;
    }

    /**
     * Makes ready; what the file holds by now does not count.
     *
     * @param name as messages call it
     * @throws InputException if it is something else than a regular file, or cannot be read
     */
    static FollowedFile of(String name, Path path) {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new InputException(
                    name + ": " + path + " is no regular file: a job that writes to a pipe or a device waits"
                            + " whenever nobody reads; name a regular file, or a local socket as unix:PATH");
        }
        Path parent = path.toAbsolutePath().getParent();
        if (!Files.exists(path) && (parent == null || !Files.isDirectory(parent))) {
            throw new InputException(name + ": there is no folder " + parent + " in which a job could make " + path);
        }
        FollowedFile file = new FollowedFile(name, path);
        try {
            if (Files.exists(path)) {
                file.open(attributes(path));
                file.goTo(file.opened().size());
            }
        } catch (IOException e) {
            throw new InputException(name + ": " + path + " cannot be read: " + TextFiles.reason(e), e);
        }
        return file;
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class);
    }

    private FileChannel opened() {
        return Objects.requireNonNull(channel);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void poll(long waitMillis, Consumer<String> lines) throws IOException {
        try {
            if (woken.await(waitMillis, TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        into = lines;
        look(MOST_PER_POLL);
    }

    @Override
    public void drain(Consumer<String> lines) throws IOException {
        into = lines;
        look(TOO_FAR);
        splitter.end();
    }

    private void look(long most) throws IOException {
        BasicFileAttributes now;
        try {
            now = attributes(path);
        } catch (NoSuchFileException e) {
            leave(most);
            return;
        }
        if (channel != null && !Objects.equals(now.fileKey(), key)) {
            leave(most);
        }
        if (channel == null) {
            if (!now.isRegularFile()) {
                throw new IOException(path + " is no regular file any more");
            }
            open(now);
        }
        follow(now, most);
    }

    private void open(BasicFileAttributes attributes) throws IOException {
        channel = FileChannel.open(path);
        key = attributes.fileKey();
        modified = attributes.lastModifiedTime();
        position = 0;
        remembered = 0;
    }

    /** It was moved away or removed: what it still got is read, then another one may come. */
    private void leave(long most) throws IOException {
        FileChannel old = channel;
        if (old != null) {
            read(old, most);
            splitter.end();
            channel = null;
            old.close();
        }
    }

    private void follow(BasicFileAttributes now, long most) throws IOException {
        FileChannel file = opened();
        long size = file.size();
        boolean touched = !now.lastModifiedTime().equals(modified);
        modified = now.lastModifiedTime();
        if (size < position || ((touched || size > position) && !isStillTheSame(file))) {
            // Cut, or written anew.
            splitter.forget();
            position = 0;
            remembered = 0;
        } else if (size - position > TOO_FAR) {
            splitter.forget();
            goTo(size - MOST_PER_POLL);
        }
        read(file, most);
    }

    private void goTo(long place) throws IOException {
        int length = (int) Math.min(REMEMBERED, place);
        ByteBuffer behind = ByteBuffer.wrap(before, 0, length);
        remembered = opened().read(behind, place - length) == length ? length : 0;
        position = place;
    }

    private boolean isStillTheSame(FileChannel file) throws IOException {
        ByteBuffer there = ByteBuffer.allocate(remembered);
        int unused = file.read(there, position - remembered);
        return Arrays.equals(there.array(), 0, remembered, before, 0, remembered);
    }

    private void read(FileChannel file, long most) throws IOException {
        for (long left = most; left > 0; left -= CHUNK) {
            buffer.clear();
            int count = file.read(buffer, position);
            if (count <= 0) {
                return;
            }
            buffer.flip();
            remember(buffer.array(), count);
            position += count;
            splitter.take(buffer);
        }
    }

    private void remember(byte[] bytes, int count) {
        int fresh = Math.min(count, REMEMBERED);
        int kept = Math.min(remembered, REMEMBERED - fresh);
        System.arraycopy(before, remembered - kept, before, 0, kept);
        System.arraycopy(bytes, count - fresh, before, kept, fresh);
        remembered = kept + fresh;
    }

    @Override
    public void wake() {
        woken.countDown();
    }

    @Override
    public void close() throws IOException {
        FileChannel file = channel;
        channel = null;
        if (file != null) {
            file.close();
        }
    }
}
