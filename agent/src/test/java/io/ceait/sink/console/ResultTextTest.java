package io.ceait.sink.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.assessment.Assessment;
import io.ceait.emission.Declarations;
import io.ceait.emission.MarketInstruments;
import io.ceait.run.SimulatedRun;
import io.ceait.text.Columns;
import io.ceait.text.Language;
import io.ceait.units.CarbonIntensity;
import io.ceait.units.Energy;
import io.ceait.units.Mass;
import io.ceait.units.Ratio;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultTextTest {

    @TempDir
    private Path out;

    private Optional<MarketInstruments> market = Optional.empty();

    private List<String> lines(Language language) throws IOException {
        SimulatedRun simulated = new SimulatedRun();
        simulated.clock.at(Duration.ofSeconds(10), simulated::endJob);
        simulated.declarations = new Declarations(List.of(), market, Optional.empty(), Map.of());
        SimulatedRun.Result result = simulated.execute(out);
        Files.writeString(result.file(Assessment.reportFile(language)), "");
        return ResultText.of(result.directory().path(), Assessment.of(result.snapshot()), language)
                .lines()
                .toList();
    }

    @Test
    void theFirstLineIsTheDirectoryAndTheLastTheReport() throws IOException {
        List<String> lines = lines(Language.ENGLISH);
        assertThat(lines.get(0)).isEqualTo(out.resolve("run-1").toString());
        assertThat(lines.get(lines.size() - 1)).isEqualTo("report: " + out.resolve("run-1/report.en.html"));
        assertThat(lines)
                .contains(
                        "device source                 quality      mean power     share  device energy     job energy",
                        "cpu0   rapl                   measured          100 W      25 %         1000 J          250 J",
                        "completed: 387.5 J (0.0001076 kWh) by occupancy; 800 J by active; 1600 J by machine",
                        "emissions 0.00006458 kgCO2e ± 11 % (PUE 1.5 derived, 0.4 kgCO2e/kWh derived: stated by the user)",
                        "note: ram is estimated by a model, not measured (ram-model)");
    }

    @ParameterizedTest
    @CsvSource({
        "ENGLISH, the rest at the location's 0.4 kgCO2e/kWh for want of a stated one",
        "CHINESE, 以所在地电网的 0.4 kgCO2e/kWh 代替"
    })
    void theMarketFigureSaysWhatStandsInForTheRest(Language language, String said) throws IOException {
        market = Optional.of(bought(Optional.empty()));
        assertThat(lines(language)).anyMatch(line -> line.contains(said));
    }

    @Test
    void aStatedIntensityOfTheRestStandsInForNothing() throws IOException {
        market = Optional.of(bought(Optional.of(CarbonIntensity.ofGramsPerKilowattHour(500))));
        assertThat(lines(Language.ENGLISH))
                .anyMatch(line ->
                        line.startsWith("market-based, beside it: ") && line.contains("the rest at 0.5 kgCO2e/kWh,"))
                .noneMatch(line -> line.contains("want of"));
    }

    private static MarketInstruments bought(Optional<CarbonIntensity> residual) {
        return new MarketInstruments(Ratio.of(0.5), Energy.ZERO, Mass.ZERO, residual, "contract");
    }

    @Test
    void inChineseTheColumnsStandUnderEachOtherAndTheNumbersAreTheSame() throws IOException {
        List<String> lines = lines(Language.CHINESE);
        assertThat(lines)
                .contains(
                        "设备   数据来源               数据质量       平均功率    占用率       设备能耗       作业能耗",
                        "cpu0   rapl                   实测              100 W      25 %         1000 J          250 J",
                        "提示：ram 的能耗由模型估算，而非实测（ram-model）");
        assertThat(lines.get(lines.size() - 1)).endsWith("run-1/report.zh.html").startsWith("评估报告：");
        assertThat(Columns.width(lines.get(1))).isEqualTo(Columns.width(lines.get(2)));
    }
}
