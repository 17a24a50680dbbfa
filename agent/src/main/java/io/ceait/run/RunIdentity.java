package io.ceait.run;

import io.ceait.agents.OtherAgent;
import io.ceait.data.InputException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Which run this is and on which node: the labels of every output, and the name of the run's directory.
 *
 * @param runId a file name of letters, digits, dot, dash and underscore
 * @param origin what the id comes from, for people: {@code --run-id}, {@code SLURM_JOB_ID of process 4242}
 * @param shared whether other agents of the same job come to the same id, on other nodes or beside us
 * @param scheduler what a scheduler says of the job, by the names of its variables
 * @param others agents that were here before and meter the same
 */
public record RunIdentity(
        String runId,
        String node,
        String origin,
        boolean shared,
        Map<String, String> scheduler,
        List<OtherAgent> others) {

    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final String RUN_ID = "CEAIT_RUN_ID";
    private static final String SLURM_JOB = "SLURM_JOB_ID";
    private static final String SLURM_RESTARTS = "SLURM_RESTART_COUNT";
    private static final String SLURM_NODE = "SLURMD_NODENAME";
    private static final String TORCHRUN = "TORCHELASTIC_RUN_ID";
    private static final String KUBERNETES_NODE = "NODE_NAME";

    /** What is worth a place in the record of the run. */
    private static final List<String> OF_SCHEDULERS = List.of(
            SLURM_JOB,
            SLURM_RESTARTS,
            "SLURM_STEP_ID",
            "SLURM_PROCID",
            "SLURM_ARRAY_JOB_ID",
            "SLURM_ARRAY_TASK_ID",
            TORCHRUN,
            "GROUP_RANK",
            "RANK",
            "POD_NAME",
            "POD_NAMESPACE");

    /** Variables by which an environment says whose it is. */
    public static final Set<String> VARIABLES = variables();

    private static final int LONGEST_TEXT = 200;

    /** Of one job on one node. */
    private static final int MOST_AGENTS = 1000;

    public RunIdentity {
        scheduler = Map.copyOf(scheduler);
        others = List.copyOf(others);
    }

    /** Of a run that nobody else has to do with. */
    public RunIdentity(String runId, String node) {
        this(runId, node, "", false, Map.of(), List.of());
    }

    private static Set<String> variables() {
        Set<String> names = new LinkedHashSet<>(OF_SCHEDULERS);
        names.addAll(List.of(RUN_ID, SLURM_NODE, KUBERNETES_NODE));
        return Collections.unmodifiableSet(names);
    }

    /**
     * The first that is set: the stated id, the Slurm job with its restart count, the id of torchrun, else the time and a
     * random suffix. What the job's own environment says comes before ours: an agent that is attached from outside would
     * lose the job's name otherwise.
     *
     * @param statedIn where the id is stated, if it is
     * @param ours variables of this process
     * @param job variables of a process that is metered
     * @throws InputException if the id that is set is no file name
     */
    public static RunIdentity of(
            Optional<String> stated,
            String statedIn,
            Map<String, String> ours,
            Optional<JobVariables> job,
            Instant now,
            RandomGenerator random) {
        Map<String, String> all = new HashMap<>(ours);
        job.ifPresent(given -> all.putAll(given.variables()));
        Named named = stated.map(id -> new Named(checked(statedIn, id), statedIn, statedIn.startsWith(RUN_ID)))
                .or(() -> job.flatMap(RunIdentity::ofJob))
                .or(() -> ofOurs(ours))
                .orElseGet(() -> new Named(
                        TIME.format(now) + "-" + String.format(Locale.ROOT, "%06x", random.nextInt(1 << 24)),
                        "time",
                        false));
        String node =
                value(all, SLURM_NODE).or(() -> value(all, KUBERNETES_NODE)).orElseGet(RunIdentity::hostName);
        return new RunIdentity(named.id, node, named.origin, named.shared, marks(all), List.of());
    }

    /**
     * What the environment of a job says.
     *
     * @param pid the process that it is of
     */
    public record JobVariables(int pid, Map<String, String> variables) {}

    private record Named(String id, String origin, boolean shared) {}

    private static Optional<Named> ofOurs(Map<String, String> environment) {
        return slurm(environment)
                .map(id -> new Named(checked(SLURM_JOB + " and " + SLURM_RESTARTS, id), SLURM_JOB, true))
                .or(() -> torchrun(environment).map(id -> new Named(checked(TORCHRUN, id), TORCHRUN, true)));
    }

    /** What somebody else's process says is no reason to refuse: an id that cannot be one is passed over. */
    private static Optional<Named> ofJob(JobVariables job) {
        String of = " of process " + job.pid;
        return value(job.variables, RUN_ID)
                .map(id -> new Named(id, RUN_ID + of, true))
                .or(() -> slurm(job.variables).map(id -> new Named(id, SLURM_JOB + of, true)))
                .or(() -> torchrun(job.variables).map(id -> new Named(id, TORCHRUN + of, true)))
                .filter(named -> FILE_NAME.matcher(named.id).matches());
    }

    private static Optional<String> torchrun(Map<String, String> environment) {
        return value(environment, TORCHRUN).filter(given -> !given.equals("none"));
    }

    private static Optional<String> slurm(Map<String, String> environment) {
        return value(environment, SLURM_JOB)
                .map(job -> "slurm-" + job
                        + value(environment, SLURM_RESTARTS)
                                .map(count -> "-" + count)
                                .orElse(""));
    }

    private static Map<String, String> marks(Map<String, String> environment) {
        Map<String, String> marks = new LinkedHashMap<>();
        for (String name : OF_SCHEDULERS) {
            value(environment, name)
                    .ifPresent(text -> marks.put(name, text.substring(0, Math.min(text.length(), LONGEST_TEXT))));
        }
        return marks;
    }

    public RunIdentity with(List<OtherAgent> found) {
        return new RunIdentity(runId, node, origin, shared, scheduler, found);
    }

    /**
     * Whether the job's energy is to be taken from this agent: false as long as one that was here before has it in its own
     * figures.
     */
    public boolean isPrimary() {
        return others.stream().noneMatch(other -> other.countsTheSame() && other.isRunning());
    }

    /**
     * Names for the run's directory, the first that is free to be taken. One that is stated is meant; one that a whole
     * job comes to cannot be every agent's.
     *
     * @param attempt 0 for the first
     * @return empty when there is no further one
     */
    public Optional<String> directoryName(int attempt) {
        if (attempt == 0) {
            return Optional.of(runId);
        }
        if (!shared || attempt > MOST_AGENTS) {
            return Optional.empty();
        }
        String here = runId + "." + node.replaceAll("[^A-Za-z0-9._-]", "_");
        return Optional.of(attempt == 1 ? here : here + "." + attempt);
    }

    private static Optional<String> value(Map<String, String> environment, String key) {
        return Optional.ofNullable(environment.get(key)).filter(text -> !text.isBlank());
    }

    private static String checked(String origin, String id) {
        if (!FILE_NAME.matcher(id).matches()) {
            throw new InputException(origin + ": a run id is at most 128 letters, digits, dots, dashes and underscores,"
                    + " for it names a directory");
        }
        return id;
    }

    private static String hostName() {
        try {
            // The kernel's own answer: a look-up may ask a name server and wait for it.
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (java.io.IOException e) {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException unknown) {
                return "localhost";
            }
        }
    }
}
