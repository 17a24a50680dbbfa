package io.ceait.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A procfs below a temporary directory. Files are written in place, so that who has one open sees it change; an open
 * file of a process that is gone answers nothing.
 */
public final class ProcFixture {

    public static final KernelConstants CONSTANTS = new KernelConstants(4096, 100);

    private final Path procfs;
    private final Map<Integer, Process> processes = new HashMap<>();
    private long forks = 100;
    private long busyTicks = 1000;
    private int cpus = 4;
    private long totalKilobytes = 16_000_000;
    private long availableKilobytes = 12_000_000;

    public ProcFixture(Path procfs) {
        this.procfs = procfs;
        writeStat();
        writeMeminfo();
    }

    public Path procfs() {
        return procfs;
    }

    /** {@code busy} ticks more since the last time. */
    public ProcFixture work(long busy) {
        busyTicks += busy;
        return writeStat();
    }

    public ProcFixture cpus(int count) {
        cpus = count;
        return writeStat();
    }

    public ProcFixture memory(long total, long available) {
        totalKilobytes = total;
        availableKilobytes = available;
        return writeMeminfo();
    }

    private ProcFixture writeStat() {
        StringBuilder text = new StringBuilder("cpu  " + busyTicks + " 0 0 999999 500 0 0 77 0 0\n");
        for (int i = 0; i < cpus; i++) {
            text.append("cpu").append(i).append(" 1 0 0 9 5 0 0 0 0 0\n");
        }
        write("stat", text + "intr 5 0\nctxt 9\nbtime 1700000000\nprocesses " + forks + "\nprocs_running 1\n");
        return this;
    }

    private ProcFixture writeMeminfo() {
        write(
                "meminfo",
                "MemTotal:  " + totalKilobytes + " kB\nMemFree: 1 kB\nMemAvailable: " + availableKilobytes
                        + " kB\nBuffers: 5 kB\n");
        return this;
    }

    public ProcFixture write(String file, String text) {
        try {
            Path path = procfs.resolve(file);
            Files.createDirectories(path.getParent() == null ? procfs : path.getParent());
            Files.writeString(path, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new process; the kernel counts it as a fork. */
    public Process process(int pid, int parent) {
        forks++;
        writeStat();
        Process process = new Process(pid, parent, forks);
        processes.put(pid, process);
        return process.write();
    }

    /** Makes the tree one of a kernel with lists of children. */
    public ProcFixture withChildLists() {
        write("self/task/" + ProcessHandle.current().pid() + "/children", "");
        return this;
    }

    /** One process, by the figures of its {@code stat}. */
    public final class Process {

        public final int pid;
        private int parent;
        private int processGroup = 1;
        private int session = 1;
        private String name = "python3";
        private char state = 'R';
        private long user;
        private long system;
        private long reapedUser;
        private long reapedSystem;
        private int threads = 1;
        private long start;
        private long residentPages = 100;
        private long sharedPages;
        private final Set<Integer> children = new TreeSet<>();

        private Process(int pid, int parent, long start) {
            this.pid = pid;
            this.parent = parent;
            this.start = start;
            adopt(parent);
        }

        private void adopt(int by) {
            Process above = processes.get(by);
            if (above != null) {
                above.children.add(pid);
                above.writeChildren();
            }
        }

        public Process name(String text) {
            name = text;
            return write();
        }

        public Process state(char letter) {
            state = letter;
            return write();
        }

        public Process processGroup(int number) {
            processGroup = number;
            return write();
        }

        public Process session(int number) {
            session = number;
            return write();
        }

        public Process threads(int count) {
            threads = count;
            return write();
        }

        public Process memory(long resident, long shared) {
            residentPages = resident;
            sharedPages = shared;
            return write();
        }

        /** Ticks of user and system time since the last time. */
        public Process work(long userTicks, long systemTicks) {
            user += userTicks;
            system += systemTicks;
            return write();
        }

        /** As {@code wait} does: takes over what the child and its own waited-for children used; the child is gone. */
        public Process reap(Process child) {
            takeOver(child);
            children.remove(child.pid);
            child.vanish();
            writeChildren();
            return write();
        }

        /** The first half of {@link #reap}: the child is still there, for some microseconds. */
        public Process takeOver(Process child) {
            reapedUser += child.user + child.reapedUser;
            reapedSystem += child.system + child.reapedSystem;
            child.state('X');
            return write();
        }

        /** A child that came and went unseen. */
        public Process reapUnseen(long ticks) {
            reapedUser += ticks;
            forks++;
            writeStat();
            return write();
        }

        public Process moveTo(int otherParent) {
            Process above = processes.get(parent);
            if (above != null) {
                above.children.remove(pid);
                above.writeChildren();
            }
            parent = otherParent;
            adopt(otherParent);
            return write();
        }

        /** No longer there, taken over by nobody. */
        public void vanish() {
            try {
                Path directory = procfs.resolve(Integer.toString(pid));
                // Who has it open reads nothing from now on.
                Files.writeString(directory.resolve("stat"), "");
                Files.delete(directory.resolve("stat"));
                Files.delete(directory.resolve("statm"));
                Files.deleteIfExists(directory.resolve("task/" + pid + "/children"));
                processes.remove(pid);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void writeChildren() {
            StringBuilder text = new StringBuilder();
            children.forEach(child -> text.append(child).append(' '));
            ProcFixture.this.write(pid + "/task/" + pid + "/children", text.toString());
        }

        public String statLine() {
            return pid + " (" + name + ") " + state + " " + parent + " " + processGroup + " " + session
                    + " 0 -1 4194304 11 12 13 14 "
                    + user + " "
                    + system
                    + " " + reapedUser + " " + reapedSystem + " 20 0 " + threads + " 0 " + start + " 123456789 "
                    + residentPages + " 18446744073709551615 1 2 3 4 5\n";
        }

        private Process write() {
            ProcFixture.this.write(pid + "/stat", statLine());
            ProcFixture.this.write(pid + "/statm", "5000 " + residentPages + " " + sharedPages + " 1 0 1 0\n");
            return this;
        }
    }
}
