package io.ceait.energy;

import io.ceait.sampling.Sample;
import java.util.List;

/** What the counters that speak for a device say of an interval together; refilled by each sample. */
final class OwnCounters {

    private final CounterIntegrator[] counters;
    private long microjoules;
    private boolean advanced;
    private boolean failed;
    private boolean lost;
    private boolean ambiguous;
    private int implausible;

    OwnCounters(List<CounterIntegrator> counters) {
        this.counters = counters.toArray(new CounterIntegrator[0]);
    }

    void update(Sample sample) {
        microjoules = 0;
        advanced = false;
        failed = false;
        lost = false;
        ambiguous = false;
        implausible = 0;
        for (CounterIntegrator counter : counters) {
            switch (counter.update(sample.readings(), sample.intervalNanos(), sample.isGap())) {
                case ADVANCED -> advanced = true;
                case UNCHANGED -> {}
                case PENDING -> failed = true;
                case LOST -> {
                    failed = true;
                    lost = true;
                }
                case IMPLAUSIBLE -> {
                    lost = true;
                    implausible++;
                }
                case BASED -> lost = true;
                case AMBIGUOUS -> {
                    lost = true;
                    ambiguous = true;
                }
            }
            microjoules += counter.deltaMicrojoules();
        }
    }

    void forgetBases() {
        for (CounterIntegrator counter : counters) {
            counter.forgetBase();
        }
    }

    /** What those that advanced have counted. */
    long microjoules() {
        return microjoules;
    }

    /** Whether at least one advanced. */
    boolean advanced() {
        return advanced;
    }

    /** Whether one did not answer, or answered what must be wrong; likewise the next two. */
    boolean failed() {
        return failed;
    }

    /** Whether what one of them counted in the interval will never be known. */
    boolean lost() {
        return lost;
    }

    /** Whether it is lost because one may have gone round more than once. */
    boolean ambiguous() {
        return ambiguous;
    }

    int implausible() {
        return implausible;
    }
}
