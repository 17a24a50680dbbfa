package io.ceait.target;

import io.ceait.kernel.Cursor;
import io.ceait.kernel.KernelFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The processes of a control group and of all groups below it, by their lists of processes. */
final class GroupProcesses implements Closeable {

    private final Path directory;
    private final byte[] buffer = new byte[4096];
    private final Cursor cursor = new Cursor();
    private final List<KernelFile> lists = new ArrayList<>();
    private int[] pids = new int[64];
    private int count;
    private int hidden;
    private int[] before = new int[64];
    private int seen;

    GroupProcesses(Path directory) {
        this.directory = directory;
        findGroups();
    }

    /** Looks for groups below, which a service or a scheduler may make at any time. */
    void findGroups() {
        lists.forEach(KernelFile::close);
        lists.clear();
        try (Stream<Path> tree = Files.walk(directory)) {
            tree.filter(Files::isDirectory).forEach(this::open);
        } catch (IOException | java.io.UncheckedIOException e) {
            // A group went while it was being looked at; the others are found the next time.
            return;
        }
    }

    private void open(Path group) {
        try {
            lists.add(KernelFile.open(group.resolve(GroupDirectories.PROCESSES), buffer));
        } catch (IOException e) {
            // Gone, or a group of threads, whose processes stand in the group above.
            return;
        }
    }

    /** Reads the lists anew. */
    void refresh() {
        int[] previous = pids;
        int previousCount = count;
        pids = before;
        before = previous;
        count = 0;
        hidden = 0;
        for (int i = 0; i < lists.size(); i++) {
            read(lists.get(i));
        }
        Arrays.sort(pids, 0, count);
        for (int i = 0; i < count; i++) {
            if (Arrays.binarySearch(previous, 0, previousCount, pids[i]) < 0) {
                seen++;
            }
        }
    }

    private void read(KernelFile list) {
        try {
            list.readList();
        } catch (IOException e) {
            // The group is gone, and its processes with it.
            return;
        }
        cursor.over(list);
        for (long pid = cursor.number(); pid >= 0; pid = cursor.number()) {
            if (pid == 0) {
                // Of a pid namespace that we cannot see into.
                hidden++;
            } else if (pid <= Integer.MAX_VALUE) {
                if (count == pids.length) {
                    pids = Arrays.copyOf(pids, 2 * count);
                }
                pids[count++] = (int) pid;
            }
            cursor.nextLine();
        }
    }

    /** Whether there is any process, with a number or without one here. */
    boolean any() {
        return count + hidden > 0;
    }

    /** Those that have none here. */
    int hidden() {
        return hidden;
    }

    /** Those that have a number here. */
    int count() {
        return count;
    }

    /** How many there were at any time, as far as they were seen. */
    int seen() {
        return seen;
    }

    int pid(int index) {
        return pids[index];
    }

    boolean contains(int pid) {
        return containsNow(pid) || contains(before, pid);
    }

    boolean containsNow(int pid) {
        return Arrays.binarySearch(pids, 0, count, pid) >= 0;
    }

    /** The ones that ended a moment ago stand in the list before. */
    private static boolean contains(int[] list, int pid) {
        for (int other : list) {
            if (other == pid) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        lists.forEach(KernelFile::close);
        lists.clear();
    }
}
