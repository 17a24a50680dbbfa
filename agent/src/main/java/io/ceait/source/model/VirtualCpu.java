package io.ceait.source.model;

import io.ceait.units.Power;
import io.ceait.units.Ratio;

/**
 * Power of one virtual CPU (a hardware thread of a cloud host) after Cloud Carbon Footprint, which derives idle and full
 * watts from SPECpower results of whole servers. Valid for server processors in a cloud; ±30 %, and somewhat high beside
 * a memory model because the servers' memory is in it.
 */
public enum VirtualCpu {
    AWS("vcpu-ccf-aws"),
    GCP("vcpu-ccf-gcp"),
    AZURE("vcpu-ccf-azure"),
    /** The provider is not known: the mean of the three. */
    UNKNOWN("vcpu-ccf-mean"),
    CASCADE_LAKE("vcpu-ccf-cascade-lake");

    private final String model;

    VirtualCpu(String model) {
        this.model = model;
    }

    public Power idle() {
        return Power.ofWatts(Coefficients.of(model, "idle"));
    }

    public Power full() {
        return Power.ofWatts(Coefficients.of(model, "full"));
    }

    /** {@code idle + u × (full − idle)} watts of one virtual CPU. */
    public Power at(Ratio utilisation) {
        return PowerModels.linear(idle(), full(), utilisation);
    }

    /** Where the watts were published. */
    public String source() {
        return Coefficients.source(model);
    }
}
