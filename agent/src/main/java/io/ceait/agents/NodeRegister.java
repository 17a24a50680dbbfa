package io.ceait.agents;

import io.ceait.agents.OtherAgent.Relation;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The agents that run on this node, each with a claim in a folder that belongs to the node and to nobody. Agents in
 * containers with a folder of their own do not see each other.
 */
public final class NodeRegister implements Closeable {

    /** In memory, of this node alone, open to every user, and empty after a boot. */
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private final ClaimFile ours;
    private final List<OtherAgent> others;

    private NodeRegister(ClaimFile ours, List<OtherAgent> others) {
        this.ours = ours;
        this.others = List.copyOf(others);
    }

    public static Path ofThisNode() {
        return Files.isWritable(SHARED_MEMORY) ? SHARED_MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
    }

    /**
     * Lets others know of us and finds those who were here before.
     *
     * @param trusted users whose claims count, by number: anybody can write a file that says something
     * @throws IOException if nothing can be written there
     */
    public static NodeRegister enter(Path folder, Claim claim, Set<Integer> trusted, Path procfs) throws IOException {
        ClaimFile ours = ClaimFile.create(folder, claim);
        List<OtherAgent> others = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, ClaimFile.PREFIX + "*")) {
            for (Path file : files) {
                if (!file.equals(ours.path()) && trusted.contains(owner(file))) {
                    consider(file, claim, procfs, others);
                }
            }
        }
        return new NodeRegister(ours, others);
    }

    private static void consider(Path file, Claim ours, Path procfs, List<OtherAgent> others) throws IOException {
        if (!ClaimFile.isHeld(file)) {
            removeWhatIsLeft(file);
            return;
        }
        ClaimFile.read(file).filter(claim -> claim.isBefore(ours)).ifPresent(claim -> {
            boolean sameJob = claim.overlaps(ours, procfs);
            if (sameJob || claim.runId().equals(ours.runId())) {
                others.add(new OtherAgent(
                        claim.agent().pid(),
                        claim.runId(),
                        claim.endpoint(),
                        sameJob ? Relation.SAME_JOB : Relation.SAME_RUN,
                        Optional.of(file)));
            }
        });
    }

    /** Of an agent that was killed. */
    private static void removeWhatIsLeft(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // Another user's, who may remove it.
            return;
        }
    }

    private static int owner(Path file) {
        try {
            return (Integer) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        } catch (IOException | UnsupportedOperationException e) {
            return -1;
        }
    }

    /** Agents that were here before and have to do with our run. */
    public List<OtherAgent> others() {
        return others;
    }

    @Override
    public void close() {
        ours.close();
    }
}
