// SPDX-License-Identifier: Apache-2.0
//
// The calls about power, energy, limits, temperature and utilisation of a whole GPU.

#include "nvmlsim_driver.h"

enum { SAMPLES = 120, LATENCY_US = 15 };

static nvmlReturn_t whole_gpu(const struct call *call, const void *out) {
    if (out == NULL) return NVML_ERROR_INVALID_ARGUMENT;
    return call->mig == NONE ? NVML_SUCCESS : (nvmlReturn_t) scenario.gpus[call->gpu].mig_power;
}

static unsigned reading_mw(const struct call *call, enum view view) {
    struct nvmlsim_override forced = override_of(call->gpu);
    if (call->forced) return (unsigned) call->value;
    return forced.on != 0 ? forced.milliwatts : power_mw(&scenario, &call->faults, call->gpu, view, DRIVER_NUMBER, call->now);
}

EXPORT nvmlReturn_t nvmlDeviceGetPowerUsage(nvmlDevice_t device, unsigned *mw) {
    struct call call;
    nvmlReturn_t result = enter_device(&call, FN_nvmlDeviceGetPowerUsage, device);
    if (result == NVML_SUCCESS) result = whole_gpu(&call, mw);
    if (result == NVML_SUCCESS && !scenario.gpus[call.gpu].sensor.present) result = NVML_ERROR_NOT_SUPPORTED;
    if (result == NVML_SUCCESS) *mw = reading_mw(&call, VIEW_USAGE);
    return leave(&call, result);
}

EXPORT nvmlReturn_t nvmlDeviceGetTotalEnergyConsumption(nvmlDevice_t device, nvml_u64 *mj) {
    struct call call;
    nvmlReturn_t result = enter_device(&call, FN_nvmlDeviceGetTotalEnergyConsumption, device);
    if (result == NVML_SUCCESS) result = whole_gpu(&call, mj);
    if (result == NVML_SUCCESS && !scenario.gpus[call.gpu].energy.present) result = NVML_ERROR_NOT_SUPPORTED;
    if (result == NVML_SUCCESS) {
        *mj = call.forced ? (nvml_u64) call.value : energy_mj(&scenario, &call.faults, call.gpu, call.now);
    }
    return leave(&call, result);
}

static nvmlReturn_t limit(enum function function, nvmlDevice_t device, unsigned *mw) {
    struct call call;
    nvmlReturn_t result = enter_device(&call, function, device);
    if (result == NVML_SUCCESS) result = whole_gpu(&call, mw);
    if (result == NVML_SUCCESS) {
        const struct gpu *g = &scenario.gpus[call.gpu];
        int64_t value = function == FN_nvmlDeviceGetEnforcedPowerLimit ? g->enforced : g->limit;
        if (value == NONE) result = NVML_ERROR_NOT_SUPPORTED;
        else *mw = call.forced ? (unsigned) call.value : (unsigned) value;
    }
    return leave(&call, result);
}

EXPORT nvmlReturn_t nvmlDeviceGetPowerManagementLimit(nvmlDevice_t device, unsigned *mw) {
    return limit(FN_nvmlDeviceGetPowerManagementLimit, device, mw);
}

EXPORT nvmlReturn_t nvmlDeviceGetEnforcedPowerLimit(nvmlDevice_t device, unsigned *mw) {
    return limit(FN_nvmlDeviceGetEnforcedPowerLimit, device, mw);
}

// ---------------------------------------------------------------------------------------------------------- field values

static void put_u32(nvmlFieldValue_t *v, int64_t value) {
    v->nvmlReturn = value == NONE ? NVML_ERROR_NOT_SUPPORTED : NVML_SUCCESS;
    if (value == NONE) return;
    v->valueType = NVML_VALUE_TYPE_UNSIGNED_INT;
    v->value.uiVal = (unsigned) value;
}

static void put_power(const struct call *call, nvmlFieldValue_t *v, enum view view) {
    const struct gpu *g = &scenario.gpus[call->gpu];
    bool known = has_view(g, VIEW_INSTANT, DRIVER_NUMBER) || !g->sensor.present; // else the driver has no such field at all
    if (!known) v->nvmlReturn = (nvmlReturn_t) scenario.utilisation.unknown_field;
    else put_u32(v, has_view(g, view, DRIVER_NUMBER) ? (int64_t) reading_mw(call, view) : NONE);
}

