package io.ceait.estimate;

import io.ceait.data.Accelerator;
import io.ceait.data.AcceleratorCatalog;
import io.ceait.data.InputException;
import io.ceait.emission.RelativeUncertainty;
import io.ceait.units.Computation;
import io.ceait.units.ComputeRate;
import io.ceait.units.Energy;
import io.ceait.units.Power;
import io.ceait.units.Ratio;
import java.time.Duration;
import java.util.Optional;

/**
 * What a finished run says about the next one of its kind: watts, share of the host and, where the arithmetic of its model
 * is known, the rate and utilisation it achieved.
 *
 * @param device that it ran on: its accelerators, or its processors where it had none
 * @param devices their number
 */
public record Calibration(Accelerator device, int devices, Measured measured) {

    /**
     * A finished run, the energies by its own attribution.
     *
     * @param directory for origins
     * @param device the devices' name; {@code devices} their number
     * @param ofDevices energy of the job on its devices
     * @param ofHost energy of the job on the rest of the node, as far as it was metered
     * @param uncertainty of the energies
     */
    public record FinishedRun(
            String directory,
            String device,
            int devices,
            Energy ofDevices,
            Energy ofHost,
            RelativeUncertainty uncertainty,
            Duration duration) {}

    /**
     * @param work that the run did, where it is known
     * @throws InputException if the run has measured nothing that an estimate could be made with
     */
    public static Calibration of(FinishedRun run, Optional<Computation> work) {
        if (run.duration().isZero() || run.ofDevices().joules() == 0) {
            throw new InputException("the run in " + run.directory() + " has metered no energy of the job's devices");
        }
        Priors priors = Priors.bundled();
        String origin = "measured in " + run.directory();
        Duration deviceTime = run.duration().multipliedBy(run.devices());
        Power power = run.ofDevices().over(deviceTime);
        double hostShare = run.ofHost().joules() / run.ofDevices().joules();
        Accelerator device = known(run.device());
        Optional<Figure<ComputeRate>> rate = work.filter(one -> one.operations() > 0)
                .map(one -> new Figure<>(
                        new ComputeRate(one.operations() / Times.seconds(deviceTime)),
                        priors.spread("measured-rate-spread"),
                        origin));
        return new Calibration(
                device,
                run.devices(),
                new Measured(
                        Optional.of(new Figure<>(power, Spread.of(run.uncertainty()), origin)),
                        Optional.empty(),
                        Optional.of(new Figure<>(hostShare, Spread.NONE, origin)),
                        rate,
                        Optional.empty()));
    }

    /** The model FLOPs utilisation that the run achieved, where both its rate and the device's peak are known. */
    public Optional<Ratio> utilisation() {
        return measured.rate()
                .flatMap(rate -> device.peak()
                        .map(peak -> rate.value().operationsPerSecond()
                                / peak.value().operationsPerSecond())
                        .filter(share -> share <= 1)
                        .map(Ratio::of));
    }

    private static Accelerator known(String name) {
        try {
            return AcceleratorCatalog.bundled().find(name);
        } catch (InputException e) {
            // A processor, or an accelerator that the tables do not have: what was measured is enough.
            return Accelerator.unknown(name);
        }
    }
}
