package io.ceait.source.nvml;

import io.ceait.nvml.NvmlConstants;
import io.ceait.nvml.NvmlLayout.ProcessDetail;
import io.ceait.nvml.NvmlLayout.ProcessDetailList;
import io.ceait.nvml.NvmlLayout.ProcessInfoV1;
import io.ceait.nvml.NvmlLayout.ProcessInfoV2;
import io.ceait.nvml.NvmlLayout.ProcessUtilisationInfo;
import io.ceait.nvml.NvmlLayout.ProcessUtilisationSample;
import io.ceait.nvml.NvmlLayout.ProcessesUtilisationInfo;
import io.ceait.nvml.NvmlProcessUtilisation;
import io.ceait.nvml.NvmlProcessUtilisationInfo;
import io.ceait.nvml.NvmlReturn;
import io.ceait.nvml.NvmlRunningDetail;
import io.ceait.nvml.NvmlRunningV1;
import io.ceait.nvml.NvmlRunningV2;
import io.ceait.nvml.NvmlRunningV3;

/** The calls that answer lists of processes; what the last one brought is read row by row. For the driver's thread. */
final class ProcessCalls {

    private static final int FIRST_ENTRIES = 128;
    private static final int MOST_ENTRIES = 4096;
    private static final int TRIES = 3;

    /** The count or the structure that leads to the entries stands before them. */
    private static final int ENTRIES_AT = 64;

    /** The largest entry of all. */
    private static final int ENTRY_BYTES = ProcessUtilisationInfo.SIZE;

    /** Neither zero nor all ones nor a small number: no field of an entry ends like this. */
    private static final long POISON = 0xA5C3A5C3A5C3A5C3L;

    private final Driver driver;
    private final Scratch scratch = new Scratch(ENTRIES_AT + FIRST_ENTRIES * ENTRY_BYTES);
    private int capacity = FIRST_ENTRIES;
    private int rows;
    private int stride;
    private int pidAt;
    private int stampAt;
    private int smAt;

    ProcessCalls(Driver driver) {
        this.driver = driver;
    }

    int rows() {
        return rows;
    }

    int pid(int row) {
        return scratch.view().getInt(at(row) + pidAt);
    }

    /** Bytes, or {@link NvmlConstants#NVML_VALUE_NOT_AVAILABLE}. */
    long memory(int row) {
        return scratch.view().getLong(at(row) + ProcessInfoV1.USED_GPU_MEMORY);
    }

    long stamp(int row) {
        return scratch.view().getLong(at(row) + stampAt);
    }

    /** Percent as the driver has it, any nonsense included. */
    long sm(int row) {
        return Integer.toUnsignedLong(scratch.view().getInt(at(row) + smAt));
    }

    private int at(int row) {
        return ENTRIES_AT + row * stride;
    }

    static Capability capability(Call call) {
        return switch (call) {
            case RUNNING_V3 -> Capability.RUNNING_V3;
            case RUNNING_DETAIL -> Capability.RUNNING_DETAIL;
            case RUNNING_V2 -> Capability.RUNNING_V2;
            case RUNNING_V1 -> Capability.RUNNING_V1;
            case PROCESS_UTILISATION -> Capability.PROCESS_UTILISATION;
            case PROCESS_UTILISATION_INFO -> Capability.PROCESS_UTILISATION_INFO;
            default -> throw new IllegalArgumentException(call.symbol());
        };
    }

    /** Asks one of the calls; {@code lastSeen} matters to utilisation alone. */
    int ask(Call call, int gpu, long handle, long lastSeen) {
        rows = 0;
        if (!driver.has(capability(call))) {
            return NvmlReturn.FUNCTION_NOT_FOUND;
        }
        int code = NvmlReturn.INSUFFICIENT_SIZE;
        for (int i = 0; i < TRIES && code == NvmlReturn.INSUFFICIENT_SIZE; i++) {
            if (i > 0) {
                grow(count(call));
            }
            scratch.poison(ENTRIES_AT + capacity * ENTRY_BYTES, POISON);
            driver.log().begin(call, gpu);
            code = driver.log().end(invoke(call, handle, lastSeen));
        }
        if (code == NvmlReturn.SUCCESS) {
            rows = Math.max(0, Math.min(capacity, count(call)));
            layOut(call);
        }
        return code;
    }

