package io.ceait.estimate;

import io.ceait.data.Accelerator;
import io.ceait.emission.EmissionFactors;
import io.ceait.units.CarbonIntensity;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One training as its description says it; what is not stated is empty, and no method invents it.
 *
 * @param count of the devices
 * @param deviceTime stated: time of the training, summed over its devices
 * @param netIntensity after certificates or contracts of the operator, beside the grid's
 * @param throughput bounds of OpenCarbonEval's parameter for this device
 */
public record Training(
        Work work,
        Optional<Accelerator> device,
        OptionalInt count,
        Optional<Figure<Duration>> deviceTime,
        Measured measured,
        Host host,
        EmissionFactors factors,
        Optional<CarbonIntensity> netIntensity,
        Optional<OpenCarbonEval.Bounds> throughput) {}
