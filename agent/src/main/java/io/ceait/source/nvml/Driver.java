package io.ceait.source.nvml;

import com.sun.jna.NativeLibrary;
import io.ceait.nvml.NvmlArchitecture;
import io.ceait.nvml.NvmlConstants;
import io.ceait.nvml.NvmlCore;
import io.ceait.nvml.NvmlEnergy;
import io.ceait.nvml.NvmlFields;
import io.ceait.nvml.NvmlLayout.FieldValue;
import io.ceait.nvml.NvmlLayout.PciInfo;
import io.ceait.nvml.NvmlLayout.Utilisation;
import io.ceait.nvml.NvmlLimits;
import io.ceait.nvml.NvmlPci;
import io.ceait.nvml.NvmlPower;
import io.ceait.nvml.NvmlReturn;
import io.ceait.nvml.NvmlUtilisation;
import java.util.Optional;
import java.util.Set;

/**
 * One library with its calls: each answers a code and leaves its number in {@link #value()}. A call that the library
 * lacks answers {@link NvmlReturn#FUNCTION_NOT_FOUND}. For one thread; only what {@link CallLog#callOut()} tells is for others, too.
 */
final class Driver {

    private static final int SCRATCH_BYTES = 256;
    private static final int SECOND_WORD = 8;
    private static final long POISON = 0xA5A5A5A5A5A5A5A5L;

    private final String library;
    private final Set<Capability> capabilities;
    private final Scratch scratch = new Scratch(SCRATCH_BYTES);
    private final CallLog log;
    private long value;

    private Driver(String library, Set<Capability> capabilities, CallLog log) {
        this.library = library;
        this.capabilities = capabilities;
        this.log = log;
    }

    /** Loads a library and binds what it has. Fails with a {@link LinkageError} if it is none of ours or there is no JNA. */
    static Driver load(String library, CallLog log) {
        NativeLibrary loaded = NativeLibrary.getInstance(library);
        NvmlCore.bind(loaded);
        return new Driver(library, Capability.bindAll(loaded), log);
    }

    String library() {
        return library;
    }

    boolean has(Capability capability) {
        return capabilities.contains(capability);
    }

    CallLog log() {
        return log;
    }

    /** The number that the last successful call brought. */
    long value() {
        return value;
    }

    int init() {
        log.begin(Call.INIT, CallLog.NO_GPU);
        return log.end(NvmlCore.nvmlInit_v2());
    }

    int shutdown() {
        log.begin(Call.SHUTDOWN, CallLog.NO_GPU);
        return log.end(NvmlCore.nvmlShutdown());
    }

    Optional<String> version() {
        int length = NvmlConstants.NVML_SYSTEM_DRIVER_VERSION_BUFFER_SIZE;
        log.begin(Call.DRIVER_VERSION, CallLog.NO_GPU);
        return textIf(log.end(NvmlCore.nvmlSystemGetDriverVersion(scratch.address(), length)), length);
    }

    int count() {
        log.begin(Call.COUNT, CallLog.NO_GPU);
        return word(log.end(NvmlCore.nvmlDeviceGetCount_v2(scratch.address())));
    }

    int handle(int index) {
        log.begin(Call.HANDLE_BY_INDEX, index);
        return wide(log.end(NvmlCore.nvmlDeviceGetHandleByIndex_v2(index, scratch.address())));
    }

    int handle(int gpu, String uuid) {
        scratch.text(uuid);
        long out = scratch.address() + SCRATCH_BYTES - Long.BYTES;
        log.begin(Call.HANDLE_BY_UUID, gpu);
        int code = log.end(NvmlCore.nvmlDeviceGetHandleByUUID(scratch.address(), out));
        if (code == NvmlReturn.SUCCESS) {
            value = scratch.view().getLong(SCRATCH_BYTES - Long.BYTES);
        }
        return code;
    }

    Optional<String> uuid(int gpu, long device) {
        int length = NvmlConstants.NVML_DEVICE_UUID_V2_BUFFER_SIZE;
        log.begin(Call.UUID, gpu);
        return textIf(log.end(NvmlCore.nvmlDeviceGetUUID(device, scratch.address(), length)), length);
    }

    Optional<String> name(int gpu, long device) {
        int length = NvmlConstants.NVML_DEVICE_NAME_V2_BUFFER_SIZE;
        log.begin(Call.NAME, gpu);
        return textIf(log.end(NvmlCore.nvmlDeviceGetName(device, scratch.address(), length)), length);
    }

    Optional<String> pciBusId(int gpu, long device) {
        if (!has(Capability.PCI)) {
            return Optional.empty();
        }
        log.begin(Call.PCI, gpu);
        int code = log.end(NvmlPci.nvmlDeviceGetPciInfo_v3(device, scratch.address()));
        if (code != NvmlReturn.SUCCESS) {
            return Optional.empty();
        }
        byte[] id = new byte[PciInfo.SIZE - PciInfo.BUS_ID];
        scratch.view().get(PciInfo.BUS_ID, id);
        return Optional.of(Texts.ofC(id));
    }

