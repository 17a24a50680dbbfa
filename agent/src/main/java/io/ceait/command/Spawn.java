package io.ceait.command;

import com.sun.jna.Memory;
import io.ceait.kernel.OpenFiles;
import io.ceait.libc.CStrings;
import io.ceait.libc.Spawning;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;

/**
 * Starts a program as this process was started itself: with the same arguments and variables byte by byte, the same
 * signals blocked and ignored, the same open files and limits. {@link ProcessBuilder} would start it with SIGQUIT
 * blocked, as all threads of a JVM have it, and with all other files closed.
 */
final class Spawn {

    /** What runs a file that names no interpreter of its own, as {@code execvp} has it. */
    private static final byte[] SHELL = "/bin/sh".getBytes(StandardCharsets.US_ASCII);

    private static final int FIRST_BEYOND_STANDARD = 3;
    private static final int OPENED_MEANWHILE = 16;

    private final Inherited inherited;

    Spawn(Inherited inherited) {
        this.inherited = inherited;
    }

    /**
     * The number of the process.
     *
     * @param held is told the number before the process becomes the program; where it cannot be held, a moment after
     * @throws CannotStart if there is no such program or it cannot be executed
     */
    int start(List<byte[]> words, String name, IntConsumer held) throws CannotStart {
        try (OpenFileLimit limit = OpenFileLimit.lower(inherited.openFileLimit());
                Memory pid = new Memory(Integer.BYTES)) {
            int error = attempt(pid, words, held);
            if (error == Spawning.ENOEXEC) {
                error = attempt(pid, behindShell(words, name), held);
            }
            if (error != 0) {
                throw new CannotStart(name, error == Spawning.ENOENT);
            }
            return pid.getInt(0);
        }
    }

    private int attempt(Memory pid, List<byte[]> words, IntConsumer held) {
        Optional<Gate> gate = Gate.make();
        try (Memory attributes = new Memory(Spawning.OPAQUE_BYTES);
                Memory actions = new Memory(Spawning.OPAQUE_BYTES);
                CStrings arguments = new CStrings(words)) {
            must(Spawning.posix_spawnattr_init(attributes));
            must(Spawning.posix_spawn_file_actions_init(actions));
            try {
                describe(attributes);
                closeOurs(actions);
                IntSupplier spawn = () -> Spawning.posix_spawnp(
                        pid, arguments.first(), actions, attributes, arguments.array(), Spawning.environ());
                if (gate.isPresent()) {
                    waitAt(gate.get(), actions);
                    return new HeldSpawn(spawn, gate.get()).run(pid, held);
                }
                int error = spawn.getAsInt();
                if (error == 0) {
                    held.accept(pid.getInt(0));
                }
                return error;
            } finally {
                Spawning.posix_spawn_file_actions_destroy(actions);
                Spawning.posix_spawnattr_destroy(attributes);
            }
        } finally {
            gate.ifPresent(Gate::close);
        }
    }

    /** With a number that is free when ours are closed. */
    private void waitAt(Gate gate, Memory actions) {
        int file = FIRST_BEYOND_STANDARD;
        while (inherited.files().contains(file)) {
            file++;
        }
        must(Spawning.posix_spawn_file_actions_addopen(
                actions, file, gate.path().first(), Spawning.O_RDONLY, 0));
        must(Spawning.posix_spawn_file_actions_addclose(actions, file));
    }

    private void describe(Memory attributes) {
        try (Memory signals = new Memory(Spawning.SIGSET_BYTES)) {
            signals.clear();
            signals.setLong(0, inherited.blockedSignals());
            must(Spawning.posix_spawnattr_setsigmask(attributes, signals));
            signals.setLong(0, ~inherited.ignoredSignals());
            must(Spawning.posix_spawnattr_setsigdefault(attributes, signals));
        }
        must(Spawning.posix_spawnattr_setflags(
                attributes, (short) (Spawning.POSIX_SPAWN_SETSIGMASK | Spawning.POSIX_SPAWN_SETSIGDEF)));
    }

    /** With some numbers more: another thread may be reading a file in the moment when the process is made. */
    private void closeOurs(Memory actions) {
        long end = OpenFiles.now().stream().mapToInt(Integer::intValue).max().orElse(0) + OPENED_MEANWHILE;
        // To close what is not open does no harm, but for numbers beyond the limit.
        end = Math.min(end, inherited.openFileLimit().orElse(end));
        for (int file = FIRST_BEYOND_STANDARD; file < end; file++) {
            if (!inherited.files().contains(file)) {
                int error = Spawning.posix_spawn_file_actions_addclose(actions, file);
                if (error == Spawning.EBADF) {
                    // Beyond the limit that we have ourselves, and so is all that follows.
                    return;
                }
                must(error);
            }
        }
    }

    private static List<byte[]> behindShell(List<byte[]> words, String name) {
        List<byte[]> all = new ArrayList<>();
        all.add(SHELL);
        Optional<String> found = Executables.find(name, System.getenv().getOrDefault("PATH", ""));
        all.add(found.map(file -> file.getBytes(java.nio.charset.Charset.defaultCharset()))
                .orElse(words.get(0)));
        all.addAll(words.subList(1, words.size()));
        return all;
    }

    private static void must(int error) {
        if (error != 0) {
            throw new IllegalStateException("preparing a process failed with error " + error);
        }
    }
}
