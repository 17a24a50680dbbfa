package io.ceait.sink.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.assessment.Assessment;
import io.ceait.emission.Declarations;
import io.ceait.emission.OnlineItem;
import io.ceait.machine.TerminalSize;
import io.ceait.run.RunIdentity;
import io.ceait.run.SimulatedRun;
import io.ceait.source.PowerSource.Finding;
import io.ceait.source.Unavailable;
import io.ceait.source.Unavailable.Reason;
import io.ceait.text.Columns;
import io.ceait.text.Language;
import io.ceait.units.Power;
import io.ceait.units.Ratio;
import io.ceait.units.Text;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table on the terminal, of a run of 36 s. */
class LiveViewTest {

    @TempDir
    private Path out;

    private final SimulatedRun simulated = new SimulatedRun();

    private Assessment assessment() {
        simulated.findings.add(
                new Finding("gadget", "g0", new Unavailable(Reason.DENIED, "no \u001b[31mway\n in", "ask")));
        simulated.clock.at(Duration.ofSeconds(36), simulated::endJob);
        return Assessment.of(simulated.execute(out).snapshot());
    }

    @Test
    void itHoldsTheTotalsTheDevicesAndWhatIsMissing() {
        List<String> lines = new LiveView(false).lines(assessment(), new TerminalSize(80, 40));
        assertThat(lines.get(0)).isEqualTo("ceait  run-1  00:00:36  36 samples");
        assertThat(lines.get(1)).contains("now 160 W", "by occupancy", "emissions", "±");
        assertThat(lines.get(2)).contains("occupancy", "active", "machine 1.6 Wh");
        assertThat(lines)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("cpu0      rapl          measured")
                        .contains("100 W", "25 % ##....", "1 Wh", "900 J"));
        assertThat(lines).anySatisfy(line -> assertThat(line).startsWith("gadget denied: "));
    }

    /** A cloud service of 1.8 Wh beside the job's 387.5 J × 3.6 on this node. */
    @Test
    void cloudServicesAreInTheTotalAndSaidToBe() {
        simulated.declarations = new Declarations(
                List.of(new OnlineItem("cloud", Power.ofWatts(1.8), Duration.ofHours(1), Ratio.ONE)),
                Optional.empty(),
                Optional.empty(),
                Map.of());
        Assessment assessment = assessment();
        List<String> lines = new LiveView(false).lines(assessment, new TerminalSize(200, 40));
        assertThat(lines.get(1))
                .contains("job " + assessment.training() + " by occupancy, of it cloud services 1.8 Wh   emissions");
        assertThat(lines.get(2))
                .startsWith("by attribution   occupancy " + assessment.energy() + " ")
                .endsWith("without cloud services");
        assertThat(Console.statusLine(assessment.snapshot()))
                .contains("job " + Text.significant(assessment.energy().kilowattHours()) + " kWh")
                .endsWith("  without cloud services");
        assertThat(ResultText.of(out, assessment, Language.ENGLISH).lines())
                .contains("with cloud services as stated, 1.8 Wh: " + assessment.training() + " ("
                        + Text.significant(assessment.training().kilowattHours()) + " kWh); 1.08 gCO2e of the emissions"
                        + " are theirs");
    }

    @Test
    void withoutCloudServicesNothingIsSaidOfThem() {
        assertThat(new LiveView(false).lines(assessment(), new TerminalSize(200, 40)))
                .noneMatch(line -> line.contains("cloud"));
    }

    /** Letters of two columns do not push the end of a line over the edge. */
    @Test
    void wideLettersCountAsTheColumnsThatTheyTake() {
        simulated.identity = new RunIdentity("训练グラフ그래픽🚀", "node-1");
        List<String> lines = new LiveView(false).lines(assessment(), new TerminalSize(20, 40));
        assertThat(lines.get(0)).isEqualTo("ceait  训练グラフ그");
        assertThat(lines).allSatisfy(line -> assertThat(Columns.width(line)).isLessThanOrEqualTo(20));
    }

    /** However small the terminal is, no line is broken and the cursor has a line below. */
    @ParameterizedTest
    @CsvSource({"80, 24", "40, 10", "20, 6", "1, 1", "300, 100"})
    void itFitsOnTheTerminal(int columns, int rows) {
        List<String> lines = new LiveView(false).lines(assessment(), new TerminalSize(columns, rows));
        assertThat(lines).hasSizeLessThanOrEqualTo(Math.max(rows - 1, 1)).allSatisfy(line -> {
            assertThat(line).hasSizeLessThanOrEqualTo(columns).doesNotContain("\n", "\u001b");
        });
    }

    @Test
    void boldAndDimSayNothingThatIsNotSaidWithout() {
        Assessment assessment = assessment();
        TerminalSize size = new TerminalSize(80, 40);
        List<String> styled = new LiveView(true).lines(assessment, size);
        assertThat(String.join("\n", styled)).contains("\u001b[1m");
        assertThat(styled.stream().map(line -> line.replaceAll("\u001b\\[\\dm", "")))
                .isEqualTo(new LiveView(false).lines(assessment, size));
    }

    /** The result stays when the table is gone. */
    @Test
    void atTheEndTheTableGivesWayToTheResult() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        simulated.sinks.add(new Console(
                new PrintStream(err, true, StandardCharsets.UTF_8), Console.Progress.TABLE, false, Language.ENGLISH));
        assessment();
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith(out.toAbsolutePath().resolve("run-1").toString() + "\n")
                .contains("completed: ");
    }

    @Test
    void quietSaysNothing() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        simulated.sinks.add(new Console(
                new PrintStream(err, true, StandardCharsets.UTF_8), Console.Progress.NONE, true, Language.ENGLISH));
        assessment();
        assertThat(err.size()).isZero();
    }
}
