package io.ceait.sink.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.fuzz.Inputs;
import io.ceait.run.SimulatedRun;
import io.ceait.sink.summary.SummaryJson;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Fuzz harnesses of this package. */
public final class LivePageParsers {

    private LivePageParsers() {}

    /** What a client says that it has seen already, as the header {@code Last-Event-ID} or the parameter {@code since}. */
    public static void lastEventId(byte[] input) throws IOException {
        String id = Inputs.text(input);
        var event = Finished.LIVE.since(id).orElseThrow();
        assertThat(event.data()).startsWith("{\"run\":{").endsWith("}");
        assertThat(event.id()).matches("\\d+-\\d+");
        assertThat(event.last()).isTrue();
    }

    private static final class Finished {
        static final LiveRun LIVE;

        static {
            SimulatedRun simulated = new SimulatedRun();
            LIVE = new LiveRun(SummaryJson::write, simulated.interval);
            simulated.sinks.add(LIVE);
            simulated.duration = Optional.of(Duration.ofSeconds(5));
            simulated.execute(Inputs.directory("live"));
        }
    }
}
