package io.ceait.source.nvml;

import io.ceait.nvml.NvmlLayout.DeviceAttributes;
import io.ceait.nvml.NvmlMig;
import io.ceait.nvml.NvmlReturn;
import java.util.ArrayList;
import java.util.List;

/** The instances into which a GPU is divided. */
final class MigCalls {

    private static final int ENABLED = 1;
    private static final int SECOND_WORD = 8;

    /**
     * An instance.
     *
     * @param slices of the GPU's that it has
     */
    record Instance(String uuid, String name, long handle, int slices) {}

    /**
     * How a GPU is divided.
     *
     * @param slices that it has in all
     */
    record Division(int slices, List<Instance> instances) {}

    private static final Division NONE = new Division(0, List.of());

    private final Driver driver;
    private final Scratch scratch = new Scratch(DeviceAttributes.SIZE);

    MigCalls(Driver driver) {
        this.driver = driver;
    }

    /** No instances where the GPU is whole, or its driver knows no others. */
    Division divisionOf(int gpu, long handle) {
        if (!driver.has(Capability.MIG) || !isDivided(gpu, handle)) {
            return NONE;
        }
        driver.log().begin(Call.MIG_COUNT, gpu);
        int code = driver.log().end(NvmlMig.nvmlDeviceGetMaxMigDeviceCount(handle, scratch.address()));
        int most = code == NvmlReturn.SUCCESS ? scratch.view().getInt(0) : 0;
        List<Instance> instances = new ArrayList<>();
        List<Integer> owners = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            driver.log().begin(Call.MIG_HANDLE, gpu);
            code = driver.log().end(NvmlMig.nvmlDeviceGetMigDeviceHandleByIndex(handle, i, scratch.address()));
            if (code == NvmlReturn.SUCCESS) {
                add(gpu, scratch.view().getLong(0), instances, owners);
            }
        }
        int given = instances.stream().mapToInt(Instance::slices).sum();
        return new Division(Math.max(most, given), instances);
    }

    private boolean isDivided(int gpu, long handle) {
        driver.log().begin(Call.MIG_MODE, gpu);
        int code = driver.log()
                .end(NvmlMig.nvmlDeviceGetMigMode(handle, scratch.address(), scratch.address() + SECOND_WORD));
        return code == NvmlReturn.SUCCESS && scratch.view().getInt(0) == ENABLED;
    }

    private void add(int gpu, long instance, List<Instance> instances, List<Integer> owners) {
        String uuid = driver.uuid(gpu, instance).orElse("");
        String name = driver.name(gpu, instance).orElse("");
        driver.log().begin(Call.GPU_INSTANCE_ID, gpu);
        int code = driver.log().end(NvmlMig.nvmlDeviceGetGpuInstanceId(instance, scratch.address()));
        int owner = code == NvmlReturn.SUCCESS ? scratch.view().getInt(0) : -1 - instances.size();
        driver.log().begin(Call.ATTRIBUTES, gpu);
        code = driver.log().end(NvmlMig.nvmlDeviceGetAttributes_v2(instance, scratch.address()));
        int slices = 1;
        if (code == NvmlReturn.SUCCESS) {
            // Several compute instances may share the slices of one GPU instance.
            boolean shared = owners.contains(owner);
            slices = scratch.view()
                    .getInt(
                            shared
                                    ? DeviceAttributes.COMPUTE_INSTANCE_SLICE_COUNT
                                    : DeviceAttributes.GPU_INSTANCE_SLICE_COUNT);
            if (shared) {
                giveUp(owner, slices, instances, owners);
            }
        }
        instances.add(new Instance(uuid, name, instance, Math.max(0, slices)));
        owners.add(owner);
    }

    /** The first instance of an owner was taken for the only one: its slices become fewer. */
    private static void giveUp(int owner, int slices, List<Instance> instances, List<Integer> owners) {
        int first = owners.indexOf(owner);
        Instance before = instances.get(first);
        instances.set(
                first,
                new Instance(before.uuid(), before.name(), before.handle(), Math.max(0, before.slices() - slices)));
    }
}
