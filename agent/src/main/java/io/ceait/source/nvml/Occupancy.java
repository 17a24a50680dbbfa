package io.ceait.source.nvml;

import io.ceait.nvml.NvmlReturn;
import io.ceait.source.JobProcesses;
import io.ceait.source.Slots;
import io.ceait.source.UseMeans;

/**
 * The job's use of one device as running totals, by the best means that its driver offers. For the sampling thread,
 * which alone may ask about the job.
 */
final class Occupancy {

    private static final double FULL_PERCENT = 100;
    private static final double NANOS_PER_MICRO = 1e3;

    private final UsePoll poll;
    private final boolean instance;
    private final ProcessLookup processes;
    private final UseFrame frame = new UseFrame();
    private final ProcessUse byProcess = new ProcessUse();
    private final Holders holders = new Holders();

    private UseMeans means = UseMeans.UNKNOWN;
    private boolean started;
    private long samplesSeen;
    private long runningSeen;
    private long lastNanos;
    private long lastPollNanos;
    private boolean sampleOfJobSeen;
    private boolean strangerSeen;
    private boolean sampleAccepted;
    private boolean sampleRefused;
    private boolean samplesAnswered;
    private double jobRate;
    private double busyRate;
    private double job;
    private double busy;
    private double lastByProcessJob;
    private double lastByProcessBusy;
    private double held;
    private final SmoothTotal jobTotal = new SmoothTotal();
    private final SmoothTotal busyTotal = new SmoothTotal();

    /** @param instance whether the device is a part of a GPU, of which no driver tells the utilisation */
    Occupancy(UsePoll poll, boolean instance, ProcessLookup processes) {
        this.poll = poll;
        this.instance = instance;
        this.processes = processes;
    }

    /** Takes in what the driver's thread has published; {@code lock} guards it, and what the next poll asks for. */
    void take(Object lock, JobProcesses target, boolean fresh) {
        synchronized (lock) {
            poll.copyTo(frame);
        }
        boolean unknownProcess = false;
        if (frame.runningSequence != runningSeen) {
            runningSeen = frame.runningSequence;
            if (frame.runningCode == NvmlReturn.SUCCESS) {
                holders.take(frame, target);
            }
        }
        if (frame.samplesSequence != samplesSeen) {
            samplesSeen = frame.samplesSequence;
            unknownProcess = takeSamples(target);
        }
        means = means(target);
        long since = byProcess.askSince(frame.samplesNanos, !fresh);
        // From inside a container it is likely from the start that samples will not do.
        boolean device = means != UseMeans.PROCESS && (samplesSeen > 0 || processes.inOwnNamespace());
        synchronized (lock) {
            poll.want(since, unknownProcess, device);
        }
    }

    /** True when a process turned up that is not in the list of those on the device. */
    private boolean takeSamples(JobProcesses target) {
        long now = frame.samplesNanos;
        if (frame.samplesCode != NvmlReturn.SUCCESS) {
            return false;
        }
        boolean unknown = false;
        double sum = 0;
        for (int i = 0; i < frame.samples; i++) {
            int pid = frame.samplePids[i];
            boolean sane = byProcess.accepts(pid, frame.sampleStamps[i], frame.sampleSm[i], now);
            if (sane && isProcess(pid, target)) {
                sampleAccepted = true;
                unknown |= !holders.knows(pid);
                sum += frame.sampleSm[i];
            } else {
                sampleRefused |= sane;
                frame.sampleSm[i] = Long.MAX_VALUE;
            }
        }
        double scale = Math.min(1, FULL_PERCENT / Math.max(sum, 1));
        for (int i = 0; i < frame.samples; i++) {
            int pid = frame.samplePids[i];
            // Accepted once more: a driver may name a process twice.
            if (byProcess.accepts(pid, frame.sampleStamps[i], frame.sampleSm[i], now)) {
                boolean own = target.isWholeMachine() || target.containsProcess(pid);
                sampleOfJobSeen |= own;
                strangerSeen |= !own;
                byProcess.take(pid, own, frame.sampleStamps[i], frame.sampleSm[i] * scale, frame.askedSince, now);
            }
        }
        byProcess.polled(now, lastPollNanos == 0 ? 0 : now - lastPollNanos);
        lastPollNanos = now;
        return unknown;
    }

