package io.ceait.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.ceait.endtoend.Liar.Errno;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sensors that fail while others go on. What else a counter can do wrong is in {@link SimulatedServerIT}. */
class SensorFaultsIT {

    private static final double WATTS = 90;

    /** Goes round every 0.55 s, and a zone beside it that does not. */
    private static final String SMALL_RANGE = """
            period_ms 1
            zone package-0 range_uj=50000000 start_uj=1000000 limit_w=100
                wave const 90
            zone package-1 range_uj=262143328850 start_uj=2000000 limit_w=250
                wave const 150
            """;

    @TempDir
    Path dir;

    private Path sysfs() {
        return dir.resolve("sys");
    }

    private RunOutputs run() {
        return new RunOutputs(dir.resolve("runs/it"));
    }

    /** What the last sample has of a channel: a number, or why there is none. */
    private String lastReading(String channel) throws IOException {
        List<JsonFields> journal = RunOutputs.completeLines(run().directory().resolve("journal.ndjson"));
        int index = journal.get(0).column("/channels", "id").indexOf(channel);
        return journal.get(journal.size() - 1).text("/uj/" + index);
    }

    @Test
    void aSensorThatIsDeniedGoneOrBrokenIsOneAndNeverZero() throws Exception {
        Map<Errno, String> reasons =
                Map.of(Errno.EIO, "failed", Errno.ENODEV, "failed", Errno.EACCES, "denied", Errno.ENOENT, "absent");
        try (Simulator server = Simulator.start("two-socket-server", sysfs())) {
            Path sick = sysfs().resolve("class/powercap/intel-rapl:2");
            Liar liar = Liar.buildIn(dir, sick.toRealPath());
            try (Agent agent = liar.launch(server.metering(dir.resolve("runs")))) {
                run().awaitMoreLines(6);
                for (Map.Entry<Errno, String> fault : reasons.entrySet()) {
                    liar.failReadingWith(fault.getKey());
                    Shell.await(
                            fault.getKey() + " is told",
                            () -> lastReading("intel-rapl:2").equals(fault.getValue()));
                    liar.heal();
                    Shell.await(
                            "it is read again",
                            () -> lastReading("intel-rapl:2").matches("[0-9.E]+"));
                }
                agent.signal("TERM");
                agent.await().succeeded();
            }
            JsonFields summary = run().summary();
            double sound = server.truth(run().startedAt(), run().endedAt()).get("intel-rapl:0");
            assertThat(run().joules("cpu0")).as("the one beside it").isCloseTo(sound, withinPercentage(5));
            String device = summary.element("/devices", "device", "cpu1");
            assertThat(summary.number(device + "/energy_kwh_by_source/rapl")).isPositive();
            assertThat(summary.list("/data_quality/missing")).anyMatch(text -> text.startsWith("cpu1: no reading for"));
            assertThat(summary.number("/data_quality/completeness")).isLessThan(1);
            assertThat(run().samples())
                    .filteredOn(row ->
                            row.get("device").equals("cpu1") && row.get("gap").equals("1"))
                    .isNotEmpty();
            Guarantee.assertKept(run());
        }
    }

    @Test
    void aCounterThatMayHaveGoneRoundTwiceIsAGapAndNoNumber() throws Exception {
        Path scenario = Files.writeString(dir.resolve("small.txt"), SMALL_RANGE);
        try (Simulator server = Simulator.start(scenario, sysfs());
                Agent agent = Agent.launch(server.metering(dir.resolve("runs")))) {
            run().awaitMoreLines(10);
            agent.signal("STOP");
            // The fault itself: long enough for the counter to go round more than twice.
            TimeUnit.MILLISECONDS.sleep(1300);
            agent.signal("CONT");
            run().awaitMoreLines(10);
            agent.signal("TERM");
            agent.await().succeeded();
            double gap = 0;
            for (JsonFields sample : run().journal()) {
                gap = Math.max(gap, sample.has("/interval_ns") ? sample.number("/interval_ns") / 1e9 : 0);
            }
            assertThat(gap).isGreaterThan(1.2);
            JsonFields summary = run().summary();
            double known = summary.number("/duration_s") - gap;
            String twice = summary.element("/devices", "device", "cpu0");
            assertThat(summary.number(twice + "/energy_kwh_by_source/rapl") * 3.6e6)
                    .as("all but the gap")
                    .isCloseTo(WATTS * known, withinPercentage(8));
            assertThat(summary.list("/data_quality/missing"))
                    .anyMatch(text -> text.startsWith("cpu0: its counter was not read for"));
            assertThat(run().joules("cpu1"))
                    .as("what cannot have gone round is whole")
                    .isCloseTo(
                            server.truth(run().startedAt(), run().endedAt()).get("intel-rapl:1"), withinPercentage(5));
            Guarantee.assertKept(run());
        }
    }
}
