package io.ceait.source.nvml;

import io.ceait.nvml.NvmlConstants;
import io.ceait.source.JobProcesses;
import java.util.Arrays;

/** The processes that hold something on a device, and the job's share of it. */
final class Holders {

    private int count;
    private int[] pids = new int[16];
    private double share;
    private boolean job;

    /** Takes a list that the driver gave. */
    void take(UseFrame frame, JobProcesses target) {
        if (frame.running > pids.length) {
            pids = new int[frame.runningPids.length];
        }
        System.arraycopy(frame.runningPids, 0, pids, 0, frame.running);
        count = frame.running;
        int own = 0;
        double ownBytes = 0;
        double bytes = 0;
        boolean allTold = true;
        for (int i = 0; i < count; i++) {
            boolean ofJob = target.isWholeMachine() || target.containsProcess(pids[i]);
            long held = frame.runningBytes[i];
            allTold &= held != NvmlConstants.NVML_VALUE_NOT_AVAILABLE && held >= 0;
            own += ofJob ? 1 : 0;
            ownBytes += ofJob ? held : 0;
            bytes += held;
        }
        job = own > 0;
        // Where the driver does not tell the memory of one, each process counts the same.
        share = allTold && bytes > 0 ? ownBytes / bytes : count == 0 ? 0 : (double) own / count;
    }

    boolean knows(int pid) {
        for (int i = 0; i < count; i++) {
            if (pids[i] == pid) {
                return true;
            }
        }
        return false;
    }

    boolean any() {
        return count > 0;
    }

    boolean holdsJob() {
        return job;
    }

    /** The job's share of the memory that processes hold, 0 to 1; 0 when there are none. */
    double share() {
        return share;
    }

    @Override
    public String toString() {
        return Arrays.toString(Arrays.copyOf(pids, count));
    }
}