    /** Drivers give numbers of processes that are long gone, or never were. */
    private boolean isProcess(int pid, JobProcesses target) {
        return byProcess.knows(pid) || holders.knows(pid) || target.containsProcess(pid) || processes.mayExist(pid);
    }

    private UseMeans means(JobProcesses target) {
        samplesAnswered |= samplesSeen > 0 && frame.samplesCode == NvmlReturn.SUCCESS;
        boolean samples = samplesAnswered;
        boolean list = runningSeen > 0 && frame.runningCode == NvmlReturn.SUCCESS;
        boolean device = frame.deviceCode == NvmlReturn.SUCCESS;
        if (instance) {
            return list ? UseMeans.PRESENCE : UseMeans.UNKNOWN;
        }
        if (target.isWholeMachine()) {
            return samples ? UseMeans.PROCESS : device ? UseMeans.DEVICE : UseMeans.UNKNOWN;
        }
        boolean hidden = processes.inOwnNamespace() && !sampleOfJobSeen;
        if (hidden && !holders.holdsJob() && (holders.any() || strangerSeen)) {
            return device ? UseMeans.DEVICE : UseMeans.UNKNOWN;
        }
        // The list may have the numbers of a container while the samples have those of the machine.
        boolean foreign = (hidden && strangerSeen) || (sampleRefused && !sampleAccepted);
        if (samples && !foreign) {
            return UseMeans.PROCESS;
        }
        if (device && list) {
            return UseMeans.MEMORY_SHARE;
        }
        return device ? UseMeans.UNKNOWN : list ? UseMeans.PRESENCE : UseMeans.UNKNOWN;
    }

    /** Tells the totals up to now. */
    void fill(long now, boolean fresh, Slots into, int use, boolean wholeMachine) {
        if (!started) {
            started = true;
            lastNanos = now;
        }
        double micros = (now - lastNanos) / NANOS_PER_MICRO;
        lastNanos = now;
        held += (wholeMachine || means == UseMeans.DEVICE ? 1 : holders.share()) * micros;
        addByRate(micros, wholeMachine);
        addByProcess(now);
        boolean told = means == UseMeans.PROCESS;
        jobTotal.approach(job, told ? byProcess.jobRate(now) : jobRate, micros, fresh);
        busyTotal.approach(busy, told ? byProcess.busyRate(now) : busyRate, micros, fresh);
        long jobMicros = jobTotal.micros();
        into.use(use, means, jobMicros, Math.max(jobMicros, busyTotal.micros()), Math.round(held));
    }

    /** What samples tell counts while they are the means; otherwise the same work would count twice. */
    private void addByProcess(long now) {
        double jobNow = byProcess.jobMicros(now);
        double busyNow = byProcess.busyMicros(now);
        if (means == UseMeans.PROCESS) {
            job += jobNow - lastByProcessJob;
            busy += busyNow - lastByProcessBusy;
        }
        lastByProcessJob = jobNow;
        lastByProcessBusy = busyNow;
    }

    private void addByRate(double micros, boolean wholeMachine) {
        busyRate = switch (means) {
            case DEVICE, MEMORY_SHARE -> Math.min(1, frame.devicePercent / FULL_PERCENT);
            case PRESENCE -> holders.any() ? 1 : 0;
            case PROCESS, UNKNOWN -> 0;
        };
        jobRate = busyRate * (wholeMachine || means == UseMeans.DEVICE ? 1 : holders.share());
        busy += busyRate * micros;
        job += jobRate * micros;
    }
}
