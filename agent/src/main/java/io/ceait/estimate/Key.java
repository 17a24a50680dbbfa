package io.ceait.estimate;

import java.util.Locale;

/** What a description may state: a key of the file, and a flag of the same name. */
public enum Key {
    PARAMETERS("N", "Parameters of the model: 7e9 or 7B. Of a mixture of experts those that a token passes through."),
    TOKENS("D", "Tokens that it is trained on, repetitions counted: 2e12 or 2T."),
    FLOPS("FLOP", "Floating-point operations of the whole training, instead of 6 × parameters × tokens."),
    STEPS("COUNT", "Optimiser steps; with --flops-per-step."),
    FLOPS_PER_STEP("FLOP", "Floating-point operations of one step, forward and backward."),
    DEVICE("NAME", "Accelerator: \"A100 80G\", H800, \"Ascend 910B\", \"TPU v4\", …"),
    DEVICES("COUNT", "Number of accelerators."),
    HOURS("H", "Duration of the training; times the number of devices."),
    DEVICE_HOURS("H", "Duration summed over the devices, instead of --hours."),
    MFU("0..1", "Model FLOPs utilisation that the training achieves, or the hardware efficiency."),
    TFLOPS_PER_DEVICE("TFLOP/s", "Measured rate of one device in this model."),
    PEAK_TFLOPS("TFLOP/s", "Dense peak of the device, for one that is not in the tables."),
    TDP_W("W", "Rated power of the device, for one that is not in the tables."),
    DEVICE_POWER_W("W", "Measured mean power of one device alone."),
    SYSTEM_POWER_W("W", "Measured mean power of the whole system per device."),
    HOST_SHARE("X", "Power of the rest of the node over that of its devices (default: 0.2)."),
    CPU("NAME", "Processor of the host, for Green Algorithms."),
    CPUS("COUNT", "Number of processor packages, over all nodes."),
    CORES("COUNT", "Processor cores, with --core-power-w; instead of --cpu."),
    CORE_POWER_W("W", "Rated power of one core."),
    CPU_USE("0..1", "How busy the processors are (default: 1)."),
    DEVICE_USE("0..1", "How busy the accelerators are, for Green Algorithms (default: 1)."),
    MEMORY_GB("GB", "Memory available to the job, over all nodes, for Green Algorithms."),
    RUNS("COUNT", "How often the training is run, for Green Algorithms (default: 1)."),
    NET_INTENSITY_KG_PER_KWH(
            "KG_PER_KWH", "Intensity after the operator's certificates: a net result beside the gross."),
    OPENCARBONEVAL_A("LOW,HIGH", "OpenCarbonEval's parameter of this device, its two published values.");

    private final String placeholder;
    private final String description;

    Key(String placeholder, String description) {
        this.placeholder = placeholder;
        this.description = description;
    }

    /** In files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String flag() {
        return "--" + label().replace('_', '-');
    }

    public String placeholder() {
        return placeholder;
    }

    public String description() {
        return description;
    }
}
