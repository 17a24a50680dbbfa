package io.ceait.source.drm;

import io.ceait.kernel.Cursor;
import io.ceait.kernel.KernelFile;
import io.ceait.source.JobProcesses;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * The openings of devices by the job's processes. Those that are known are read at each look from files kept open, which
 * allocates nothing; the search for new ones goes over all open files of the job and is spread over ticks.
 */
final class JobClients {

    /** The search of one tick ends with the process in which it passes so many files. */
    private static final int FILES_PER_TICK = 512;

    /** Nobody opens a GPU behind so many other files. */
    private static final int MOST_FILES = 4096;

    private final Path procfs;
    private final List<Die> dies;
    private final Map<String, Die> byName = new HashMap<>();
    private final Map<String, Client> clients = new HashMap<>();
    private final FdInfo info = new FdInfo();
    private final ArrayDeque<Integer> toSearch = new ArrayDeque<>();
    private final IntConsumer queue = toSearch::add;
    private Client[] open = new Client[0];
    private boolean searched;
    private boolean denied;
    private boolean deniedNow;

    JobClients(Path procfs, List<Die> dies) {
        this.procfs = procfs;
        this.dies = dies;
        for (Die die : dies) {
            byName.put(die.card.address(), die);
            die.card.nodes().forEach(node -> byName.put(node, die));
        }
    }

    /** A new search begins with the processes that are there now. */
    void beginSearch(JobProcesses job) {
        toSearch.clear();
        deniedNow = false;
        clients.values().forEach(client -> client.met = false);
        job.forEachProcess(queue);
        if (toSearch.isEmpty()) {
            finishSearch();
        }
    }

    /** Goes on with the search. */
    void search(boolean toTheEnd) {
        int files = 0;
        while (!toSearch.isEmpty() && (toTheEnd || files < FILES_PER_TICK)) {
            files += searchProcess(toSearch.remove());
            if (toSearch.isEmpty()) {
                finishSearch();
            }
        }
    }

    private void finishSearch() {
        searched = true;
        denied = deniedNow;
        // Numbers of clients are not given twice, so that one without a file does not come back.
        for (Iterator<Client> all = clients.values().iterator(); all.hasNext(); ) {
            Client client = all.next();
            if (!client.met) {
                client.close();
                all.remove();
            }
        }
        open = clients.values().toArray(open.length == clients.size() ? open : new Client[0]);
    }

    private int searchProcess(int pid) {
        Path process = procfs.resolve(Integer.toString(pid));
        boolean kfd = false;
        int files = 0;
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path file : stream) {
                String target = target(file);
                kfd |= target.equals("/dev/kfd");
                if (target.startsWith("/dev/dri/") || target.startsWith("/dev/accel/")) {
                    String number = String.valueOf(file.getFileName());
                    found(pid, process.resolve("fdinfo").resolve(number), target);
                }
                if (++files == MOST_FILES) {
                    break;
                }
            }
        } catch (NoSuchFileException e) {
            // The process ended.
            return files;
        } catch (IOException | DirectoryIteratorException e) {
            deniedNow = true;
        }
        if (kfd) {
            for (Client client : clients.values()) {
                client.worksThroughKfd |= client.pid == pid && client.die.omitsIdleEngines();
            }
        }
        return files;
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }

    private void found(int pid, Path path, String target) {
        for (Client client : clients.values()) {
            if (client.isAt(path.toString())) {
                client.met = true;
                return;
            }
        }
        KernelFile file;
        try {
            file = KernelFile.open(path);
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            deniedNow = true;
            return;
        }
        info.of(file);
        Die die = byName.get(info.device().isEmpty() ? target.substring(target.lastIndexOf('/') + 1) : info.device());
        if (die == null) {
            file.close();
            return;
        }
        String key = die.card.address() + " " + (info.client() == Cursor.NONE ? path : info.client());
        Client known = clients.get(key);
        if (known == null) {
            known = new Client(die, pid, info.client(), searched, file);
            clients.put(key, known);
        } else if (known.isOpen()) {
            file.close();
        } else {
            known.reopen(file);
        }
        known.met = true;
    }

    /** Reads the usage of all clients on devices that are awake, and books it on them. */
    void look(long elapsedNanos) {
        for (int i = 0; i < dies.size(); i++) {
            dies.get(i).begin();
        }
        for (Client client : open) {
            if (!client.die.isAsleep() && client.read(info)) {
                client.die.add(client, info, elapsedNanos);
            }
        }
    }

    /** Whether the last search met files that are not ours to look at. */
    boolean isBlind() {
        return denied;
    }

    void close() {
        clients.values().forEach(Client::close);
    }
}
