package io.ceait.source.nvml;

import io.ceait.nvml.NvmlReturn;
import java.util.List;
import java.util.Optional;

/**
 * Asks the driver who uses one device: a GPU or an instance of one. These calls are slow (milliseconds, reported for the
 * list of processes), so each has its own pace. For the driver's thread, but for what is marked as under the lock.
 */
final class UsePoll {

    /** Sampled by drivers each 1/6 s to 1 s, and kept for a while: twice a second misses nothing. */
    private static final long SAMPLES_PERIOD_NANOS = 450_000_000L;

    private static final long RUNNING_PERIOD_NANOS = 4_500_000_000L;

    private static final List<Call> RUNNING =
            List.of(Call.RUNNING_V3, Call.RUNNING_DETAIL, Call.RUNNING_V2, Call.RUNNING_V1);
    private static final List<Call> SAMPLES = List.of(Call.PROCESS_UTILISATION, Call.PROCESS_UTILISATION_INFO);

    private final Gpu gpu;
    private final Optional<String> instance;
    private final UseFrame found = new UseFrame();
    private final UseFrame shown = new UseFrame();
    private long instanceHandle;
    private int runningCall;
    private int samplesCall;
    private boolean runningAnswered;
    private boolean samplesAnswered;
    private boolean deviceAnswers = true;
    private boolean asked;
    private long samplesAt;
    private long runningAt;

    private long lastSeen;
    private boolean runningWanted;
    private boolean deviceWanted;

    /** A whole GPU. */
    UsePoll(Gpu gpu) {
        this(gpu, Optional.empty(), 0);
    }

    private UsePoll(Gpu gpu, Optional<String> instance, long instanceHandle) {
        this.gpu = gpu;
        this.instance = instance;
        this.instanceHandle = instanceHandle;
        // Instances answer no utilisation, their own or their processes'.
        this.samplesCall = instance.isPresent() ? SAMPLES.size() : 0;
        this.deviceAnswers = instance.isEmpty();
    }

    static UsePoll ofInstance(Gpu gpu, String uuid, long handle) {
        return new UsePoll(gpu, Optional.of(uuid), handle);
    }

    /** Under the lock: what the sampling thread wants to know next. */
    void want(long lastSeen, boolean running, boolean device) {
        this.lastSeen = lastSeen;
        runningWanted |= running;
        deviceWanted = device;
    }

    /** Under the lock. */
    void copyTo(UseFrame frame) {
        frame.copyFrom(shown);
    }

    /** Asks what is due. */
    int poll(Driver driver, ProcessCalls calls, Exchange exchange, long now, boolean fresh) {
        boolean due = fresh || !asked || now - samplesAt >= SAMPLES_PERIOD_NANOS;
        if (gpu.isLost() || !due) {
            return NvmlReturn.SUCCESS;
        }
        long since;
        boolean runningDue;
        boolean deviceAsked;
        synchronized (exchange) {
            since = lastSeen;
            runningDue = fresh || !asked || runningWanted || now - runningAt >= RUNNING_PERIOD_NANOS;
            runningWanted = false;
            deviceAsked = deviceWanted;
        }
        asked = true;
        samplesAt = now;
        int code = askSamples(calls, since, now);
        boolean deviceDue = deviceAsked || samplesCall >= SAMPLES.size();
        if (deviceDue && deviceAnswers && code != NvmlReturn.UNINITIALIZED) {
            code = askDevice(driver);
        }
        if (runningDue && code != NvmlReturn.UNINITIALIZED) {
            runningAt = now;
            code = askRunning(driver, calls);
        }
        synchronized (exchange) {
            shown.copyFrom(found);
        }
        return code;
    }

    private int askSamples(ProcessCalls calls, long since, long now) {
        while (samplesCall < SAMPLES.size()) {
            int code = calls.ask(SAMPLES.get(samplesCall), gpu.number(), gpu.handle(), since);
            if (lacks(code) && !samplesAnswered) {
                samplesCall++;
                continue;
            }
            samplesAnswered |= answers(code);
            // None newer than asked for is how drivers say that nothing works.
            boolean none = code == NvmlReturn.NOT_FOUND;
            found.samplesSequence++;
            found.samplesCode = none ? NvmlReturn.SUCCESS : code;
            found.samplesNanos = now;
            found.askedSince = since;
            found.takeSamples(calls.answer());
            return code;
        }
        return NvmlReturn.NOT_SUPPORTED;
    }

    private int askDevice(Driver driver) {
        int code = driver.utilisation(gpu.number(), gpu.handle());
        found.deviceSequence++;
        found.deviceCode = code;
        found.devicePercent = driver.value();
        deviceAnswers = !lacks(code) || found.deviceSequence > 1;
        return code;
    }

    private int askRunning(Driver driver, ProcessCalls calls) {
        while (runningCall < RUNNING.size()) {
            int code = calls.ask(RUNNING.get(runningCall), gpu.number(), handle(), 0);
            if (code == NvmlReturn.INVALID_ARGUMENT && instance.isPresent() && findInstance(driver)) {
                code = calls.ask(RUNNING.get(runningCall), gpu.number(), handle(), 0);
            }
            if (lacks(code) && !runningAnswered) {
                runningCall++;
                continue;
            }
            runningAnswered |= code == NvmlReturn.SUCCESS;
            found.runningSequence++;
            found.runningCode = code;
            found.takeRunning(calls.answer());
            return code;
        }
        return NvmlReturn.NOT_SUPPORTED;
    }

    private long handle() {
        return instance.isPresent() ? instanceHandle : gpu.handle();
    }

    /** The handle of an instance dies with the driver that gave it. */
    private boolean findInstance(Driver driver) {
        if (instance.isEmpty() || driver.handle(gpu.number(), instance.get()) != NvmlReturn.SUCCESS) {
            return false;
        }
        instanceHandle = driver.value();
        return true;
    }

    private static boolean answers(int code) {
        return code == NvmlReturn.SUCCESS || code == NvmlReturn.NOT_FOUND;
    }

    /** On the first use these mean that there is no such thing; after a success they pass. */
    private static boolean lacks(int code) {
        return code == NvmlReturn.NOT_SUPPORTED
                || code == NvmlReturn.FUNCTION_NOT_FOUND
                || code == NvmlReturn.ARGUMENT_VERSION_MISMATCH;
    }

    /** The call that tells what each process uses; empty when none does. */
    Optional<Call> samplesCall() {
        return samplesCall < SAMPLES.size() ? Optional.of(SAMPLES.get(samplesCall)) : Optional.empty();
    }

    /** The call that lists processes; empty when none does. */
    Optional<Call> runningCall() {
        return runningCall < RUNNING.size() ? Optional.of(RUNNING.get(runningCall)) : Optional.empty();
    }

    Gpu gpu() {
        return gpu;
    }
}
