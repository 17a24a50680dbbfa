package io.ceait.target;

import io.ceait.kernel.Cursor;
import io.ceait.kernel.KernelFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Resident memory of processes that no controller counts: the pages of each that it shares with nobody, and once the
 * largest share of what it shares. Two files' worth of system calls per process; asked seldom.
 */
final class ResidentMemory {

    private final String root;
    private final byte[] buffer = new byte[512];
    private final Cursor cursor = new Cursor();
    private final long pageBytes;
    private long apart;
    private long mostShared;

    ResidentMemory(Path procfs, long pageBytes) {
        this.root = procfs + "/";
        this.pageBytes = pageBytes;
    }

    void begin() {
        apart = 0;
        mostShared = 0;
    }

    void add(int pid) {
        try (KernelFile statm = KernelFile.open(new File(root + pid + "/statm"), buffer)) {
            cursor.over(statm);
            cursor.skipWords(1);
            long resident = cursor.number();
            long shared = cursor.number();
            if (resident >= 0 && shared >= 0) {
                apart += resident - Math.min(shared, resident);
                mostShared = Math.max(mostShared, shared);
            }
        } catch (IOException e) {
            // Gone in between.
            return;
        }
    }

    long bytes() {
        return (apart + mostShared) * pageBytes;
    }
}
