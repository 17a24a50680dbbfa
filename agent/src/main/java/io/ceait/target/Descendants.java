package io.ceait.target;

import io.ceait.kernel.Cursor;
import io.ceait.kernel.KernelFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Finds the children of processes. Two ways with the same answer: the kernel's own lists of children, one per thread,
 * or a walk over all processes asking each for its parent. Whichever means fewer files is taken.
 */
final class Descendants {

    private final Path procfs;
    private final byte[] buffer;
    private final ProcessStat scratch = new ProcessStat();
    private final Cursor cursor = new Cursor();
    private final String root;
    private final boolean hasChildLists;

    /** How many threads a process has is not known yet. */
    private static final int UNKNOWN = 0;

    /** Below this the lists of children are always the cheaper way. */
    private static final int FEW_THREADS = 64;

    Descendants(Path procfs, byte[] buffer) {
        this.procfs = procfs;
        this.root = procfs + "/";
        this.buffer = buffer;
        // Needs CONFIG_PROC_CHILDREN, which distributions set and small kernels may not.
        this.hasChildLists = Files.exists(
                procfs.resolve("self/task/" + ProcessHandle.current().pid() + "/children"));
    }

    /**
     * The numbers of all processes below the members that run, none of them known yet, parents before children.
     *
     * @param known whether a number belongs to a member that is there
     */
    List<Integer> newBelow(List<Member> members, IntPredicate known) {
        int threads = 0;
        for (Member member : members) {
            threads += member.gone ? 0 : member.threads;
        }
        if (hasChildLists && threads <= FEW_THREADS) {
            return byChildLists(members, known);
        }
        String[] names = procfs.toFile().list();
        if (names == null || (hasChildLists && threads <= names.length)) {
            return byChildLists(members, known);
        }
        return byParents(names, known);
    }

    private List<Integer> byChildLists(List<Member> members, IntPredicate known) {
        Found found = new Found(known);
        for (Member member : members) {
            if (!member.gone) {
                addChildren(member.pid, member.threads, found);
            }
        }
        for (int i = 0; i < found.inOrder.size(); i++) {
            addChildren(found.inOrder.get(i), UNKNOWN, found);
        }
        return found.inOrder;
    }

    private void addChildren(int pid, int threads, Found found) {
        String tasks = root + pid + "/task/";
        if (threads == 1) {
            addChildrenOf(tasks + pid, found);
            return;
        }
        String[] names = new File(tasks).list();
        if (names != null) {
            for (String name : names) {
                addChildrenOf(tasks + name, found);
            }
        }
    }

    private void addChildrenOf(String task, Found found) {
        try (KernelFile children = KernelFile.open(new File(task + "/children"), buffer)) {
            children.readList();
            cursor.over(children);
            for (long child = cursor.number(); child > 0 && child <= Integer.MAX_VALUE; child = cursor.number()) {
                found.add((int) child);
            }
        } catch (IOException e) {
            // The thread has ended: its children belong to another one now.
            return;
        }
    }

    private List<Integer> byParents(String[] names, IntPredicate known) {
        Map<Integer, List<Integer>> childrenOf = new HashMap<>();
        for (String name : names) {
            int pid = parse(name);
            int parent = pid > 0 ? parentOf(pid) : 0;
            if (parent > 0) {
                childrenOf.computeIfAbsent(parent, p -> new ArrayList<>()).add(pid);
            }
        }
        Found found = new Found(known);
        childrenOf.forEach((parent, children) -> {
            if (known.test(parent)) {
                children.forEach(found::add);
            }
        });
        for (int i = 0; i < found.inOrder.size(); i++) {
            childrenOf.getOrDefault(found.inOrder.get(i), List.of()).forEach(found::add);
        }
        return found.inOrder;
    }

    /** New numbers, each once, in the order of discovery. */
    private static final class Found {
        private final IntPredicate known;
        private final Set<Integer> seen = new HashSet<>();
        final List<Integer> inOrder = new ArrayList<>();

        Found(IntPredicate known) {
            this.known = known;
        }

        void add(int pid) {
            if (pid > 0 && !known.test(pid) && seen.add(pid)) {
                inOrder.add(pid);
            }
        }
    }

    private int parentOf(int pid) {
        return scratch.read(procfs, pid, buffer) ? scratch.parent : 0;
    }

    /** The number that a directory of a process is named by, or -1. */
    static int parse(String text) {
        if (text.isEmpty() || text.length() > 9) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
