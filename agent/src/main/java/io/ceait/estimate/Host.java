package io.ceait.estimate;

import io.ceait.source.model.MemorySize;
import io.ceait.units.Power;
import io.ceait.units.Ratio;
import java.util.Optional;

/**
 * What Green Algorithms asks of the machine around the accelerators.
 *
 * @param cpus rated power of all processor cores in use
 * @param cpuUse how busy they are
 * @param deviceUse how busy the accelerators are
 * @param memory available to the job
 * @param runs how often the whole is run: the method's pragmatic scaling factor
 */
public record Host(
        Optional<Figure<Power>> cpus, Ratio cpuUse, Ratio deviceUse, Optional<MemorySize> memory, double runs) {

    public static final Host UNKNOWN = new Host(Optional.empty(), Ratio.ONE, Ratio.ONE, Optional.empty(), 1);
}
