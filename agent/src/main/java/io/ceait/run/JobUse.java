package io.ceait.run;

import io.ceait.sampling.Sample;
import io.ceait.target.Job;
import io.ceait.target.JobAccount;
import io.ceait.target.JobAccount.CpuMeans;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What the job has used and how that is known, from its samples alone: live and in a replay the same. */
final class JobUse {

    /** Where a journal does not tell. */
    private static final String NOT_TOLD = "";

    private final long[] microsecondsByMeans = new long[CpuMeans.values().length];
    private long firstMicroseconds;
    private long microseconds;
    private long bytes = Job.UNKNOWN;
    private int processes = Job.UNKNOWN;
    private int processesSeen = Job.UNKNOWN;

    /** Processes of agents before this one that it does not know of: those alive when it came are in its own count. */
    private int seenBefore;

    private @Nullable JobAccount account;

    void accept(Sample sample) {
        account = sample.account();
        if (sample.isFirst() || sample.isBeginningLost()) {
            // Attached to before, the job may have used some already: its time counts from when energy does.
            firstMicroseconds = sample.jobMicroseconds();
        } else if (sample.isResumed()) {
            // Another agent's totals: what was counted so far stays, and goes on from here.
            firstMicroseconds = sample.jobMicroseconds() - (microseconds - firstMicroseconds);
            seenBefore = Math.max(0, processesSeen - Math.max(0, sample.processesSeen()));
        } else if (account != null) {
            microsecondsByMeans[account.cpu().ordinal()] += sample.jobMicroseconds() - microseconds;
        }
        microseconds = sample.jobMicroseconds();
        bytes = sample.jobBytes();
        processes = sample.processes();
        processesSeen = sample.processesSeen() == Job.UNKNOWN ? Job.UNKNOWN : seenBefore + sample.processesSeen();
    }

    /** CPU time since the first sample. */
    Duration cpu() {
        return duration(microseconds - firstMicroseconds);
    }

    /** By what told it, the best means first: the one that tells it now, and others that told a part of it. */
    Map<String, Duration> cpuBySource() {
        Map<String, Duration> bySource = new LinkedHashMap<>();
        for (CpuMeans means : CpuMeans.values()) {
            long told = microsecondsByMeans[means.ordinal()];
            if (told > 0 || (account != null && account.cpu() == means)) {
                bySource.put(means.label(), duration(told));
            }
        }
        return Collections.unmodifiableMap(bySource);
    }

    private static Duration duration(long micros) {
        return Duration.ofNanos(micros * 1000);
    }

    OptionalLong memoryBytes() {
        return bytes == Job.UNKNOWN ? OptionalLong.empty() : OptionalLong.of(bytes);
    }

    String memorySource() {
        return account == null ? NOT_TOLD : account.memory().label();
    }

    OptionalInt processes() {
        return known(processes);
    }

    OptionalInt processesSeen() {
        return known(processesSeen);
    }

    private static OptionalInt known(int count) {
        return count == Job.UNKNOWN ? OptionalInt.empty() : OptionalInt.of(count);
    }

    /** What of its CPU time could not be seen, a sentence each. */
    List<String> blindSpots() {
        return account == null ? List.of() : account.blindSpots(microseconds);
    }
}
