package io.ceait.assessment;

import io.ceait.attribution.Policy;
import io.ceait.device.Device;
import io.ceait.device.DeviceType;
import io.ceait.energy.DeviceBooks;
import io.ceait.energy.DeviceInterval;
import io.ceait.source.UseMeans;
import io.ceait.units.Energy;
import java.time.Duration;

/**
 * What a processor or a GPU did during the run, and for whom. A GPU counts as the job's while the job works on it or holds
 * it and nobody else works on it; what others do with a GPU is no matter for the job to mend.
 */
final class DeviceUse {

    /** Below this occupancy a GPU is not at work: what is left are transfers and clocks. */
    static final double IDLE = 0.05;

    private final Device device;
    private final Policy headline;
    private final Stretch ofTheJob = new Stretch();
    private final Stretch idle = new Stretch();
    private final Stretch unused = new Stretch();
    private boolean shared;

    /** Some of the device's intervals, taken together. */
    static final class Stretch {
        private double nanos;
        private double shareNanos;
        private double othersNanos;
        private double joules;
        private double jobJoules;

        private void add(DeviceInterval interval, Policy headline) {
            nanos += interval.spanNanos();
            shareNanos += interval.share(headline) * interval.spanNanos();
            othersNanos += interval.workForOthers() * interval.spanNanos();
            joules += interval.microjoules() / 1e6;
            jobJoules += interval.jobJoules(headline);
        }

        private void add(Stretch other) {
            nanos += other.nanos;
            shareNanos += other.shareNanos;
            othersNanos += other.othersNanos;
            joules += other.joules;
            jobJoules += other.jobJoules;
        }

        static Stretch sum(Iterable<Stretch> parts) {
            Stretch sum = new Stretch();
            parts.forEach(sum::add);
            return sum;
        }

        boolean isEmpty() {
            return nanos == 0;
        }

        Duration time() {
            return Duration.ofNanos(Math.round(nanos));
        }

        /** Of the whole device. */
        Energy energy() {
            return Energy.ofJoules(joules);
        }

        Energy jobEnergy() {
            return Energy.ofJoules(jobJoules);
        }

        /** The job's share under the headline policy, the mean over the time; 0 without any. */
        double share() {
            return isEmpty() ? 0 : shareNanos / nanos;
        }

        /** The part of the capacity that worked for others, the mean over the time; 0 without any. */
        double others() {
            return isEmpty() ? 0 : othersNanos / nanos;
        }
    }

    DeviceUse(Device device, Policy headline) {
        this.device = device;
        this.headline = headline;
    }

    /** Whether enough is known of a device to advise on it: of a GPU that tells nothing of its use nothing is said. */
    static boolean isKnown(DeviceBooks books) {
        return switch (books.device().type()) {
            case CPU -> true;
            case RAM -> false;
            case GPU -> {
                long told = 0;
                long untold = 0;
                for (var means : books.useTime().entrySet()) {
                    if (means.getKey() == UseMeans.UNKNOWN) {
                        untold += means.getValue().toNanos();
                    } else {
                        told += means.getValue().toNanos();
                    }
                }
                yield told > 0 && untold < IDLE * (told + untold);
            }
        };
    }

    /** An interval whose energy is known. */
    void add(DeviceInterval interval) {
        if (device.type() == DeviceType.CPU) {
            ofTheJob.add(interval, headline);
            return;
        }
        boolean works = interval.share(Policy.OCCUPANCY) >= IDLE;
        boolean holds = interval.held() > 0;
        if (interval.workForOthers() >= IDLE) {
            shared |= works || holds;
            return;
        }
        if (works || holds) {
            ofTheJob.add(interval, headline);
        }
        if (!works) {
            (holds ? idle : unused).add(interval, headline);
        }
    }

    Device device() {
        return device;
    }

    /** The time for which it was the job's alone; a processor's is all of it. */
    Stretch ofTheJob() {
        return ofTheJob;
    }

    /** The time for which the job held a GPU and hardly used it. */
    Stretch idle() {
        return idle;
    }

    /** The time for which nobody worked on a GPU and the job did not hold it. */
    Stretch unused() {
        return unused;
    }

    /** Whether others worked on a GPU while the job worked on it or held it. */
    boolean isShared() {
        return shared;
    }
}
