package io.ceait.whatif;

import io.ceait.data.InputException;
import io.ceait.units.Energy;
import io.ceait.units.Mass;
import io.ceait.units.Pue;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The schedules of one job over one signal, from a step on and with so many steps of slack. Dodge et al., Measuring the
 * Carbon Intensity of AI in Cloud Instances, FAccT 2022, section 6: Flexible Start moves the whole job to the start with
 * the lowest total, Pause &amp; Resume runs it in the steps of lowest intensity. Both look back on a known signal.
 */
public final class Shifting {

    private final JobSteps job;
    private final GridSignal signal;
    private final int start;
    private final int slack;
    private final Pue pue;
    private final Pausing pausing;

    /**
     * @param start step of the signal in which the job began
     * @param slack steps by which it may end later
     * @throws InputException if the signal does not reach over job and slack
     */
    public Shifting(JobSteps job, GridSignal signal, int start, int slack, Pue pue, Pausing pausing) {
        if (start < 0 || slack < 0 || (long) start + job.size() + slack > signal.size()) {
            throw new InputException("the signal of " + signal.source() + " reaches from " + signal.start() + " to "
                    + signal.end() + "; the job and its slack need " + (job.size() + (long) slack) + " steps of "
                    + signal.step() + " from step " + start + " on");
        }
        this.job = job;
        this.signal = signal;
        this.start = start;
        this.slack = slack;
        this.pue = pue;
        this.pausing = pausing;
    }

    /** As it ran. */
    public Schedule baseline() {
        return from(0);
    }

    /** The start, at most {@code slack} later, with the lowest total; the earliest of several. */
    public Schedule flexibleStart() {
        return IntStream.rangeClosed(0, slack)
                .mapToObj(this::from)
                .min(Comparator.comparing(Schedule::emissions).thenComparing(Schedule::first))
                .orElseThrow();
    }

    private Schedule from(int offset) {
        return schedule(IntStream.range(offset, offset + job.size()).toArray());
    }

    /**
     * In the steps of lowest intensity, as many as the job has, the earlier of equal ones; the job's k-th step in the k-th
     * of them. The paper's rule: it looks at the intensity alone, and so is the best for constant power and pauses that
     * cost nothing.
     */
    public Schedule pauseAndResume() {
        int[] lowest = IntStream.range(0, job.size() + slack)
                .boxed()
                .sorted(Comparator.comparingDouble(this::intensity))
                .limit(job.size())
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
        return schedule(lowest);
    }

    /** The best there is for this job's own power and this cost of pauses; empty where there are too many to look at. */
    public Optional<Schedule> best() {
        return BestSchedule.isPossible(job.size(), slack)
                ? Optional.of(schedule(new BestSchedule(this).offsets()))
                : Optional.empty();
    }

    private Schedule schedule(int[] offsets) {
        double kilograms = 0;
        for (int k = 0; k < offsets.length; k++) {
            kilograms += stepCost(k, offsets[k]);
            if (k > 0 && offsets[k] > offsets[k - 1] + 1) {
                kilograms += overheadCost(offsets[k]);
                for (int idle = offsets[k - 1] + 1; idle < offsets[k]; idle++) {
                    kilograms += idleCost(idle);
                }
            }
        }
        return Schedule.of(offsets, Mass.ofKilograms(kilograms));
    }

    int steps() {
        return job.size();
    }

    int slack() {
        return slack;
    }

    /** Of a step of the job in a step of the signal, counted from the job's start, in kilograms; likewise the next two. */
    double stepCost(int step, int offset) {
        return kilograms(job.energy(step), offset);
    }

    double idleCost(int offset) {
        return kilograms(pausing.idle().during(signal.step()), offset);
    }

    double overheadCost(int offset) {
        return kilograms(pausing.overhead(), offset);
    }

    private double kilograms(Energy energy, int offset) {
        return pue.of(energy).kilowattHours() * intensity(offset);
    }

    private double intensity(int offset) {
        return signal.kilogramsPerKilowattHour(start + offset);
    }
}
