package io.ceait.source.drm;

import io.ceait.kernel.Cursor;
import io.ceait.kernel.KernelFile;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file that a device may have or not, or not for now: kept open, and looked for again from time to time. */
final class KeptFile {

    private static final long RETRY_NANOS = 10_000_000_000L;

    private final Path path;
    private final Cursor cursor = new Cursor();
    private @Nullable KernelFile file;
    private boolean tried;
    private long triedAt;

    KeptFile(Path path) {
        this.path = path;
    }

    /** The text as it is now; null when there is none. */
    @Nullable
    Cursor read(long nowNanos) {
        KernelFile open = file;
        if (open == null) {
            return tried && nowNanos - triedAt < RETRY_NANOS ? null : open(nowNanos);
        }
        try {
            open.read();
            return cursor.over(open);
        } catch (IOException e) {
            return open(nowNanos);
        }
    }

    /** The number that it holds; {@link Cursor#NONE} when there is none. */
    long number(long nowNanos) {
        Cursor text = read(nowNanos);
        return text == null ? Cursor.NONE : text.onlyNumber();
    }

    private @Nullable Cursor open(long nowNanos) {
        close();
        tried = true;
        triedAt = nowNanos;
        try {
            KernelFile opened = KernelFile.open(path);
            file = opened;
            return cursor.over(opened);
        } catch (IOException e) {
            file = null;
            return null;
        }
    }

    void close() {
        if (file != null) {
            file.close();
        }
    }
}
