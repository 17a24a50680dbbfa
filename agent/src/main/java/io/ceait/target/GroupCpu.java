package io.ceait.target;

import io.ceait.kernel.Cursor;
import io.ceait.kernel.KernelFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * CPU time of a control group and of all groups below it, as the scheduler books it: exact to the nanosecond or
 * microsecond, whatever its processes do and however short they live. A read costs about a microsecond.
 */
final class GroupCpu implements Closeable {

    private final KernelFile file;
    private final boolean versionTwo;
    private final Cursor cursor = new Cursor();
    private long microseconds;

    private GroupCpu(KernelFile file, boolean versionTwo) {
        this.file = file;
        this.versionTwo = versionTwo;
    }

    /** @throws IOException if the directory has no such counter or it cannot be read */
    static GroupCpu open(Path directory) throws IOException {
        Path account = directory.resolve(GroupDirectories.CPU_ACCOUNT);
        boolean versionTwo = !Files.exists(account);
        KernelFile file = KernelFile.open(versionTwo ? directory.resolve(GroupDirectories.CPU_STAT) : account);
        GroupCpu cpu = new GroupCpu(file, versionTwo);
        if (!cpu.take()) {
            file.close();
            throw new IOException(directory + " counts no CPU time");
        }
        return cpu;
    }

    /** Reads it anew; false when the group is gone, and the last value stays. */
    boolean refresh() {
        try {
            return file.read() > 0 && take();
        } catch (IOException e) {
            // Removed: the kernel answers ENODEV through the open file.
            return false;
        }
    }

    private boolean take() {
        cursor.over(file);
        if (versionTwo && !cursor.skip("usage_usec")) {
            return false;
        }
        long value = cursor.number();
        if (value < 0) {
            return false;
        }
        microseconds = versionTwo ? value : value / 1000;
        return true;
    }

    /** Since the group was made. */
    long microseconds() {
        return microseconds;
    }

    @Override
    public void close() {
        file.close();
    }
}
