package io.ceait.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ceait.device.DeviceType;
import io.ceait.sampling.SampleScript;
import io.ceait.source.UseMeans;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AttributionTest {

    private static final long MILLISECOND = 1_000_000;

    private final Attribution attribution = new Attribution(1);

    private double share(DeviceType type, Policy policy) {
        return type == DeviceType.CPU ? attribution.cpu(policy) : attribution.memory(policy);
    }

    @Test
    void threeReadingsOfOneOccupancy() {
        SampleScript script = new SampleScript(0, 1).cpus(4).memory(2, 8, 16);
        attribution.update(script.worked(123, 456).after(0));
        // 1 s on four CPUs: one second of CPU time by the job, two by all.
        attribution.update(script.worked(1_000_000, 2_000_000).afterSecond());
        assertThat(share(DeviceType.CPU, Policy.OCCUPANCY)).isEqualTo(0.25);
        assertThat(share(DeviceType.CPU, Policy.ACTIVE)).isEqualTo(0.5);
        assertThat(share(DeviceType.CPU, Policy.MACHINE)).isEqualTo(1);
        assertThat(attribution.cpuForOthers()).isEqualTo(0.25);
        assertThat(share(DeviceType.RAM, Policy.OCCUPANCY)).isEqualTo(2.0 / 16);
        assertThat(share(DeviceType.RAM, Policy.ACTIVE)).isEqualTo(2.0 / 8);
        assertThat(share(DeviceType.RAM, Policy.MACHINE)).isEqualTo(1);
    }

    @Test
    void memoryIsTheMeanOfBothEndsOfAnInterval() {
        SampleScript script = new SampleScript(0, 1);
        attribution.update(script.memory(2, 8, 16).after(0));
        attribution.update(script.memory(6, 8, 16).afterSecond());
        assertThat(share(DeviceType.RAM, Policy.OCCUPANCY)).isEqualTo(4.0 / 16);
    }

    @Test
    void whatTheJobUsedBeforeTheAttachDoesNotCount() {
        SampleScript script = new SampleScript(0, 1).worked(5_000_000, 9_000_000);
        attribution.update(script.after(0));
        attribution.update(script.afterSecond());
        assertThat(share(DeviceType.CPU, Policy.OCCUPANCY)).isZero();
        assertThat(share(DeviceType.CPU, Policy.ACTIVE)).isZero();
    }

    @Test
    void theJobIsPartOfWhatIsBusyEvenIfTheMachinesCountLags() {
        SampleScript script = new SampleScript(0, 1).cpus(2);
        attribution.update(script.after(0));
        attribution.update(script.worked(1_000_000, 900_000).afterSecond());
        assertThat(share(DeviceType.CPU, Policy.OCCUPANCY)).isEqualTo(0.5);
        assertThat(share(DeviceType.CPU, Policy.ACTIVE)).isEqualTo(1);
    }

    @Test
    void moreJobMemoryThanTheMachineHasIsAllOfIt() {
        SampleScript script = new SampleScript(0, 1).memory(64, 8, 16);
        attribution.update(script.after(0));
        attribution.update(script.afterSecond());
        assertThat(share(DeviceType.RAM, Policy.OCCUPANCY)).isEqualTo(1);
        assertThat(share(DeviceType.RAM, Policy.ACTIVE)).isEqualTo(1);
    }

    @Test
    void sampledAtFiveHundredHertzTicksOfTenMillisecondsLoseNothing() {
        SampleScript script = new SampleScript(0, 1).cpus(2);
        attribution.update(script.after(0));
        double seconds = 0;
        for (int i = 1; i <= 5000; i++) {
            // One CPU's worth of work, told every 10 ms only: five times what fits 2 ms of one CPU.
            if (i % 5 == 0) {
                script.worked(10_000, 10_000);
            }
            attribution.update(script.after(2 * MILLISECOND));
            double occupancy = share(DeviceType.CPU, Policy.OCCUPANCY);
            assertThat(occupancy).isBetween(0.0, 1.0);
            seconds += occupancy * 2 * 0.002;
        }
        // Ten seconds, of which the last step may not have found its place yet.
        assertThat(seconds).isBetween(10 - 0.0100001, 10.0000001);
    }

    @Test
    void aGpuIsSharedByItsWorkAndWhenItIdlesByWhoHoldsIt() {
        SampleScript script = new SampleScript(0, 1);
        attribution.update(script.used(0, UseMeans.PROCESS, 500, 900, 100).after(0));
        // 30 % for the job, 20 % for others, two thirds of the held memory.
        attribution.update(
                script.used(0, UseMeans.PROCESS, 300_500, 500_900, 666_100).afterSecond());
        assertThat(attribution.use(0, Policy.OCCUPANCY)).isEqualTo(0.3);
        assertThat(attribution.use(0, Policy.ACTIVE)).isEqualTo(0.6);
        assertThat(attribution.use(0, Policy.MACHINE)).isEqualTo(1);
        // Nobody works: the job holds all of it.
        attribution.update(
                script.used(0, UseMeans.PROCESS, 300_500, 500_900, 1_666_100).afterSecond());
        assertThat(attribution.use(0, Policy.OCCUPANCY)).isZero();
        assertThat(attribution.use(0, Policy.ACTIVE)).isEqualTo(1);
        // Others have it now.
        attribution.update(
                script.used(0, UseMeans.PROCESS, 300_500, 500_900, 1_666_100).afterSecond());
        assertThat(attribution.use(0, Policy.ACTIVE)).isZero();
    }

    @Test
    void ofADeviceWithoutAnyFigureTheJobHasNothingButTheMachineHasAll() {
        assertThat(Attribution.unknown(Policy.OCCUPANCY)).isZero();
        assertThat(Attribution.unknown(Policy.ACTIVE)).isZero();
        assertThat(Attribution.unknown(Policy.MACHINE)).isEqualTo(1);
    }

    @Property(tries = 200)
    void theSharesOfAGpuAreOrderedWhateverADriverSays(@ForAll long seed) {
        Random random = new Random(seed);
        Attribution shares = new Attribution(1);
        SampleScript script = new SampleScript(0, 1);
        long job = random.nextInt(1000);
        long busy = random.nextInt(1000);
        long held = random.nextInt(1000);
        shares.update(script.used(0, UseMeans.PROCESS, job, busy, held).after(0));
        for (int i = 0; i < 300; i++) {
            job += random.nextInt(3) == 0 ? random.nextInt(200_000) : 0;
            busy += random.nextInt(3) == 0 ? random.nextInt(300_000) : 0;
            held += random.nextInt(120_000);
            shares.update(
                    script.used(0, UseMeans.PROCESS, job, busy, held).after((1 + random.nextInt(200)) * MILLISECOND));
            double occupancy = shares.use(0, Policy.OCCUPANCY);
            double active = shares.use(0, Policy.ACTIVE);
            assertThat(occupancy).isBetween(0.0, active);
            assertThat(active).isLessThanOrEqualTo(shares.use(0, Policy.MACHINE));
        }
    }

    @Property(tries = 200)
    void carriedCpuTimeIsConservedWhateverTheStepsOfTheCount(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 64) int cpus) {
        Random random = new Random(seed);
        Attribution carrying = new Attribution(1);
        SampleScript script = new SampleScript(0, 1).cpus(cpus);
        carrying.update(script.after(0));
        double due = 0;
        double attributed = 0;
        for (int i = 0; i < 500; i++) {
            long nanos = (1 + random.nextInt(20)) * MILLISECOND;
            long job = random.nextInt(4) == 0 ? random.nextInt(40_000) : 0;
            due += job;
            carrying.update(script.worked(job, job + random.nextInt(10_000)).after(nanos));
            double occupancy = carrying.cpu(Policy.OCCUPANCY);
            double active = carrying.cpu(Policy.ACTIVE);
            assertThat(occupancy).isBetween(0.0, active);
            assertThat(active).isBetween(occupancy, 1.0);
            attributed += occupancy * nanos / 1e3 * cpus;
            assertThat(attributed).isLessThanOrEqualTo(due + 1e-3);
        }
        // Time to catch up.
        carrying.update(script.after(1000 * SampleScript.SECOND));
        attributed += carrying.cpu(Policy.OCCUPANCY) * 1000e6 * cpus;
        assertThat(attributed).isCloseTo(due, within(1e-3));
    }
}
