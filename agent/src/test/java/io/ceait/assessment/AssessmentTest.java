package io.ceait.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ceait.attribution.Policy;
import io.ceait.device.Device;
import io.ceait.device.DeviceType;
import io.ceait.device.Quality;
import io.ceait.emission.Declarations;
import io.ceait.emission.EmissionFactors;
import io.ceait.emission.Equipment;
import io.ceait.emission.MarketInstruments;
import io.ceait.emission.OnlineItem;
import io.ceait.emission.RelativeUncertainty;
import io.ceait.emission.Sci;
import io.ceait.emission.SciStatement;
import io.ceait.run.SimulatedRun;
import io.ceait.run.SimulatedRun.Use;
import io.ceait.source.Channel;
import io.ceait.source.PowerSource.Finding;
import io.ceait.source.SensorTiming;
import io.ceait.source.Unavailable;
import io.ceait.source.Unavailable.Reason;
import io.ceait.source.UseChannel;
import io.ceait.source.UseMeans;
import io.ceait.units.Energy;
import io.ceait.units.Mass;
import io.ceait.units.Power;
import io.ceait.units.Ratio;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssessmentTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path out;

    private final SimulatedRun simulated = new SimulatedRun();

    private Assessment assess() {
        simulated.clock.at(Duration.ofSeconds(10), simulated::endJob);
        return Assessment.of(simulated.execute(out).snapshot());
    }

    @Test
    void tableA1IsTheIntegralByType() {
        Assessment assessment = assess();
        assertThat(assessment.tableA1()).extracting(TableA1Row::type).containsExactly(DeviceType.CPU, DeviceType.RAM);
        TableA1Row cpu = assessment.tableA1().get(0);
        assertThat(cpu.n()).isEqualTo(2);
        assertThat(cpu.meanPower()).contains(Power.ofWatts(75));
        assertThat(cpu.time()).isEqualTo(Duration.ofSeconds(10));
        assertThat(cpu.occupancy()).contains(Ratio.of(0.25));
        assertThat(cpu.energy().joules()).isEqualTo(375);
        assertThat(cpu.productOfMeans().orElseThrow().joules()).isEqualTo(375);
        assertThat(assessment.energy().joules()).isEqualTo(375 + 12.5);
        assertThat(assessment.energy(DeviceType.CPU).joules()).isEqualTo(375);
    }

    /** 200 W for half an hour, half of it used: 0.05 kWh by formula (5), beside the job's own energy. */
    private void withCloudService() {
        simulated.declarations = new Declarations(
                List.of(new OnlineItem("A", Power.ofWatts(200), Duration.ofMinutes(30), Ratio.of(0.5))),
                Optional.of(new MarketInstruments(
                        Ratio.of(0.25), Energy.ZERO, Mass.ofKilograms(7), Optional.empty(), "contract")),
                Optional.empty(),
                Map.of());
    }

    @Test
    void cloudServicesAreAddedByFormulaFive() {
        withCloudService();
        Assessment assessment = assess();
        assertThat(assessment.energy().joules()).isEqualTo(375 + 12.5);
        assertThat(assessment.online().kilowattHours()).isCloseTo(0.05, within(1e-15));
        double training = 0.05 + (375 + 12.5) / 3.6e6;
        assertThat(assessment.training().kilowattHours()).isCloseTo(training, within(1e-15));
        assertThat(assessment.emissions().kilograms()).isCloseTo(training * 1.5 * 0.4, within(1e-15));
        assertThat(assessment.onlineEmissions().kilograms()).isCloseTo(0.05 * 1.5 * 0.4, within(1e-15));
        assertThat(assessment.budget().contributions())
                .extracting(UncertaintyBudget.Contribution::of)
                .containsExactly(
                        "energy of cpu0 (rapl)",
                        "energy of cpu1 (rapl)",
                        "energy of ram (ram-model)",
                        "online energy of A",
                        "PUE",
                        "carbon intensity");
        assertThat(assessment.budget().dominant().orElseThrow().of()).isEqualTo("online energy of A");
    }

    @Test
    void whatWasBoughtStandsBesideTheResultAndChangesNothingOfIt() {
        withCloudService();
        simulated.declarations = new Declarations(
                List.of(), simulated.declarations.market(), Optional.empty(), simulated.declarations.uncertainties());
        Assessment assessment = assess();
        assertThat(assessment.market()).isPresent();
        double ratio = assessment.emissions().kilograms() / assessment.energy().kilowattHours();
        assertThat(ratio).isCloseTo(1.5 * 0.4, within(1e-12));
        assertThat(assessment.market().orElseThrow().emissions().kilograms())
                .isCloseTo(0.75 * assessment.emissions().kilograms(), within(1e-12));
    }

    @Test
    void theSoftwareCarbonIntensityIsOfTheEmissionsAndTheHardware() {
        Equipment node =
                new Equipment("node", Mass.ofKilograms(1000), Duration.ofHours(1000), Optional.empty(), Ratio.of(0.5));
        simulated.declarations = new Declarations(
                List.of(), Optional.empty(), Optional.of(new SciStatement("epoch", 4, List.of(node))), Map.of());
        Assessment assessment = assess();
        Sci sci = assessment.sci().orElseThrow();
        double hours = assessment.snapshot().books().elapsedNanos() / 3.6e12;
        assertThat(sci.energy().joules()).isCloseTo(387.5 * 1.5, within(1e-9));
        assertThat(sci.intensity().orElseThrow().gramsPerKilowattHour()).isCloseTo(400, within(1e-9));
        assertThat(sci.operational()).isEqualTo(assessment.emissions());
        assertThat(sci.embodied().kilograms()).isCloseTo(hours / 2, within(1e-12));
        assertThat(sci.perUnit().kilograms() * 4)
                .isCloseTo(assessment.emissions().kilograms() + hours / 2, within(1e-12));
    }

    @Test
    void theBudgetTakesTheUncertaintyApart() {
        Assessment assessment = assess();
        UncertaintyBudget budget = assessment.budget();
        assertThat(budget.total()).isEqualTo(assessment.emissionsUncertainty());
        double energy = Math.sqrt(250 * 0.05 * 250 * 0.05 + 125 * 0.05 * 125 * 0.05 + 12.5 * 0.5 * 12.5 * 0.5) / 387.5;
        assertThat(assessment.energyUncertainty().value()).isCloseTo(energy, within(1e-12));
        assertThat(budget.total().value())
                .isCloseTo(Math.sqrt(energy * energy + 0.03 * 0.03 + 0.1 * 0.1), within(1e-12));
        assertThat(budget.dominant().orElseThrow().of()).isEqualTo("carbon intensity");
        assertThat(budget.contributions().stream()
                        .mapToDouble(budget::partOfVariance)
                        .sum())
                .isCloseTo(1, within(1e-12));
    }

    @Test
    void aStatedUncertaintyTakesThePlaceOfTheAssumedOne() {
        simulated.declarations = new Declarations(
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Map.of("intensity-annual", new RelativeUncertainty(0.01)));
        Assessment assessment = assess();
        assertThat(assessment.assumedOfIntensity().value().value()).isEqualTo(0.01);
        assertThat(assessment.budget().dominant().orElseThrow().of()).isNotEqualTo("carbon intensity");
    }

    @Test
    void theHeadlineDecidesWhatTheResultIs() {
        simulated.headline = Policy.MACHINE;
        assertThat(assess().energy().joules()).isEqualTo(1600);
    }

    @Test
    void independentUncertaintiesAddBySquares() {
        Assessment assessment = assess();
        double cpu0 = 250 * 0.05;
        double cpu1 = 125 * 0.05;
        double ram = 12.5 * 0.5;
        double expected = Math.sqrt(cpu0 * cpu0 + cpu1 * cpu1 + ram * ram) / 387.5;
        assertThat(assessment.energyUncertainty().value()).isCloseTo(expected, within(1e-12));
        assertThat(assessment.uncertaintyOf(SimulatedRun.RAM.device()).value()).isEqualTo(0.5);
        assertThat(assessment.emissionsUncertaintyMass().kilograms())
                .isCloseTo(
                        assessment.emissions().kilograms()
                                * assessment.emissionsUncertainty().value(),
                        within(1e-15));
    }

    @Test
    void gapsAndWhatIsMissingAreListed() {
        simulated.failing(3, 4);
        simulated.findings.add(Finding.unmetered("nvml", "gpu1", new Unavailable(Reason.DENIED, "not ours", "")));
        Assessment assessment = assess();
        assertThat(assessment.missing())
                .anyMatch(line -> line.startsWith("cpu0: no reading for 2 s"))
                .contains("gpu1 is denied: not ours; its energy is not in the figures");
        assertThat(assessment.warnings()).contains("2 of 10 intervals are gaps, 2 s in all");
    }

    @Test
    void aLesserKnowledgeOfTheJobsShareIsToldAndThePartTimeSensorsUncertaintyUsed() {
        Device gpu = new Device("gpu0", DeviceType.GPU, "A100", "GPU-1");
        Channel power = new Channel(
                "nvml-power:gpu0",
                gpu,
                "nvml-power",
                Quality.MEASURED,
                Channel.Role.PRIMARY,
                Channel.NEVER_WRAPS,
                Optional.of(Power.ofWatts(800)),
                Optional.of(new SensorTiming(Duration.ofMillis(100), Duration.ofMillis(25))));
        simulated.channels = List.of(SimulatedRun.CPU0, power);
        simulated.uses = List.of(new UseChannel(gpu, "nvml"));
        Assessment assessment = assess();
        assertThat(assessment.uncertaintyOf(gpu).value()).isEqualTo(0.25);
        assertThat(assessment.warnings())
                .contains(
                        "gpu0: the job's occupancy was known for 10 s by utilisation of the whole device, taken for the"
                                + " job's");
        // 400 W, half of the time at work for the job.
        assertThat(assessment.energy(DeviceType.GPU)).isEqualTo(Energy.ofJoules(2000));
    }

    @ParameterizedTest
    @CsvSource({"PRESENCE,true,1", "PRESENCE,false,0", "DEVICE,false,0", "UNKNOWN,false,1", "PROCESS,true,0"})
    void aDeviceThatTheJobIsNotOnWasNotTakenForIts(UseMeans means, boolean used, int sentences) {
        Device gpu = new Device("gpu0-mig1", DeviceType.GPU, "A100 MIG", "MIG-1");
        simulated.channels = List.of(
                SimulatedRun.CPU0,
                new Channel(
                        "nvml-energy:gpu0-mig1",
                        gpu,
                        "nvml-energy",
                        Quality.DERIVED,
                        Channel.Role.PRIMARY,
                        Channel.NEVER_WRAPS,
                        Optional.of(Power.ofWatts(400))));
        simulated.uses = List.of(new UseChannel(gpu, "nvml"));
        simulated.useMeans = means;
        simulated.use.put(0, used ? new Use(0.5, 0.75, 1) : new Use(0, 0.75, 0));
        assertThat(assess().warnings())
                .filteredOn(line -> line.startsWith("gpu0-mig1: the job's occupancy was known"))
                .hasSize(sentences);
    }

    @Test
    void deniedSensorsAreNamedWithTheirRemedyAndAbsentOnesAreNot() {
        simulated.findings.add(new Finding("rapl", "zone-9", new Unavailable(Reason.DENIED, "no", "run as root")));
        simulated.findings.add(new Finding("rapl", "zone-8", new Unavailable(Reason.ABSENT, "none", "")));
        assertThat(assess().warnings())
                .contains("zone-9 is denied: no; remedy: run as root")
                .noneMatch(line -> line.contains("zone-8"));
    }

    @Test
    void substitutedFactorsAreWarnedOf() {
        simulated.factors = EmissionFactors.of(null, null);
        assertThat(assess().warnings())
                .anyMatch(line -> line.contains("PUE") && line.contains("substituted"))
                .anyMatch(line -> line.contains("carbon intensity") && line.contains("substituted"));
    }

    @Test
    void aRunOfNoLengthHasNoEnergyAndNoFailure() {
        simulated.endJob();
        Assessment assessment = Assessment.of(simulated.execute(out).snapshot());
        assertThat(assessment.energy().joules()).isZero();
        assertThat(assessment.emissions().kilograms()).isZero();
        assertThat(assessment.tableA1()).allSatisfy(row -> {
            assertThat(row.meanPower()).isEmpty();
            assertThat(row.occupancy()).isEmpty();
            assertThat(row.productOfMeans()).isEmpty();
            assertThat(row.deviationOfMeans()).isEmpty();
        });
    }

    @Test
    void whatSomeCountersToldOfAGapIsInTableA1AndSaid() {
        simulated.channels = List.of(memory("dram-0", 28), memory("dram-1", 105));
        simulated.failing(2, 5);
        Assessment assessment = assess();
        TableA1Row ram = assessment.tableA1().get(0);
        // Of ten seconds four lack what the first zone would have told, which is read, but for a base, in the fourth.
        assertThat(ram.meanPower()).contains(Power.ofWatts(133));
        double joules = 6 * 133 + 4 * 105;
        assertThat(ram.meanPower().orElseThrow().during(ram.time()).joules()).isCloseTo(joules, within(1e-3));
        assertThat(ram.meanPower()
                        .orElseThrow()
                        .during(ram.time())
                        .times(ram.occupancy().orElseThrow())
                        .joules())
                .isCloseTo(ram.energy().joules(), within(1e-3));
        assertThat(assessment.missing())
                .anyMatch(line -> line.startsWith("ram: no reading for 4 s"))
                .anyMatch(line -> line.contains("420 J are in the figures"));
    }

    private static Channel memory(String id, double watts) {
        return new Channel(
                id,
                new Device("ram", DeviceType.RAM, "memory"),
                "rapl",
                Quality.MEASURED,
                Channel.Role.PRIMARY,
                262_143_328_850L,
                Optional.of(Power.ofWatts(2 * watts)));
    }

    @Test
    void aCounterThatMayHaveGoneRoundHasASentenceOfItsOwn() {
        simulated.channels = List.of(new Channel(
                "intel-rapl:0",
                new Device("cpu0", DeviceType.CPU, "a brand"),
                "rapl",
                Quality.MEASURED,
                Channel.Role.PRIMARY,
                5_000_000_000L,
                Optional.of(Power.ofWatts(200))));
        simulated.clock.at(Duration.ofMillis(4500), () -> simulated.clock.advance(Duration.ofSeconds(30)));
        simulated.clock.at(Duration.ofSeconds(40), simulated::endJob);
        Assessment assessment = Assessment.of(simulated.execute(out).snapshot());
        assertThat(assessment.missing())
                .anyMatch(line -> line.startsWith("cpu0: its counter was not read for 30"))
                .noneMatch(line -> line.contains("no reading"));
    }
}
