package io.ceait.sink.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.assessment.Assessment;
import io.ceait.assessment.Outlook;
import io.ceait.machine.TerminalSize;
import io.ceait.run.PlannedProgress;
import io.ceait.run.SimulatedRun;
import io.ceait.run.Snapshot;
import io.ceait.text.Language;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Eight epochs of 96.9 J, half a second after the start, with a second behind them. */
class OutlookTextTest {

    @TempDir
    private Path out;

    private Snapshot after(double seconds) {
        SimulatedRun simulated = new SimulatedRun();
        simulated.duration = Optional.of(Duration.ofMillis(Math.round(seconds * 1e3)));
        PlannedProgress.eightEpochs(simulated);
        return simulated.execute(out).snapshot();
    }

    @Test
    void onTheWayItSaysHowFarItIsAndWhatIsToCome() {
        Snapshot snapshot = after(9);
        Outlook outlook = Outlook.of(snapshot).orElseThrow();
        assertThat(OutlookText.brief(outlook)).isEqualTo("37.5 % done, in all 0.0002207 kWh, 00:00:11 left");
        assertThat(OutlookText.line(outlook))
                .isEqualTo("epoch 3 of 8, 37.5 % done   in all 794.4 J (794.4 J to 794.4 J)   emissions 132.4 mgCO2e"
                        + " (132.4 mgCO2e to 132.4 mgCO2e)   left 00:00:11");
        assertThat(Console.statusLine(snapshot)).endsWith("  37.5 % done, in all 0.0002207 kWh, 00:00:11 left");
        assertThat(new LiveView(false).lines(Assessment.of(snapshot), new TerminalSize(200, 40)))
                .contains(OutlookText.line(outlook));
    }

    @Test
    void atFirstItIsTooEarly() {
        Outlook outlook = Outlook.of(after(2)).orElseThrow();
        assertThat(OutlookText.brief(outlook)).isEqualTo("0 % done");
        assertThat(OutlookText.line(outlook)).isEqualTo("epoch 0 of 8, 0 % done   too early to predict");
    }

    @Test
    void theResultHoldsWhatWasPredicted() {
        Snapshot snapshot = after(60);
        assertThat(OutlookText.brief(Outlook.of(snapshot).orElseThrow())).isEqualTo("100 % done");
        String english = ResultText.of(out, Assessment.of(snapshot), Language.ENGLISH);
        assertThat(english.lines())
                .contains(
                        "predicted at 13 % done: 794.4 J, measured 794.4 J: +0.0 %",
                        "predicted at 50 % done: 794.4 J (794.4 J to 794.4 J), measured 794.4 J: +0.0 %");
        assertThat(ResultText.of(out, Assessment.of(snapshot), Language.CHINESE).lines())
                .contains("完成 50 % 时预测：794.4 J（794.4 J 至 794.4 J），实测 794.4 J：+0.0 %");
    }

    @Test
    void aRunWithoutProgressSaysNothingOfIt() {
        SimulatedRun simulated = new SimulatedRun();
        simulated.clock.at(Duration.ofSeconds(3), simulated::endJob);
        Snapshot snapshot = simulated.execute(out).snapshot();
        assertThat(Console.statusLine(snapshot)).endsWith("kgCO2e");
        assertThat(ResultText.of(out, Assessment.of(snapshot), Language.ENGLISH))
                .doesNotContain("predicted");
    }
}
