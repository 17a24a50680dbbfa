package io.ceait.target;

import io.ceait.kernel.Cursor;
import io.ceait.kernel.KernelFile;
import io.ceait.kernel.KernelRoots;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Resident memory of a control group and of all groups below it, each page once: what its processes have made themselves,
 * and of files and shared memory the larger of what is mapped and what lives in memory alone ({@code /dev/shm}). The page
 * cache that their reading of files has left is not the job's: the kernel gives it up for others, and which of several jobs
 * it is booked to is who read first.
 */
final class GroupMemory implements Closeable {

    /** No machine has an exabyte: such a line is torn. */
    private static final long MOST_BYTES = 1L << 60;

    private final KernelFile file;
    private final boolean versionTwo;
    private final Cursor cursor = new Cursor();
    private long bytes;

    private GroupMemory(KernelFile file) {
        this.file = file;
        // Version 1 lists the group's own pages first and those of the whole branch with the prefix "total_".
        this.versionTwo = value("total_rss") == Cursor.NONE;
    }

    /**
     * The memory of a group that counts CPU time, where a controller counts that, too: in its own directory, or where the
     * hierarchy of memory has a group of the same name and the same processes.
     */
    static Optional<GroupMemory> of(KernelRoots roots, CpuGroup group) {
        List<Path> candidates = new ArrayList<>(List.of(group.directory()));
        try (Stream<Path> hierarchies = Files.list(roots.cgroupfs())) {
            Path name = group.hierarchy().relativize(group.directory());
            hierarchies.map(hierarchy -> hierarchy.resolve(name)).forEach(candidates::add);
        } catch (IOException e) {
            // One hierarchy, then.
        }
        for (Path candidate : candidates) {
            try {
                if (Files.exists(candidate.resolve(GroupDirectories.MEMORY_STAT))
                        && processes(candidate).equals(processes(group.directory()))) {
                    return Optional.of(open(candidate));
                }
            } catch (IOException e) {
                // Gone, not ours to read, or no controller.
                continue;
            }
        }
        return Optional.empty();
    }

    /** The memory of a group by the controller in its own directory, where there is one. */
    static Optional<GroupMemory> in(Path directory) {
        try {
            return Optional.of(open(directory));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String processes(Path directory) throws IOException {
        return Files.readString(directory.resolve(GroupDirectories.PROCESSES));
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
        // Part of one is part of the other, and nothing tells how much: what is mapped of shared memory.
        long shared = Math.max(mapped, value(versionTwo ? "shmem" : "total_shmem"));
        if (own < 0 || mapped < 0 || own > MOST_BYTES || shared > MOST_BYTES) {
            return false;
        }
        bytes = own + shared;
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
