package io.ceait.run;

import io.ceait.attribution.Policy;
import io.ceait.device.DeviceType;
import io.ceait.emission.IntensityBooks;
import io.ceait.energy.Books;
import io.ceait.energy.DeviceBooks;
import io.ceait.prediction.ProgressBooks;
import io.ceait.source.Unavailable;
import io.ceait.units.CarbonIntensity;
import io.ceait.units.Energy;
import io.ceait.units.Mass;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The run at one instant, whole and unchanging. Made when a sink asks, at most once per tick; sinks read it and compute
 * no energy.
 *
 * @param run what does not change
 * @param status where the run stands
 * @param firstSample when metering began, by the wall clock
 * @param lastSample when the last sample was taken
 * @param books energy
 * @param emissions by device id, under the headline policy, PUE included
 * @param intensityBooks the carbon intensity that holds now, and its mean
 * @param jobCpu CPU time of the job since the attach
 * @param jobCpuBySource the same by what told it, the best means first
 * @param jobMemoryBytes resident memory of the job
 * @param jobMemorySource what tells it
 * @param installedBytes memory of the machine
 * @param processes of the job alive at the last sample
 * @param processesSeen of the job at any time
 * @param blindSpots what of the job's CPU time could not be seen, a sentence each
 * @param sources how each source stands
 * @param sampleErrors failed readings by source
 * @param samplesTaken the number of samples and
 * @param samplingTime what taking them took
 * @param journalErrors samples that are missing from the journal
 * @param clockJumps how often the wall clock was set, and the machine asleep
 * @param agent what this program itself uses; empty in a run that was read back and whose agent was killed
 * @param progress how far the job is; empty for one that does not say
 */
public record Snapshot(
        RunDescription run,
        RunStatus status,
        Instant firstSample,
        Instant lastSample,
        Books books,
        Map<String, Mass> emissions,
        IntensityBooks intensityBooks,
        Duration jobCpu,
        Map<String, Duration> jobCpuBySource,
        OptionalLong jobMemoryBytes,
        String jobMemorySource,
        OptionalLong installedBytes,
        OptionalInt processes,
        OptionalInt processesSeen,
        List<String> blindSpots,
        List<SourceStatus> sources,
        Map<String, Long> sampleErrors,
        long samplesTaken,
        Duration samplingTime,
        long journalErrors,
        ClockJumps clockJumps,
        Optional<AgentUse> agent,
        Optional<ProgressBooks> progress) {

    public Snapshot {
        emissions = Map.copyOf(emissions);
        blindSpots = List.copyOf(blindSpots);
        sources = List.copyOf(sources);
        sampleErrors = Map.copyOf(sampleErrors);
    }

    /** The intensity that holds now. */
    public CarbonIntensity intensity() {
        return intensityBooks.now();
    }

    /** How a source stands: no reason when it works. */
    public record SourceStatus(String source, Optional<Unavailable> problem) {

        /** Why it does not work, in a word; empty when it does. */
        public String reason() {
            return problem.map(unavailable -> unavailable.reason().label()).orElse("");
        }
    }

    /** What told the job's CPU time; several, the best first, where that changed during the run. */
    public String jobCpuSource() {
        return String.join("+", jobCpuBySource.keySet());
    }

    /** The job's energy on devices of one type under one policy. */
    public Energy jobEnergy(DeviceType type, Policy policy) {
        return books.devices().stream()
                .filter(device -> device.device().type() == type)
                .map(device -> device.jobEnergy(policy))
                .reduce(Energy.ZERO, Energy::plus);
    }

    /** The job's energy on all devices of this node: {@code E_offline} of formula (3). */
    public Energy jobEnergy(Policy policy) {
        return books.devices().stream().map(device -> device.jobEnergy(policy)).reduce(Energy.ZERO, Energy::plus);
    }

    public Mass emissions(DeviceType type) {
        return books.devices().stream()
                .filter(device -> device.device().type() == type)
                .map(this::emissionsOf)
                .reduce(Mass.ZERO, Mass::plus);
    }

    public Mass totalEmissions() {
        return books.devices().stream().map(this::emissionsOf).reduce(Mass.ZERO, Mass::plus);
    }

    private Mass emissionsOf(DeviceBooks device) {
        return emissions.getOrDefault(device.device().id(), Mass.ZERO);
    }
}
