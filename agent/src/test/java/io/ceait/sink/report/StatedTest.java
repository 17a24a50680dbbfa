package io.ceait.sink.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.emission.Declarations;
import io.ceait.emission.EmissionFactors;
import io.ceait.emission.EmissionFactors.StatedPue;
import io.ceait.emission.IntensityCatalog;
import io.ceait.emission.IntensityOrigin;
import io.ceait.emission.MarketInstruments;
import io.ceait.emission.OnlineItem;
import io.ceait.emission.VaryingIntensity;
import io.ceait.run.PlannedProgress;
import io.ceait.run.SimulatedRun;
import io.ceait.units.CarbonIntensity;
import io.ceait.units.Energy;
import io.ceait.units.Mass;
import io.ceait.units.Power;
import io.ceait.units.Pue;
import io.ceait.units.Ratio;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the user stated beside what is metered: the report says of each figure whether it holds that. */
class StatedTest {

    @TempDir
    private Path out;

    private final SimulatedRun simulated = new SimulatedRun();

    /** A section of the page, its tags left out. */
    private String section(String id) throws IOException {
        simulated.sinks.add(new HtmlReports());
        simulated.clock.at(Duration.ofSeconds(40), simulated::endJob);
        String page = Files.readString(simulated.execute(out).file("report.en.html"));
        assertThat(HtmlValidity.problems(page)).isEmpty();
        int from = page.indexOf("<section id=\"" + id + "\">");
        return page.substring(from, page.indexOf("</section>", from)).replaceAll("(<[^>]*>|\\s*\n)+", "|");
    }

    private void state(List<OnlineItem> online, Optional<MarketInstruments> market) {
        simulated.declarations = new Declarations(online, market, Optional.empty(), Map.of());
    }

    private static MarketInstruments bought(Optional<CarbonIntensity> residual) {
        return new MarketInstruments(Ratio.of(0.5), Energy.ZERO, Mass.ZERO, residual, "contract");
    }

    /** The series knows the first ten seconds alone; Germany's factor of the table stands in behind them. */
    private void seriesThatEnds(boolean known) {
        simulated.factors = EmissionFactors.of(
                        new StatedPue(Pue.of(1.5), "stated"),
                        IntensityCatalog.bundled().find("DE"))
                .with(new VaryingIntensity(
                        "DE", "average", OptionalInt.of(2026), IntensityOrigin.SERIES, "series.csv", List.of()));
        long end = simulated.clock.wallMillis() + (known ? 1_000_000 : 10_000);
        simulated.intensity = Optional.of((from, to, listener) -> {
            listener.from(from, CarbonIntensity.ofGramsPerKilowattHour(300), IntensityOrigin.SERIES);
            if (to >= end) {
                listener.from(Math.max(from, end), simulated.factors.intensity().intensity(), IntensityOrigin.STAND_IN);
            }
        });
    }

    @Test
    void whatStoodInForASeriesHasItsVintageItsValueAndItsLicence() throws IOException {
        seriesThatEnds(false);
        var germany = IntensityCatalog.bundled().find("DE");
        assertThat(section("sources"))
                .contains("|average; in part " + germany.kind() + "|2026|series.csv; in part " + germany.source())
                .contains("|Carbon intensity of DE (" + germany.name() + ")|")
                .contains("|" + germany.intensity() + "|" + germany.kind() + "|"
                        + germany.vintage().orElseThrow() + "|" + germany.source() + "|" + germany.licence() + "|");
    }

    @Test
    void aFactorThatOnlyStoodByIsNoSource() throws IOException {
        seriesThatEnds(true);
        assertThat(section("sources"))
                .contains("|series.csv|")
                .doesNotContain(IntensityCatalog.bundled().find("DE").source());
    }

    @Test
    void theLocationsIntensityIsFlaggedWhereItStandsInForTheResidualMix() throws IOException {
        state(List.of(), Optional.of(bought(Optional.empty())));
        assertThat(section("result"))
                .contains("|0.4 kgCO2e/kWh (substituted)|", "No intensity of the rest is stated (residual_kg_per_kwh)");
    }

    @Test
    void aStatedResidualMixIsNotFlagged() throws IOException {
        state(List.of(), Optional.of(bought(Optional.of(CarbonIntensity.ofGramsPerKilowattHour(500)))));
        assertThat(section("result")).contains("|0.5 kgCO2e/kWh|").doesNotContain("residual_kg_per_kwh");
    }

    @Test
    void predictionsAreSaidToBeWithoutCloudServices() throws IOException {
        PlannedProgress.eightEpochs(simulated);
        state(List.of(new OnlineItem("cloud", Power.ofWatts(1.8), Duration.ofHours(1), Ratio.ONE)), Optional.empty());
        assertThat(section("prediction"))
                .contains("the cloud services of the result, 1.8 Wh as stated, are in none of these figures");
    }
}
