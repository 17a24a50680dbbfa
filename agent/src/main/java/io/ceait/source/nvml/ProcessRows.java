package io.ceait.source.nvml;

import io.ceait.nvml.NvmlConstants;
import io.ceait.nvml.NvmlLayout.ProcessDetail;
import io.ceait.nvml.NvmlLayout.ProcessDetailList;
import io.ceait.nvml.NvmlLayout.ProcessInfoV1;
import io.ceait.nvml.NvmlLayout.ProcessInfoV2;
import io.ceait.nvml.NvmlLayout.ProcessUtilisationInfo;
import io.ceait.nvml.NvmlLayout.ProcessUtilisationSample;
import io.ceait.nvml.NvmlLayout.ProcessesUtilisationInfo;

/** The memory that a driver writes a list of processes into, and what it has written there: whatever it says is a claim. */
final class ProcessRows {

    static final int MOST_ENTRIES = 4096;

    private static final int FIRST_ENTRIES = 128;

    /** The count or the structure that leads to the entries stands before them. */
    private static final int ENTRIES_AT = 64;

    /** The largest entry of all. */
    private static final int ENTRY_BYTES = ProcessUtilisationInfo.SIZE;

    /** Neither zero nor all ones nor a small number: no field of an entry ends like this. */
    private static final long POISON = 0xA5C3A5C3A5C3A5C3L;

    private final Scratch scratch = new Scratch(ENTRIES_AT + FIRST_ENTRIES * ENTRY_BYTES);
    private int capacity = FIRST_ENTRIES;
    private int rows;
    private int stride;
    private int pidAt;
    private int stampAt;
    private int smAt;

    /** Nothing was answered. */
    void forget() {
        rows = 0;
    }

    /** Makes what will have been written tell itself from what has not. */
    void poison() {
        scratch.poison(ENTRIES_AT + capacity * ENTRY_BYTES, POISON);
    }

    Scratch scratch() {
        return scratch;
    }

    /** Where the entries begin. */
    long entries() {
        return scratch.address() + ENTRIES_AT;
    }

    /** How many entries there is room for. */
    int capacity() {
        return capacity;
    }

    /** Makes room for what the driver wants, and some more: a list may go on growing while it is asked for. */
    void grow(Call call) {
        capacity = Math.max(capacity, Math.min(MOST_ENTRIES, Math.max(count(call), 2 * capacity)));
        scratch.grow(ENTRIES_AT + capacity * ENTRY_BYTES);
    }

    /** Looks at what the driver has written in answer to a call, as far as there is room. */
    void take(Call call) {
        rows = Math.max(0, Math.min(capacity, count(call)));
        layOut(call);
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
