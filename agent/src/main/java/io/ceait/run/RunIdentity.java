package io.ceait.run;

import io.ceait.data.InputException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Which run this is and on which node: the labels of every output, and the name of the run's directory.
 *
 * @param runId a file name of letters, digits, dot, dash and underscore
 */
public record RunIdentity(String runId, String node) {

    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    /**
     * The first that is set: {@code --run-id}, the Slurm job with its restart count, the id of torchrun, else the time and
     * a random suffix.
     *
     * @throws InputException if the id that is set is no file name
     */
    public static RunIdentity of(
            Optional<String> stated, Map<String, String> environment, Instant now, RandomGenerator random) {
        String id = stated.map(given -> checked("--run-id", given))
                .or(() -> slurm(environment))
                .or(() -> value(environment, "TORCHELASTIC_RUN_ID")
                        .filter(given -> !given.equals("none"))
                        .map(given -> checked("TORCHELASTIC_RUN_ID", given)))
                .orElseGet(() -> TIME.format(now) + "-" + String.format("%06x", random.nextInt(1 << 24)));
        String node = value(environment, "SLURMD_NODENAME")
                .or(() -> value(environment, "NODE_NAME"))
                .orElseGet(RunIdentity::hostName);
        return new RunIdentity(id, node);
    }

    private static Optional<String> slurm(Map<String, String> environment) {
        return value(environment, "SLURM_JOB_ID")
                .map(job -> checked(
                        "SLURM_JOB_ID and SLURM_RESTART_COUNT",
                        "slurm-" + job
                                + value(environment, "SLURM_RESTART_COUNT")
                                        .map(count -> "-" + count)
                                        .orElse("")));
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
