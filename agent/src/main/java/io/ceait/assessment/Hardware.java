package io.ceait.assessment;

import io.ceait.device.Device;
import io.ceait.device.DeviceType;
import io.ceait.energy.DeviceBooks;
import io.ceait.run.Snapshot;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The machine as outputs for other programs name it; every text is untrusted.
 *
 * @param processor its own name; empty where it has none
 * @param processors number of packages
 * @param logicalCpus over all packages
 * @param gpus number of GPUs that were metered
 * @param gpuModels {@code 8 x NVIDIA A100}, several kinds joined by commas; empty without any
 */
public record Hardware(String processor, int processors, int logicalCpus, int gpus, String gpuModels) {

    public static Hardware of(Snapshot snapshot) {
        Map<String, Integer> models = new LinkedHashMap<>();
        int gpus = 0;
        for (DeviceBooks books : snapshot.books().devices()) {
            Device device = books.device();
            if (device.type() == DeviceType.GPU) {
                gpus++;
                models.merge(device.model(), 1, Integer::sum);
            }
        }
        return new Hardware(
                snapshot.run().topology().brand(),
                snapshot.run().topology().packages().size(),
                snapshot.run().topology().logicalCpus(),
                gpus,
                models.entrySet().stream()
                        .map(model -> model.getValue() + " x " + model.getKey())
                        .collect(Collectors.joining(", ")));
    }

    /** All of it on one line: {@code 2 x Xeon Gold 6148, 8 x NVIDIA A100}. */
    public String line() {
        String host = processors + " x " + (processor.isEmpty() ? "processor" : processor);
        return gpuModels.isEmpty() ? host : host + ", " + gpuModels;
    }
}