static void put_field(const struct call *call, nvmlFieldValue_t *v) {
    const struct gpu *g = &scenario.gpus[call->gpu];
    if (v->scopeId != 0) { // module and memory: of no board we simulate
        v->nvmlReturn = NVML_ERROR_NOT_SUPPORTED;
        return;
    }
    switch (v->fieldId) {
        case NVML_FI_DEV_TOTAL_ENERGY_CONSUMPTION:
        case NVML_FI_DEV_ENERGY:
            v->nvmlReturn = g->energy.present ? NVML_SUCCESS : NVML_ERROR_NOT_SUPPORTED;
            if (!g->energy.present) break;
            v->valueType = NVML_VALUE_TYPE_UNSIGNED_LONG_LONG;
            v->value.ullVal = call->forced ? (nvml_u64) call->value : energy_mj(&scenario, &call->faults, call->gpu, call->now);
            break;
        case NVML_FI_DEV_POWER_AVERAGE: put_power(call, v, VIEW_AVERAGE); break;
        case NVML_FI_DEV_POWER_INSTANT: put_power(call, v, VIEW_INSTANT); break;
        case NVML_FI_DEV_POWER_MIN_LIMIT: put_u32(v, g->min_limit); break;
        case NVML_FI_DEV_POWER_MAX_LIMIT: put_u32(v, g->max_limit); break;
        case NVML_FI_DEV_POWER_DEFAULT_LIMIT: put_u32(v, g->default_limit); break;
        case NVML_FI_DEV_POWER_CURRENT_LIMIT: put_u32(v, g->limit); break;
        default: v->nvmlReturn = (nvmlReturn_t) scenario.utilisation.unknown_field; break;
    }
}

static const struct nvmlsim_fault *field_fault(const struct call *call, enum nvmlsim_kind kind, unsigned field) {
    for (int i = 0; i < call->field_fault_count; i++) {
        const struct nvmlsim_fault *f = &call->field_faults[i];
        if (f->kind == (uint32_t) kind && (f->value == 0 || f->value == field)) return f;
    }
    return NULL;
}

static nvmlReturn_t fill_fields(const struct call *call, int count, nvmlFieldValue_t *values) {
    bool filled = false;
    for (int i = 0; i < count; i++) {
        nvmlFieldValue_t v = values[i];
        const struct nvmlsim_fault *answer = field_fault(call, NVMLSIM_FIELD_RETURN, v.fieldId);
        const struct nvmlsim_fault *type = field_fault(call, NVMLSIM_FIELD_TYPE, v.fieldId);
        bool untouched = field_fault(call, NVMLSIM_FIELD_UNTOUCHED, v.fieldId) != NULL;
        v.timestamp = (long long) stamp(EPOCH, call->now);
        v.latencyUsec = LATENCY_US;
        if (answer != NULL) v.nvmlReturn = (nvmlReturn_t) answer->code;
        else if (call->mig == NONE) put_field(call, &v);
        else v.nvmlReturn = (nvmlReturn_t) scenario.gpus[call->gpu].mig_power;
        if (type != NULL && v.nvmlReturn == NVML_SUCCESS) {
            int64_t number = v.valueType == NVML_VALUE_TYPE_UNSIGNED_INT ? v.value.uiVal : (int64_t) v.value.ullVal;
            v.valueType = (nvmlValueType_t) type->code;
            if (v.valueType == NVML_VALUE_TYPE_DOUBLE) v.value.dVal = (double) number;
            else v.value.sllVal = number;
        }
        untouched = untouched || (int) v.nvmlReturn == NONE;
        filled = filled || untouched || v.nvmlReturn == NVML_SUCCESS;
        if (!untouched) values[i] = v;
    }
    return filled ? NVML_SUCCESS : values[0].nvmlReturn;
}

EXPORT nvmlReturn_t nvmlDeviceGetFieldValues(nvmlDevice_t device, int count, nvmlFieldValue_t *values) {
    struct call call;
    nvmlReturn_t result = enter_device(&call, FN_nvmlDeviceGetFieldValues, device);
    if (result == NVML_SUCCESS && (count <= 0 || values == NULL)) result = NVML_ERROR_INVALID_ARGUMENT;
    if (result == NVML_SUCCESS) result = fill_fields(&call, count, values);
    return leave(&call, result);
}

// -------------------------------------------------------------------------------------------------------------- samples

