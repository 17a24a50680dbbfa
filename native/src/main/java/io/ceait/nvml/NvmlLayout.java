package io.ceait.nvml;

/** Sizes and offsets in bytes of the structures that are read or written, on 64-bit Linux; all are 8-byte aligned or laxer. */
public final class NvmlLayout {

    /** {@code nvmlPciInfo_t}. */
    public static final class PciInfo {
        public static final String C_NAME = "nvmlPciInfo_t";
        public static final int SIZE = 68;
        public static final int BUS_ID = 36;

        private PciInfo() {}
    }

    /** {@code nvmlUtilization_t}. */
    public static final class Utilisation {
        public static final String C_NAME = "nvmlUtilization_t";
        public static final int SIZE = 8;
        public static final int GPU = 0;

        private Utilisation() {}
    }

    /** {@code nvmlProcessInfo_v1_t}. */
    public static final class ProcessInfoV1 {
        public static final String C_NAME = "nvmlProcessInfo_v1_t";
        public static final int SIZE = 16;
        public static final int PID = 0;
        public static final int USED_GPU_MEMORY = 8;

        private ProcessInfoV1() {}
    }

    /** {@code nvmlProcessInfo_v2_t}. */
    public static final class ProcessInfoV2 {
        public static final String C_NAME = "nvmlProcessInfo_v2_t";
        public static final int SIZE = 24;
        public static final int PID = 0;
        public static final int USED_GPU_MEMORY = 8;

        private ProcessInfoV2() {}
    }

    /** {@code nvmlProcessDetail_v1_t}. */
    public static final class ProcessDetail {
        public static final String C_NAME = "nvmlProcessDetail_v1_t";
        public static final int SIZE = 32;
        public static final int PID = 0;
        public static final int USED_GPU_MEMORY = 8;

        private ProcessDetail() {}
    }

    /** {@code nvmlProcessDetailList_v1_t}. */
    public static final class ProcessDetailList {
        public static final String C_NAME = "nvmlProcessDetailList_v1_t";
        public static final int SIZE = 24;
        public static final int VERSION = 0;
        public static final int MODE = 4;
        public static final int NUM_PROC_ARRAY_ENTRIES = 8;
        public static final int PROC_ARRAY = 16;

        private ProcessDetailList() {}
    }

    /** {@code nvmlProcessUtilizationSample_t}. */
    public static final class ProcessUtilisationSample {
        public static final String C_NAME = "nvmlProcessUtilizationSample_t";
        public static final int SIZE = 32;
        public static final int PID = 0;
        public static final int TIME_STAMP = 8;
        public static final int SM_UTIL = 16;

        private ProcessUtilisationSample() {}
    }

    /** {@code nvmlProcessUtilizationInfo_v1_t}. */
    public static final class ProcessUtilisationInfo {
        public static final String C_NAME = "nvmlProcessUtilizationInfo_v1_t";
        public static final int SIZE = 40;
        public static final int TIME_STAMP = 0;
        public static final int PID = 8;
        public static final int SM_UTIL = 12;

        private ProcessUtilisationInfo() {}
    }

    /** {@code nvmlProcessesUtilizationInfo_v1_t}. */
    public static final class ProcessesUtilisationInfo {
        public static final String C_NAME = "nvmlProcessesUtilizationInfo_v1_t";
        public static final int SIZE = 24;
        public static final int VERSION = 0;
        public static final int PROCESS_SAMPLES_COUNT = 4;
        public static final int LAST_SEEN_TIME_STAMP = 8;
        public static final int PROC_UTIL_ARRAY = 16;

        private ProcessesUtilisationInfo() {}
    }

    /** {@code nvmlFieldValue_t}. */
    public static final class FieldValue {
        public static final String C_NAME = "nvmlFieldValue_t";
        public static final int SIZE = 40;
        public static final int FIELD_ID = 0;
        public static final int SCOPE_ID = 4;
        public static final int VALUE_TYPE = 24;
        public static final int NVML_RETURN = 28;
        public static final int VALUE = 32;

        private FieldValue() {}
    }

    /** {@code nvmlDeviceAttributes_t}. */
    public static final class DeviceAttributes {
        public static final String C_NAME = "nvmlDeviceAttributes_t";
        public static final int SIZE = 40;
        public static final int GPU_INSTANCE_SLICE_COUNT = 24;
        public static final int COMPUTE_INSTANCE_SLICE_COUNT = 28;

        private DeviceAttributes() {}
    }

    private NvmlLayout() {}
}