    /** A list may go on growing while it is asked for: some room to spare. */
    private void grow(int wanted) {
        capacity = Math.max(capacity, Math.min(MOST_ENTRIES, Math.max(wanted, 2 * capacity)));
        scratch.grow(ENTRIES_AT + capacity * ENTRY_BYTES);
    }

    private int invoke(Call call, long handle, long lastSeen) {
        long count = scratch.address();
        long entries = count + ENTRIES_AT;
        scratch.view().putInt(0, capacity);
        return switch (call) {
            case RUNNING_V3 -> NvmlRunningV3.nvmlDeviceGetComputeRunningProcesses_v3(handle, count, entries);
            case RUNNING_V2 -> NvmlRunningV2.nvmlDeviceGetComputeRunningProcesses_v2(handle, count, entries);
            case RUNNING_V1 -> NvmlRunningV1.nvmlDeviceGetComputeRunningProcesses(handle, count, entries);
            case PROCESS_UTILISATION ->
                NvmlProcessUtilisation.nvmlDeviceGetProcessUtilization(handle, entries, count, lastSeen);
            case RUNNING_DETAIL -> {
                scratch.view().putInt(ProcessDetailList.VERSION, NvmlConstants.nvmlProcessDetailList_v1);
                scratch.view().putInt(ProcessDetailList.MODE, 0);
                scratch.view().putInt(ProcessDetailList.NUM_PROC_ARRAY_ENTRIES, capacity);
                scratch.view().putLong(ProcessDetailList.PROC_ARRAY, entries);
                yield NvmlRunningDetail.nvmlDeviceGetRunningProcessDetailList(handle, scratch.address());
            }
            case PROCESS_UTILISATION_INFO -> {
                scratch.view().putInt(ProcessesUtilisationInfo.VERSION, NvmlConstants.nvmlProcessesUtilizationInfo_v1);
                scratch.view().putInt(ProcessesUtilisationInfo.PROCESS_SAMPLES_COUNT, capacity);
                scratch.view().putLong(ProcessesUtilisationInfo.LAST_SEEN_TIME_STAMP, lastSeen);
                scratch.view().putLong(ProcessesUtilisationInfo.PROC_UTIL_ARRAY, entries);
                yield NvmlProcessUtilisationInfo.nvmlDeviceGetProcessesUtilizationInfo(handle, scratch.address());
            }
            default -> throw new IllegalArgumentException(call.symbol());
        };
    }

    private int count(Call call) {
        return scratch.view()
                .getInt(
                        switch (call) {
                            case RUNNING_DETAIL -> ProcessDetailList.NUM_PROC_ARRAY_ENTRIES;
                            case PROCESS_UTILISATION_INFO -> ProcessesUtilisationInfo.PROCESS_SAMPLES_COUNT;
                            default -> 0;
                        });
    }

    private void layOut(Call call) {
        switch (call) {
            case PROCESS_UTILISATION -> {
                stride = ProcessUtilisationSample.SIZE;
                pidAt = ProcessUtilisationSample.PID;
                stampAt = ProcessUtilisationSample.TIME_STAMP;
                smAt = ProcessUtilisationSample.SM_UTIL;
            }
            case PROCESS_UTILISATION_INFO -> {
                stride = ProcessUtilisationInfo.SIZE;
                pidAt = ProcessUtilisationInfo.PID;
                stampAt = ProcessUtilisationInfo.TIME_STAMP;
                smAt = ProcessUtilisationInfo.SM_UTIL;
            }
            default -> {
                stride = writtenStride();
                pidAt = ProcessInfoV1.PID;
            }
        }
    }

    /**
     * The size of an entry, told by how far the driver has written: some drivers have entries of 32 bytes under a name
     * that stands for 24, and of 16 have been seen, too.
     */
    private int writtenStride() {
        int end = rows * ProcessDetail.SIZE;
        while (end > 0 && scratch.view().get(ENTRIES_AT + end - 1) == poisonAt(ENTRIES_AT + end - 1)) {
            end--;
        }
        if (end <= rows * ProcessInfoV1.SIZE) {
            return ProcessInfoV1.SIZE;
        }
        return end <= rows * ProcessInfoV2.SIZE ? ProcessInfoV2.SIZE : ProcessDetail.SIZE;
    }

    private static byte poisonAt(int offset) {
        return (byte) (POISON >>> (offset % Long.BYTES * Byte.SIZE));
    }
}