static nvmlReturn_t fill_samples(const struct call *call, bool power, nvml_u64 last, unsigned *count, nvmlSample_t *out) {
    const struct gpu *g = &scenario.gpus[call->gpu];
    enum stamp_clock clock = scenario.utilisation.clock;
    int64_t period = power ? g->sensor.update : scenario.utilisation.period;
    int64_t newest = power ? power_slot(g, call->now) : floor_to(call->now, period);
    unsigned found = 0;
    for (int i = SAMPLES - 1; i >= 0; i--) {
        int64_t slot = newest - i * period;
        if (slot < 0 || stamp(clock, slot) <= last) continue;
        if (out != NULL && found < *count) {
            int64_t then = power ? slot + g->sensor.delay : slot;
            unsigned mw = power_mw(&scenario, &call->faults, call->gpu, VIEW_INSTANT, DRIVER_NUMBER, then);
            out[found] = (nvmlSample_t) {.timeStamp = stamp(clock, slot)};
            out[found].sampleValue.uiVal = power ? mw : gpu_utilisation(&scenario, call->gpu, slot).gpu;
        }
        found++;
    }
    if (out == NULL) {
        *count = SAMPLES;
        return NVML_SUCCESS;
    }
    if (found == 0) return NVML_ERROR_NOT_FOUND;
    if (found < *count) *count = found;
    return NVML_SUCCESS;
}

EXPORT nvmlReturn_t nvmlDeviceGetSamples(
        nvmlDevice_t device, nvmlSamplingType_t type, nvml_u64 last, nvmlValueType_t *value_type, unsigned *count, nvmlSample_t *out) {
    struct call call;
    nvmlReturn_t result = enter_device(&call, FN_nvmlDeviceGetSamples, device);
    if (result == NVML_SUCCESS) result = whole_gpu(&call, count);
    if (result == NVML_SUCCESS && value_type == NULL) result = NVML_ERROR_INVALID_ARGUMENT;
    if (result == NVML_SUCCESS) {
        const struct gpu *g = &scenario.gpus[call.gpu];
        bool power = type == NVML_TOTAL_POWER_SAMPLES && g->sensor.present;
        bool utilisation = type == NVML_GPU_UTILIZATION_SAMPLES && g->utilisation && g->mig_mode != 1;
        *value_type = NVML_VALUE_TYPE_UNSIGNED_INT;
        result = power || utilisation ? fill_samples(&call, power, last, count, out) : NVML_ERROR_NOT_SUPPORTED;
    }
    return leave(&call, result);
}

// ------------------------------------------------------------------------------------------ utilisation and temperature

EXPORT nvmlReturn_t nvmlDeviceGetUtilizationRates(nvmlDevice_t device, nvmlUtilization_t *out) {
    struct call call;
    nvmlReturn_t result = enter_device(&call, FN_nvmlDeviceGetUtilizationRates, device);
    if (result == NVML_SUCCESS && out == NULL) result = NVML_ERROR_INVALID_ARGUMENT;
    if (result == NVML_SUCCESS) {
        const struct gpu *g = &scenario.gpus[call.gpu];
        if (!g->utilisation || g->mig_mode == 1) result = NVML_ERROR_NOT_SUPPORTED;
        else if (call.forced) *out = (nvmlUtilization_t) {(unsigned) call.value, (unsigned) call.value};
        else *out = gpu_utilisation(&scenario, call.gpu, call.now);
    }
    return leave(&call, result);
}

static nvmlReturn_t temperature(struct call *call, int sensor, int *out) {
    int64_t degrees = scenario.gpus[call->gpu].temperature;
    if (sensor != NVML_TEMPERATURE_GPU) return NVML_ERROR_INVALID_ARGUMENT;
    if (degrees == NONE || call->mig != NONE) return NVML_ERROR_NOT_SUPPORTED;
    *out = (int) (call->forced ? call->value : degrees);
    return NVML_SUCCESS;
}

EXPORT nvmlReturn_t nvmlDeviceGetTemperature(nvmlDevice_t device, nvmlTemperatureSensors_t sensor, unsigned *out) {
    struct call call;
    int degrees = 0;
    nvmlReturn_t result = enter_device(&call, FN_nvmlDeviceGetTemperature, device);
    if (result == NVML_SUCCESS && out == NULL) result = NVML_ERROR_INVALID_ARGUMENT;
    if (result == NVML_SUCCESS) result = temperature(&call, (int) sensor, &degrees);
    if (result == NVML_SUCCESS) *out = (unsigned) degrees;
    return leave(&call, result);
}

EXPORT nvmlReturn_t nvmlDeviceGetTemperatureV(nvmlDevice_t device, nvmlTemperature_v1_t *out) {
    struct call call;
    nvmlReturn_t result = enter_device(&call, FN_nvmlDeviceGetTemperatureV, device);
    if (result == NVML_SUCCESS && out == NULL) result = NVML_ERROR_INVALID_ARGUMENT;
    if (result == NVML_SUCCESS && out->version != nvmlTemperature_v1) result = NVML_ERROR_ARGUMENT_VERSION_MISMATCH;
    if (result == NVML_SUCCESS) result = temperature(&call, (int) out->sensorType, &out->temperature);
    return leave(&call, result);
}
