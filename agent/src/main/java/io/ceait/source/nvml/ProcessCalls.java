package io.ceait.source.nvml;

import io.ceait.nvml.NvmlConstants;
import io.ceait.nvml.NvmlLayout.ProcessDetailList;
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

    private static final int TRIES = 3;

    private final Driver driver;
    private final ProcessRows answer = new ProcessRows();

    ProcessCalls(Driver driver) {
        this.driver = driver;
    }

    /** What the last call brought. */
    ProcessRows answer() {
        return answer;
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
        answer.forget();
        if (!driver.has(capability(call))) {
            return NvmlReturn.FUNCTION_NOT_FOUND;
        }
        int code = NvmlReturn.INSUFFICIENT_SIZE;
        for (int i = 0; i < TRIES && code == NvmlReturn.INSUFFICIENT_SIZE; i++) {
            if (i > 0) {
                answer.grow(call);
            }
            answer.poison();
            driver.log().begin(call, gpu);
            code = driver.log().end(invoke(call, handle, lastSeen));
        }
        if (code == NvmlReturn.SUCCESS) {
            answer.take(call);
        }
        return code;
    }

    private int invoke(Call call, long handle, long lastSeen) {
        Scratch scratch = answer.scratch();
        long count = scratch.address();
        long entries = answer.entries();
        scratch.view().putInt(0, answer.capacity());
        return switch (call) {
            case RUNNING_V3 -> NvmlRunningV3.nvmlDeviceGetComputeRunningProcesses_v3(handle, count, entries);
            case RUNNING_V2 -> NvmlRunningV2.nvmlDeviceGetComputeRunningProcesses_v2(handle, count, entries);
            case RUNNING_V1 -> NvmlRunningV1.nvmlDeviceGetComputeRunningProcesses(handle, count, entries);
            case PROCESS_UTILISATION ->
                NvmlProcessUtilisation.nvmlDeviceGetProcessUtilization(handle, entries, count, lastSeen);
            case RUNNING_DETAIL -> {
                scratch.view().putInt(ProcessDetailList.VERSION, NvmlConstants.nvmlProcessDetailList_v1);
                scratch.view().putInt(ProcessDetailList.MODE, 0);
                scratch.view().putInt(ProcessDetailList.NUM_PROC_ARRAY_ENTRIES, answer.capacity());
                scratch.view().putLong(ProcessDetailList.PROC_ARRAY, entries);
                yield NvmlRunningDetail.nvmlDeviceGetRunningProcessDetailList(handle, scratch.address());
            }
            case PROCESS_UTILISATION_INFO -> {
                scratch.view().putInt(ProcessesUtilisationInfo.VERSION, NvmlConstants.nvmlProcessesUtilizationInfo_v1);
                scratch.view().putInt(ProcessesUtilisationInfo.PROCESS_SAMPLES_COUNT, answer.capacity());
                scratch.view().putLong(ProcessesUtilisationInfo.LAST_SEEN_TIME_STAMP, lastSeen);
                scratch.view().putLong(ProcessesUtilisationInfo.PROC_UTIL_ARRAY, entries);
                yield NvmlProcessUtilisationInfo.nvmlDeviceGetProcessesUtilizationInfo(handle, scratch.address());
            }
            default -> throw new IllegalArgumentException(call.symbol());
        };
    }
}
