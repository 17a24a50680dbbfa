package io.ceait.command;

import com.sun.jna.Memory;
import io.ceait.libc.Spawning;
import java.io.Closeable;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The soft limit of open files, lowered for as long as a program is started. A JVM raises its own to the hard limit, and a
 * program that inherited that would differ from one started without us: some close all files up to the limit one by one.
 */
final class OpenFileLimit implements Closeable {

    private final @Nullable Memory ours;

    private OpenFileLimit(@Nullable Memory ours) {
        this.ours = ours;
    }

    /** @param soft the limit without us, where it is known; only a JVM that raised its own lowers it again */
    static OpenFileLimit lower(OptionalLong soft) {
        if (soft.isEmpty()) {
            return new OpenFileLimit(null);
        }
        Memory ours = new Memory(Spawning.RLIMIT_BYTES);
        if (Spawning.prlimit(0, Spawning.RLIMIT_NOFILE, null, ours) == 0
                && ours.getLong(0) == ours.getLong(Long.BYTES)
                && soft.getAsLong() < ours.getLong(0)) {
            try (Memory lowered = new Memory(Spawning.RLIMIT_BYTES)) {
                lowered.setLong(0, soft.getAsLong());
                lowered.setLong(Long.BYTES, ours.getLong(Long.BYTES));
                if (Spawning.prlimit(0, Spawning.RLIMIT_NOFILE, lowered, null) == 0) {
                    return new OpenFileLimit(ours);
                }
            }
        }
        ours.close();
        return new OpenFileLimit(null);
    }

    @Override
    public void close() {
        if (ours != null) {
            Spawning.prlimit(0, Spawning.RLIMIT_NOFILE, ours, null);
            ours.close();
        }
    }
}
