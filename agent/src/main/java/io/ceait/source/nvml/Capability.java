package io.ceait.source.nvml;

import com.sun.jna.NativeLibrary;
import io.ceait.nvml.NvmlArchitecture;
import io.ceait.nvml.NvmlEnergy;
import io.ceait.nvml.NvmlFields;
import io.ceait.nvml.NvmlLimits;
import io.ceait.nvml.NvmlMig;
import io.ceait.nvml.NvmlPci;
import io.ceait.nvml.NvmlPower;
import io.ceait.nvml.NvmlProcessUtilisation;
import io.ceait.nvml.NvmlProcessUtilisationInfo;
import io.ceait.nvml.NvmlRunningDetail;
import io.ceait.nvml.NvmlRunningV1;
import io.ceait.nvml.NvmlRunningV2;
import io.ceait.nvml.NvmlRunningV3;
import io.ceait.nvml.NvmlUtilisation;
import java.util.EnumSet;
import java.util.Set;

/** What a driver may have or lack, each bound by itself. */
enum Capability {
    PCI,
    ARCHITECTURE,
    ENERGY,
    POWER,
    LIMITS,
    FIELDS,
    UTILISATION,
    PROCESS_UTILISATION,
    PROCESS_UTILISATION_INFO,
    RUNNING_V3,
    RUNNING_DETAIL,
    RUNNING_V2,
    RUNNING_V1,
    MIG;

    /** Binds all that the library has. */
    static Set<Capability> bindAll(NativeLibrary library) {
        Set<Capability> bound = EnumSet.noneOf(Capability.class);
        for (Capability capability : values()) {
            try {
                capability.bind(library);
                bound.add(capability);
            } catch (UnsatisfiedLinkError e) {
                bound.remove(capability);
            }
        }
        return bound;
    }

    private void bind(NativeLibrary library) {
        switch (this) {
            case PCI -> NvmlPci.bind(library);
            case ARCHITECTURE -> NvmlArchitecture.bind(library);
            case ENERGY -> NvmlEnergy.bind(library);
            case POWER -> NvmlPower.bind(library);
            case LIMITS -> NvmlLimits.bind(library);
            case FIELDS -> NvmlFields.bind(library);
            case UTILISATION -> NvmlUtilisation.bind(library);
            case PROCESS_UTILISATION -> NvmlProcessUtilisation.bind(library);
            case PROCESS_UTILISATION_INFO -> NvmlProcessUtilisationInfo.bind(library);
            case RUNNING_V3 -> NvmlRunningV3.bind(library);
            case RUNNING_DETAIL -> NvmlRunningDetail.bind(library);
            case RUNNING_V2 -> NvmlRunningV2.bind(library);
            case RUNNING_V1 -> NvmlRunningV1.bind(library);
            case MIG -> NvmlMig.bind(library);
        }
    }
}
