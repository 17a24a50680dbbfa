package io.ceait.sink.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.run.Run;
import io.ceait.run.SimulatedRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole run that hands its figures over. */
class PushTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path out;

    private static class Counting implements Receiver {

        volatile int pushes;

        @Override
        public String name() {
            return "the receiver";
        }

        @Override
        public Duration interval() {
            return Duration.ofHours(1);
        }

        @Override
        public void push(boolean last) throws PushException {
            pushes++;
        }
    }

    private Run.Outcome run(Receiver... receivers) throws Exception {
        SimulatedRun simulated = new SimulatedRun();
        simulated.sinks.add(new Push(List.of(receivers), Duration.ofMillis(200)));
        simulated.clock.at(Duration.ofSeconds(3), simulated::endJob);
        return simulated.execute(out).outcome();
    }

    @Test
    void theFiguresAreHandedOverAtTheBeginningAndAtTheEnd() throws Exception {
        Counting receiver = new Counting();
        assertThat(run(receiver).allWritten()).isTrue();
        assertThat(receiver.pushes).isBetween(1, 2);
    }

    @Test
    void oneThatNeverReturnsHarmsNeitherTheRunNorTheOthers() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        Receiver hanging = new Counting() {
            @Override
            public void push(boolean last) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                }
            }
        };
        Counting receiver = new Counting();
        Run.Outcome outcome = run(hanging, receiver);
        assertThat(outcome.allWritten()).as("files are what is written").isTrue();
        assertThat(receiver.pushes).isBetween(1, 2);
        interrupted.await();
    }

    @Test
    void oneThatFailsIsNoReasonForTheRunToFail() throws Exception {
        Receiver failing = new Counting() {
            @Override
            public void push(boolean last) throws PushException {
                throw PushException.lasting("does not want them");
            }
        };
        assertThat(run(failing).allWritten()).isTrue();
    }
}
