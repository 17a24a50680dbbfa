package io.ceait.agents;

import io.ceait.target.ProcessIdentity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an agent says that it meters.
 *
 * @param agent the agent itself
 * @param since when it said so, in nanoseconds of the machine's monotonic clock
 * @param runId of its run
 * @param kind {@code pid}, {@code cgroup}, {@code run} or {@code machine}
 * @param cgroup as it was stated; empty for others
 * @param endpoint where it serves metrics; empty where it does not
 * @param targets the processes that its job consisted of then
 */
public record Claim(
        ProcessIdentity agent,
        long since,
        String runId,
        String kind,
        String cgroup,
        String endpoint,
        List<ProcessIdentity> targets) {

    private static final String SCHEMA = "ceait.agent/1";
    private static final String MACHINE = "machine";
    private static final Pattern RUN_ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");
    private static final Pattern ENDPOINT = Pattern.compile("https?://[0-9A-Za-z.:\\[\\]%_-]{1,300}");

    /** A job of more processes is known by its first ones. */
    private static final int MOST_TARGETS = 1000;

    public Claim {
        cgroup = cgroup.replaceAll("\\s", "?");
        targets = targets.stream().limit(MOST_TARGETS).toList();
    }

    /** Whether the two meter a process in common. The machine as a whole is another figure than a job's. */
    boolean overlaps(Claim other, Path procfs) {
        if (isMachine() || other.isMachine()) {
            return isMachine() && other.isMachine();
        }
        if (!cgroup.isEmpty() && cgroup.equals(other.cgroup)) {
            return true;
        }
        for (ProcessIdentity ours : targets) {
            for (ProcessIdentity theirs : other.targets) {
                if (ours.equals(theirs)
                        || ours.isOrDescendsFrom(theirs, procfs)
                        || theirs.isOrDescendsFrom(ours, procfs)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isMachine() {
        return kind.equals(MACHINE);
    }

    boolean isBefore(Claim other) {
        return since < other.since || (since == other.since && agent.pid() < other.agent.pid());
    }

    String text() {
        StringBuilder text = new StringBuilder(SCHEMA)
                .append("\nagent ")
                .append(words(agent))
                .append("\nsince ")
                .append(since)
                .append("\nrun_id ")
                .append(runId)
                .append("\nkind ")
                .append(kind)
                .append("\ncgroup ")
                .append(cgroup)
                .append("\nendpoint ")
                .append(endpoint)
                .append('\n');
        targets.forEach(target -> text.append("target ").append(words(target)).append('\n'));
        return text.toString();
    }

    private static String words(ProcessIdentity process) {
        return process.pid() + " " + process.startTicks();
    }

    /** Empty for what is no claim, or one that is not written to its end. */
    static Optional<Claim> parse(String text) {
        List<String> lines = text.lines().toList();
        if (lines.size() < 7 || !lines.get(0).equals(SCHEMA) || !text.endsWith("\n")) {
            return Optional.empty();
        }
        try {
            List<ProcessIdentity> targets = new ArrayList<>();
            for (String line : lines.subList(7, lines.size())) {
                targets.add(process(value(line, "target")));
            }
            Claim claim = new Claim(
                    process(value(lines.get(1), "agent")),
                    Long.parseLong(value(lines.get(2), "since")),
                    value(lines.get(3), "run_id"),
                    value(lines.get(4), "kind"),
                    value(lines.get(5), "cgroup"),
                    endpoint(value(lines.get(6), "endpoint")),
                    targets);
            return Optional.of(claim).filter(read -> RUN_ID.matcher(read.runId).matches());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** It is shown to people only: one that cannot be one takes nothing from the rest of the claim. */
    private static String endpoint(String text) {
        return ENDPOINT.matcher(text).matches() ? text : "";
    }

    private static String value(String line, String key) {
        if (!line.startsWith(key + " ")) {
            throw new IllegalArgumentException("no " + key);
        }
        return line.substring(key.length() + 1);
    }

    private static ProcessIdentity process(String words) {
        int blank = words.indexOf(' ');
        if (blank < 0) {
            throw new IllegalArgumentException("no start");
        }
        return new ProcessIdentity(
                Integer.parseInt(words.substring(0, blank)), Long.parseLong(words.substring(blank + 1)));
    }
}
