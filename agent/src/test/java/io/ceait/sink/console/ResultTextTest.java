package io.ceait.sink.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.assessment.Assessment;
import io.ceait.run.SimulatedRun;
import io.ceait.text.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultTextTest {

    @TempDir
    private Path out;

    private List<String> lines(Language language) throws IOException {
        SimulatedRun simulated = new SimulatedRun();
        simulated.clock.at(Duration.ofSeconds(10), simulated::endJob);
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

    @Test
    void inChineseTheColumnsStandUnderEachOtherAndTheNumbersAreTheSame() throws IOException {
        List<String> lines = lines(Language.CHINESE);
        assertThat(lines)
                .contains(
                        "设备   数据来源               数据质量       平均功率    占用率       设备能耗       作业能耗",
                        "cpu0   rapl                   实测              100 W      25 %         1000 J          250 J",
                        "提示：ram 的能耗由模型估算，而非实测（ram-model）");
        assertThat(lines.get(lines.size() - 1)).endsWith("run-1/report.zh.html").startsWith("评估报告：");
        assertThat(ResultText.width(lines.get(1))).isEqualTo(ResultText.width(lines.get(2)));
    }
}
