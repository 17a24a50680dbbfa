package io.ceait.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.device.Device;
import io.ceait.device.DeviceType;
import io.ceait.device.Quality;
import io.ceait.machine.IdleLoad;
import io.ceait.sampling.Sample;
import io.ceait.sampling.Sampler;
import io.ceait.source.Channel;
import io.ceait.source.PowerSource;
import io.ceait.source.Slots;
import io.ceait.target.IdleJob;
import io.ceait.time.MockClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A driver may answer at once, late or never: the job is not held up, and what is known of it counts from the attach on. */
class OpeningTest {

    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int CPU = 0;
    private static final int GPU = 1;

    private final MockClock clock = new MockClock();
    private Duration jobEnds = Duration.ofDays(1);

    /** Both sources count a microjoule per millisecond. */
    private final class Source implements PowerSource {

        private final Channel channel;

        Source(String id, DeviceType type) {
            channel = new Channel(
                    id,
                    new Device(id, type, ""),
                    id,
                    Quality.MEASURED,
                    Channel.Role.PRIMARY,
                    Channel.NEVER_WRAPS,
                    Optional.empty());
        }

        @Override
        public String name() {
            return channel.id();
        }

        @Override
        public List<Channel> channels() {
            return List.of(channel);
        }

        @Override
        public List<Finding> findings() {
            return List.of();
        }

        @Override
        public void read(long nowNanos, boolean fresh, Slots into) {
            into.counter(0, clock.sinceStart() / 1_000_000);
        }

        @Override
        public void close() {}
    }

    /** The GPUs are known after this time, during which the clock goes on by as much as is waited for them. */
    private final class Gpus implements Opening.Late {

        private final Duration known;
        private boolean ended;

        Gpus(Duration known) {
            this.known = known;
        }

        private boolean isKnown() {
            return clock.sinceStart() >= known.toNanos();
        }

        @Override
        public boolean await(Duration atMost) {
            if (!isKnown()) {
                clock.advance(atMost);
            }
            return isKnown();
        }

        @Override
        public List<PowerSource> end() {
            assertThat(ended).isFalse();
            ended = true;
            return isKnown() ? List.of(new Source("gpu0", DeviceType.GPU)) : List.of();
        }
    }

    private final class FakeJob extends IdleJob {

        private boolean alive = true;

        @Override
        public void refresh(long nowNanos) {
            alive = clock.sinceStart() < jobEnds.toNanos();
        }

        @Override
        public long cpuMicroseconds() {
            return clock.sinceStart() / 1000;
        }

        @Override
        public boolean alive() {
            return alive;
        }
    }

    private Opening open(Duration gpusKnown) {
        FakeJob job = new FakeJob();
        Sampler sampler =
                new Sampler(clock, INTERVAL, new IdleLoad(), job, List.of(new Source("cpu0", DeviceType.CPU)));
        return new Opening(clock, job, sampler, new Gpus(gpusKnown));
    }

    private Duration passed() {
        return Duration.ofNanos(clock.sinceStart());
    }

    @Test
    void gpusThatAreKnownAreInTheFirstSample() {
        Opening opening = open(Duration.ZERO);
        assertThat(passed()).isZero();
        assertThat(opening.first().isFirst()).isTrue();
        assertThat(opening.first().readings().channels()).isEqualTo(2);
        assertThat(opening.first().readings().available(GPU)).isTrue();
        opening.awaitGpus(() -> false);
        assertThat(passed()).isZero();
    }

    @Test
    void aMomentIsWaitedForThemSoThatAllIsReadTogether() {
        Opening opening = open(Duration.ofMillis(300));
        assertThat(passed()).isEqualTo(Duration.ofMillis(300));
        assertThat(opening.first().readings().microjoules(CPU)).isEqualTo(300);
        assertThat(opening.first().readings().microjoules(GPU)).isEqualTo(300);
        assertThat(opening.first().elapsedNanos()).isZero();
        assertThat(opening.first().isFirst()).isTrue();
    }

    @Test
    void aDriverThatStartsSlowlyHoldsUpNoJobAndItsGpusJoinTheRun() {
        Opening opening = open(Duration.ofSeconds(4));
        // The job can be started.
        assertThat(passed()).isEqualTo(Opening.IN_FRONT);
        opening.awaitGpus(() -> false);
        assertThat(passed()).isEqualTo(Duration.ofSeconds(4));
        Sample first = opening.first();
        assertThat(first.isFirst()).isTrue();
        assertThat(first.jobMicroseconds()).as("since the attach").isZero();
        assertThat(first.readings().microjoules(CPU)).isZero();
        assertThat(first.readings().available(GPU)).isFalse();
        clock.advance(Duration.ofSeconds(1));
        Sample next = opening.sampler().take(clock.monotonicNanos(), false);
        assertThat(next.tick()).isEqualTo(1);
        assertThat(next.isGap()).isTrue();
        assertThat(next.elapsedNanos()).isEqualTo(Duration.ofSeconds(5).toNanos());
        assertThat(next.jobMicroseconds()).isEqualTo(5_000_000);
        assertThat(next.readings().microjoules(CPU)).isEqualTo(5000);
        assertThat(next.readings().microjoules(GPU)).isEqualTo(5000);
    }

    @Test
    void aDriverThatHangsIsGivenUp() {
        Opening opening = open(Duration.ofHours(1));
        assertThat(passed()).isEqualTo(Opening.IN_FRONT);
        opening.awaitGpus(() -> false);
        assertThat(passed()).isEqualTo(Opening.LONGEST);
        assertThat(opening.first().readings().channels()).isEqualTo(1);
        assertThat(opening.first().jobMicroseconds()).isZero();
        assertThat(opening.sampler().take(clock.monotonicNanos(), true).jobMicroseconds())
                .isEqualTo(10_000_000);
    }

    @Test
    void aJobThatEndsMeanwhileIsCountedToItsEnd() {
        jobEnds = Duration.ofMillis(500);
        Opening opening = open(Duration.ofHours(1));
        opening.awaitGpus(() -> false);
        assertThat(passed()).isBetween(jobEnds, jobEnds.plusMillis(50));
        assertThat(opening.first().isLast()).isFalse();
        Sample last = opening.sampler().take(clock.monotonicNanos(), false);
        assertThat(last.isLast()).isTrue();
        assertThat(last.elapsedNanos()).isEqualTo(clock.sinceStart());
        assertThat(last.jobMicroseconds()).isEqualTo(clock.sinceStart() / 1000);
    }

    @Test
    void aJobThatEndsAsTheGpusComeKeepsItsFirstSample() {
        jobEnds = Duration.ofMillis(500);
        Opening opening = open(jobEnds);
        assertThat(opening.first().isLast()).isFalse();
        assertThat(opening.first().readings().microjoules(CPU)).isZero();
        assertThat(opening.sampler().take(clock.monotonicNanos(), false).jobMicroseconds())
                .isEqualTo(500_000);
    }

    @Test
    void whoeverWantsTheRunToEndDoesNotWait() {
        Opening opening = open(Duration.ofHours(1));
        opening.awaitGpus(() -> passed().compareTo(Duration.ofSeconds(2)) >= 0);
        assertThat(passed()).isEqualTo(Duration.ofSeconds(2));
    }
}
