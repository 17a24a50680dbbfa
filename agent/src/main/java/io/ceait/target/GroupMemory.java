package io.ceait.target;

import io.ceait.kernel.Cursor;
import io.ceait.kernel.KernelFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Resident memory of a control group and of all groups below it: what its processes have made and what they have mapped,
 * each page once. The page cache that their reading of files has left is not the job's; it would be given up for others.
 */
final class GroupMemory implements Closeable {

    private final KernelFile file;
    private final boolean versionTwo;
    private final Cursor cursor = new Cursor();
    private long bytes;

    private GroupMemory(KernelFile file) {
        this.file = file;
        // Version 1 lists the group's own pages first and those of the whole branch with the prefix "total_".
        this.versionTwo = value("total_rss") == Cursor.NONE;
    }

    static GroupMemory open(Path directory) throws IOException {
        GroupMemory memory = new GroupMemory(KernelFile.open(directory.resolve(GroupDirectories.MEMORY_STAT)));
        if (!memory.take()) {
            memory.close();
            throw new IOException(directory + " counts no memory");
        }
        return memory;
    }

    /** Reads it anew; what cannot be read keeps its last value. */
    void refresh() {
        try {
            if (file.read() > 0) {
                take();
            }
        } catch (IOException e) {
            // Removed: what it last held is what the job held.
            return;
        }
    }

    private boolean take() {
        long own = value(versionTwo ? "anon" : "total_rss");
        long mapped = value(versionTwo ? "file_mapped" : "total_mapped_file");
        if (own < 0 || mapped < 0) {
            return false;
        }
        bytes = own + mapped;
        return true;
    }

    private long value(String key) {
        cursor.over(file);
        while (!cursor.atEnd()) {
            if (cursor.skip(key) && cursor.skip(" ")) {
                return cursor.number();
            }
            cursor.nextLine();
        }
        return Cursor.NONE;
    }

    long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        file.close();
    }
}
