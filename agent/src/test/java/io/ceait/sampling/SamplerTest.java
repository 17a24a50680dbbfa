package io.ceait.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.device.Device;
import io.ceait.device.DeviceType;
import io.ceait.device.Quality;
import io.ceait.machine.IdleLoad;
import io.ceait.machine.MachineLoad;
import io.ceait.source.Channel;
import io.ceait.source.PowerSource;
import io.ceait.source.Slots;
import io.ceait.target.IdleJob;
import io.ceait.target.Job;
import io.ceait.target.JobAccount;
import io.ceait.target.JobAccount.CpuMeans;
import io.ceait.target.JobAccount.MemoryMeans;
import io.ceait.time.MockClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SamplerTest {

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final MockClock clock = new MockClock();
    private final List<String> order = new ArrayList<>();
    private boolean jobAlive = true;

    private final MachineLoad load = new IdleLoad() {
        @Override
        public void refresh(long nowNanos) {
            order.add("load");
        }

        @Override
        public long busyMicroseconds() {
            return 10;
        }

        @Override
        public int onlineCpus() {
            return 3;
        }

        @Override
        public long usedBytes() {
            return 20;
        }

        @Override
        public long installedBytes() {
            return 30;
        }
    };

    private static final JobAccount ACCOUNT =
            new JobAccount(CpuMeans.PROC, MemoryMeans.PROC, JobAccount.Loss.NONE, 3, 40);

    private final Job job = new IdleJob() {
        @Override
        public void refresh(long nowNanos) {
            order.add("job");
        }

        @Override
        public long cpuMicroseconds() {
            return 7;
        }

        @Override
        public long memoryBytes() {
            return 8;
        }

        @Override
        public int processes() {
            return 2;
        }

        @Override
        public int processesSeen() {
            return 5;
        }

        @Override
        public boolean alive() {
            return jobAlive;
        }

        @Override
        public JobAccount account() {
            return ACCOUNT;
        }
    };

    private PowerSource source(String name, int channels) {
        List<Channel> list = new ArrayList<>();
        for (int i = 0; i < channels; i++) {
            list.add(new Channel(
                    name + i,
                    new Device("cpu" + i, DeviceType.CPU, ""),
                    name,
                    Quality.MEASURED,
                    Channel.Role.PRIMARY,
                    Channel.NEVER_WRAPS,
                    Optional.empty()));
        }
        return new PowerSource() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public List<Channel> channels() {
                return list;
            }

            @Override
            public List<Finding> findings() {
                return List.of();
            }

            @Override
            public void read(long nowNanos, boolean fresh, Slots into) {
                order.add(name);
                for (int i = 0; i < channels; i++) {
                    into.counter(i, name.length() * 100L + i);
                }
            }

            @Override
            public void close() {}
        };
    }

    private Sampler sampler() {
        return new Sampler(clock, INTERVAL, load, job, List.of(source("a", 2), source("bb", 1)));
    }

    @Test
    void aSampleHoldsMachineJobAndEveryReading() {
        Sample sample = sampler().take(clock.monotonicNanos(), false);
        assertThat(order).containsExactly("load", "job", "a", "bb");
        assertThat(sample.isFirst()).isTrue();
        assertThat(sample.intervalNanos()).isZero();
        assertThat(sample.wallMillis()).isEqualTo(MockClock.START_MILLIS);
        assertThat(sample.busyMicroseconds()).isEqualTo(10);
        assertThat(sample.onlineCpus()).isEqualTo(3);
        assertThat(sample.usedBytes()).isEqualTo(20);
        assertThat(sample.installedBytes()).isEqualTo(30);
        assertThat(sample.jobMicroseconds()).isEqualTo(7);
        assertThat(sample.jobBytes()).isEqualTo(8);
        assertThat(sample.processes()).isEqualTo(2);
        assertThat(sample.processesSeen()).isEqualTo(5);
        assertThat(sample.readings().microjoules(0)).isEqualTo(100);
        assertThat(sample.readings().microjoules(1)).isEqualTo(101);
        assertThat(sample.readings().microjoules(2)).isEqualTo(200);
    }

    @Test
    void sourcesThatJoinLaterHaveNoReadingInTheSampleBefore() {
        Sampler sampler = sampler();
        Sample first = sampler.takeFirst();
        Sample wider = sampler.join(List.of(source("ccc", 2)));
        assertThat(wider.isFirst()).isTrue();
        assertThat(wider.wallMillis()).isEqualTo(first.wallMillis());
        assertThat(wider.jobMicroseconds()).isEqualTo(7);
        assertThat(wider.account()).isEqualTo(ACCOUNT);
        assertThat(wider.readings().channels()).isEqualTo(5);
        assertThat(wider.readings().microjoules(2)).isEqualTo(200);
        assertThat(wider.readings().available(3)).isFalse();
        clock.advance(INTERVAL);
        Sample next = sampler.take(clock.monotonicNanos(), false);
        assertThat(next.tick()).isEqualTo(1);
        assertThat(next.readings().microjoules(2)).isEqualTo(200);
        assertThat(next.readings().microjoules(3)).isEqualTo(300);
        assertThat(next.readings().microjoules(4)).isEqualTo(301);
    }

    @Test
    void takenAgainTheFirstSampleOpensTheRunAnew() {
        Sampler sampler = sampler();
        sampler.takeFirst();
        clock.advance(INTERVAL.multipliedBy(5));
        Sample first = sampler.takeFirst();
        assertThat(first.isFirst()).isTrue();
        assertThat(first.isGap()).isFalse();
        assertThat(first.elapsedNanos()).isZero();
        clock.advance(INTERVAL);
        assertThat(sampler.take(clock.monotonicNanos(), false).elapsedNanos()).isEqualTo(INTERVAL.toNanos());
    }

    @Test
    void lateIsMoreThanATenthOfAnIntervalAfterTheSlot() {
        Sampler sampler = sampler();
        long due = clock.monotonicNanos();
        assertThat(sampler.take(due, false).isLate()).isFalse();
        clock.advance(Duration.ofMillis(1100));
        assertThat(sampler.take(due + 1_000_000_000, false).isLate()).isFalse();
        clock.advance(Duration.ofNanos(1_000_000_001));
        assertThat(sampler.take(due + 2_000_000_000, false).isLate()).isTrue();
    }

    @Test
    void aGapIsLongerThanTwoAndAHalfIntervals() {
        Sampler sampler = sampler();
        sampler.take(clock.monotonicNanos(), false);
        clock.advance(Duration.ofMillis(2500));
        assertThat(sampler.take(clock.monotonicNanos(), false).isGap()).isFalse();
        clock.advance(Duration.ofNanos(2_500_000_001L));
        Sample sample = sampler.take(clock.monotonicNanos(), false);
        assertThat(sample.isGap()).isTrue();
        assertThat(sample.intervalNanos()).isEqualTo(2_500_000_001L);
        assertThat(sample.elapsedNanos()).isEqualTo(5_000_000_001L);
    }

    @Test
    void theLastSampleIsAskedForOrFollowsFromTheEndOfTheJob() {
        Sampler sampler = sampler();
        assertThat(sampler.take(clock.monotonicNanos(), false).isLast()).isFalse();
        assertThat(sampler.take(clock.monotonicNanos(), true).isLast()).isTrue();
        jobAlive = false;
        assertThat(sampler.take(clock.monotonicNanos(), false).isLast()).isTrue();
    }

    @Test
    void durationsComeFromTheMonotonicClockAlone() {
        Sampler sampler = sampler();
        sampler.take(clock.monotonicNanos(), false);
        clock.advance(Duration.ofSeconds(1));
        clock.shiftWall(Duration.ofHours(-1));
        Sample sample = sampler.take(clock.monotonicNanos(), false);
        assertThat(sample.intervalNanos()).isEqualTo(1_000_000_000);
        assertThat(sample.wallMillis()).isEqualTo(MockClock.START_MILLIS + 1000 - 3_600_000);
    }
}
