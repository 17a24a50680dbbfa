package io.ceait.source.nvml;

import io.ceait.nvml.NvmlReturn;
import java.util.Arrays;

/** What the driver last said of the use of one device, in three parts that are asked for at different paces. */
final class UseFrame {

    private static final int FIRST_ROWS = 16;

    /** Utilisation by process: how it was asked for, and the rows. */
    long samplesSequence;

    int samplesCode = NvmlReturn.NOT_SUPPORTED;
    long samplesNanos;
    long askedSince;
    int samples;
    int[] samplePids = new int[FIRST_ROWS];
    long[] sampleStamps = new long[FIRST_ROWS];
    long[] sampleSm = new long[FIRST_ROWS];

    /** The processes that hold something on the device. */
    long runningSequence;

    int runningCode = NvmlReturn.NOT_SUPPORTED;
    int running;
    int[] runningPids = new int[FIRST_ROWS];
    long[] runningBytes = new long[FIRST_ROWS];

    /** Utilisation of the device as a whole. */
    long deviceSequence;

    int deviceCode = NvmlReturn.NOT_SUPPORTED;
    long devicePercent;

    void takeSamples(ProcessRows rows) {
        samples = rows.rows();
        if (samples > samplePids.length) {
            samplePids = new int[samples];
            sampleStamps = new long[samples];
            sampleSm = new long[samples];
        }
        for (int i = 0; i < samples; i++) {
            samplePids[i] = rows.pid(i);
            sampleStamps[i] = rows.stamp(i);
            sampleSm[i] = rows.sm(i);
        }
    }

    void takeRunning(ProcessRows rows) {
        running = rows.rows();
        if (running > runningPids.length) {
            runningPids = new int[running];
            runningBytes = new long[running];
        }
        for (int i = 0; i < running; i++) {
            runningPids[i] = rows.pid(i);
            runningBytes[i] = rows.memory(i);
        }
    }

    /** Copies what is new in {@code other}. */
    void copyFrom(UseFrame other) {
        if (samplesSequence != other.samplesSequence) {
            samplesSequence = other.samplesSequence;
            samplesCode = other.samplesCode;
            samplesNanos = other.samplesNanos;
            askedSince = other.askedSince;
            samples = other.samples;
            if (samples > samplePids.length) {
                samplePids = Arrays.copyOf(other.samplePids, other.samplePids.length);
                sampleStamps = Arrays.copyOf(other.sampleStamps, other.sampleStamps.length);
                sampleSm = Arrays.copyOf(other.sampleSm, other.sampleSm.length);
            } else {
                System.arraycopy(other.samplePids, 0, samplePids, 0, samples);
                System.arraycopy(other.sampleStamps, 0, sampleStamps, 0, samples);
                System.arraycopy(other.sampleSm, 0, sampleSm, 0, samples);
            }
        }
        if (runningSequence != other.runningSequence) {
            runningSequence = other.runningSequence;
            runningCode = other.runningCode;
            running = other.running;
            if (running > runningPids.length) {
                runningPids = Arrays.copyOf(other.runningPids, other.runningPids.length);
                runningBytes = Arrays.copyOf(other.runningBytes, other.runningBytes.length);
            } else {
                System.arraycopy(other.runningPids, 0, runningPids, 0, running);
                System.arraycopy(other.runningBytes, 0, runningBytes, 0, running);
            }
        }
        if (deviceSequence != other.deviceSequence) {
            deviceSequence = other.deviceSequence;
            deviceCode = other.deviceCode;
            devicePercent = other.devicePercent;
        }
    }
}