    Architecture architecture(int gpu, long device) {
        if (!has(Capability.ARCHITECTURE)) {
            return Architecture.OTHER;
        }
        log.begin(Call.COMPUTE_CAPABILITY, gpu);
        int code = log.end(NvmlArchitecture.nvmlDeviceGetCudaComputeCapability(
                device, scratch.address(), scratch.address() + SECOND_WORD));
        return code == NvmlReturn.SUCCESS
                ? Architecture.of(scratch.view().getInt(0), scratch.view().getInt(SECOND_WORD))
                : Architecture.OTHER;
    }

    /** Millijoules. */
    int energy(int gpu, long device) {
        if (!has(Capability.ENERGY)) {
            return NvmlReturn.FUNCTION_NOT_FOUND;
        }
        log.begin(Call.ENERGY, gpu);
        return wide(log.end(NvmlEnergy.nvmlDeviceGetTotalEnergyConsumption(device, scratch.address())));
    }

    /** Milliwatts. */
    int power(int gpu, long device) {
        if (!has(Capability.POWER)) {
            return NvmlReturn.FUNCTION_NOT_FOUND;
        }
        log.begin(Call.POWER, gpu);
        return word(log.end(NvmlPower.nvmlDeviceGetPowerUsage(device, scratch.address())));
    }

    /** Milliwatts that the owner allows. */
    int managementLimit(int gpu, long device) {
        if (!has(Capability.LIMITS)) {
            return NvmlReturn.FUNCTION_NOT_FOUND;
        }
        log.begin(Call.MANAGEMENT_LIMIT, gpu);
        return word(log.end(NvmlLimits.nvmlDeviceGetPowerManagementLimit(device, scratch.address())));
    }

    /** Milliwatts that all limits together allow now. */
    int enforcedLimit(int gpu, long device) {
        if (!has(Capability.LIMITS)) {
            return NvmlReturn.FUNCTION_NOT_FOUND;
        }
        log.begin(Call.ENFORCED_LIMIT, gpu);
        return word(log.end(NvmlLimits.nvmlDeviceGetEnforcedPowerLimit(device, scratch.address())));
    }

    /** Percent of the time for which the device worked. */
    int utilisation(int gpu, long device) {
        if (!has(Capability.UTILISATION)) {
            return NvmlReturn.FUNCTION_NOT_FOUND;
        }
        log.begin(Call.UTILISATION, gpu);
        int code = log.end(NvmlUtilisation.nvmlDeviceGetUtilizationRates(device, scratch.address()));
        if (code == NvmlReturn.SUCCESS) {
            value = Integer.toUnsignedLong(scratch.view().getInt(Utilisation.GPU));
        }
        return code;
    }

    /** A value by its number; one of another type than {@code type} is not taken for one. */
    int field(int gpu, long device, int id, int type) {
        if (!has(Capability.FIELDS)) {
            return NvmlReturn.FUNCTION_NOT_FOUND;
        }
        scratch.poison(FieldValue.SIZE, POISON);
        scratch.view().putInt(FieldValue.FIELD_ID, id);
        scratch.view().putInt(FieldValue.SCOPE_ID, 0);
        log.begin(Call.FIELDS, gpu);
        int code = log.end(NvmlFields.nvmlDeviceGetFieldValues(device, 1, scratch.address()));
        if (code != NvmlReturn.SUCCESS) {
            return code;
        }
        int own = scratch.view().getInt(FieldValue.NVML_RETURN);
        if (own == (int) POISON) {
            // The driver does not know the number and left the entry as it was.
            return NvmlReturn.NOT_SUPPORTED;
        }
        if (own != NvmlReturn.SUCCESS) {
            return own;
        }
        if (scratch.view().getInt(FieldValue.VALUE_TYPE) != type) {
            return ReturnCode.WRONG_TYPE;
        }
        value = type == NvmlConstants.NVML_VALUE_TYPE_UNSIGNED_INT
                ? Integer.toUnsignedLong(scratch.view().getInt(FieldValue.VALUE))
                : scratch.view().getLong(FieldValue.VALUE);
        return NvmlReturn.SUCCESS;
    }

    private int word(int code) {
        if (code == NvmlReturn.SUCCESS) {
            value = Integer.toUnsignedLong(scratch.view().getInt(0));
        }
        return code;
    }

    private int wide(int code) {
        if (code == NvmlReturn.SUCCESS) {
            value = scratch.view().getLong(0);
        }
        return code;
    }

    private Optional<String> textIf(int code, int length) {
        return code == NvmlReturn.SUCCESS ? Optional.of(scratch.text(length)) : Optional.empty();
    }
}
