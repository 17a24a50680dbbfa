package io.ceait.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ceait.assessment.Assessment;
import io.ceait.card.ModelCard;
import io.ceait.device.Quality;
import io.ceait.emission.Declarations;
import io.ceait.emission.EmissionFactors;
import io.ceait.emission.IntensityFactor;
import io.ceait.emission.Uncertainty;
import io.ceait.intensity.IntensitySeries;
import io.ceait.intensity.SeriesFeed;
import io.ceait.run.SimulatedRun.Result;
import io.ceait.sampling.Sample;
import io.ceait.sink.series.SamplesCsv;
import io.ceait.time.MockClock;
import io.ceait.units.Energy;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs over a series of five minutes, with intervals that end nowhere near its changes. */
class VaryingIntensityTest {

    private static final long FIVE_MINUTES = 300_000;
    private static final BigDecimal NANOS_PER_MILLI = BigDecimal.valueOf(1_000_000);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path out;

    private final SimulatedRun simulated = new SimulatedRun();

    /** Grams by the instant from which they hold; up and down, with digits that no double has exactly. */
    private static TreeMap<Long, BigDecimal> grams(int from, int until) {
        TreeMap<Long, BigDecimal> grams = new TreeMap<>();
        for (int i = from; i < until; i++) {
            BigDecimal value = new BigDecimal("0.1").multiply(BigDecimal.valueOf(1000 + 7919L * i % 4001));
            grams.put(MockClock.START_MILLIS + i * FIVE_MINUTES, value);
        }
        return grams;
    }

    private void follow(Map<Long, BigDecimal> grams) {
        StringBuilder csv = new StringBuilder("time_utc,gco2_per_kwh\n");
        grams.forEach((millis, value) -> csv.append(Instant.ofEpochMilli(millis))
                .append(',')
                .append(value.toPlainString())
                .append('\n'));
        IntensitySeries series = IntensitySeries.parse("series.csv", new StringReader(csv.toString()));
        EmissionFactors constant = simulated.factors;
        simulated.factors = constant.with(SeriesFeed.provenance(series));
        simulated.intensity =
                Optional.of(new SeriesFeed(series, constant.intensity().intensity()));
        simulated.sinks.add(new SamplesCsv());
    }

    /** The sum as a reader of samples.csv would make it, in decimal: each row's energy, divided over the series by time. */
    private static BigDecimal independentSum(Path samples, TreeMap<Long, BigDecimal> grams, BigDecimal pue)
            throws IOException {
        BigDecimal sum = BigDecimal.ZERO;
        for (String line : Files.readAllLines(samples)
                .subList(1, Files.readAllLines(samples).size())) {
            String[] row = line.split(",", -1);
            BigDecimal end =
                    BigDecimal.valueOf(Instant.parse(row[0]).toEpochMilli()).multiply(NANOS_PER_MILLI);
            BigDecimal length = new BigDecimal(row[2]).movePointRight(9);
            BigDecimal start = end.subtract(length);
            for (Map.Entry<Long, BigDecimal> piece : grams.entrySet()) {
                Long next = grams.higherKey(piece.getKey());
                BigDecimal from = BigDecimal.valueOf(piece.getKey()).multiply(NANOS_PER_MILLI);
                BigDecimal until = next == null ? end : BigDecimal.valueOf(next).multiply(NANOS_PER_MILLI);
                BigDecimal overlap = end.min(until).subtract(start.max(from));
                if (overlap.signum() > 0) {
                    sum = sum.add(new BigDecimal(row[10])
                            .multiply(overlap)
                            .divide(length, MathContext.DECIMAL128)
                            .multiply(piece.getValue()));
                }
            }
        }
        return sum.multiply(pue).divide(new BigDecimal("3.6e9"), MathContext.DECIMAL128);
    }

    @Test
    void twoHoursEqualAnIndependentSum() throws IOException {
        TreeMap<Long, BigDecimal> grams = grams(0, 25);
        follow(grams);
        simulated.interval = Duration.ofSeconds(7);
        simulated.duration = Optional.of(Duration.ofHours(2));
        Result result = simulated.execute(out);
        BigDecimal expected = independentSum(result.file(SamplesCsv.FILE), grams, new BigDecimal("1.5"));
        double kilograms = result.snapshot().totalEmissions().kilograms();
        assertThat(kilograms / expected.doubleValue()).isCloseTo(1, within(1e-12));
        // A series is not its plain mean by chance: the test would see a factor that stays as it is.
        assertThat(kilograms).isGreaterThan(0);

        Assessment assessment = Assessment.of(result.snapshot());
        IntensityFactor effective = assessment.intensity();
        Energy job = assessment.energy();
        assertThat(effective.intensity().kilogramsPerKilowattHour() * 1.5 * job.kilowattHours())
                .isCloseTo(kilograms, within(1e-12 * kilograms));
        assertThat(effective.quality()).isEqualTo(Quality.DERIVED);
        assertThat(effective.vintage()).hasValue(2025);
        assertThat(assessment.assumedOfIntensity().value().value()).isEqualTo(0.05);
        assertThat(result.snapshot().intensityBooks().substitutedTime()).isZero();
        assertThat(columnSum(result.file(SamplesCsv.FILE), 12)).isCloseTo(kilograms, within(1e-9 * kilograms));
    }

    private static double columnSum(Path csv, int column) throws IOException {
        return Files.readAllLines(csv).stream()
                .skip(1)
                .mapToDouble(line -> Double.parseDouble(line.split(",", -1)[column]))
                .sum();
    }

    private record Row(long wall, String device, long intensity, long kilograms) {}

    private List<Row> replayed(Result result) throws IOException {
        return replayed(JournalSource.sealed(result.file(Journal.FILE)));
    }

    private List<Row> replayed(JournalSource journal) throws IOException {
        List<Row> rows = new ArrayList<>();
        new Replay(journal, simulated.description())
                .through((wall, elapsed, device, interval, intensity, kilograms) -> rows.add(new Row(
                        wall,
                        device.id(),
                        Double.doubleToLongBits(intensity.kilogramsPerKilowattHour()),
                        Double.doubleToLongBits(kilograms))));
        return rows;
    }

    private static void assertReplayIsTheRun(Result result) throws IOException {
        RunDescription read = RecordedRun.open(result.directory().path()).description();
        RunState again =
                new Replay(result.file(Journal.FILE), read).through((wall, elapsed, device, interval, ci, kg) -> {});
        assertThat(again.snapshot()).isEqualTo(result.snapshot());
    }

    /** A run that was metered with a constant factor, assessed by a series afterwards, is as if it had followed it. */
    @Test
    void aSeriesThatIsGivenAfterwardsGivesTheSame() throws IOException {
        SimulatedRun constant = new SimulatedRun();
        constant.interval = Duration.ofSeconds(7);
        constant.duration = Optional.of(Duration.ofMinutes(30));
        constant.identity = new RunIdentity("constant", "node-1");
        Result recorded = constant.execute(out);
        follow(grams(0, 8));
        simulated.interval = constant.interval;
        simulated.duration = constant.duration;
        Snapshot live = simulated.execute(out).snapshot();
        RecordedRun run = RecordedRun.open(recorded.directory().path());
        RunDescription as = run.description()
                .assessedBy(
                        simulated.headline,
                        simulated.factors,
                        Declarations.none(),
                        ModelCard.NONE,
                        run.description().settings());
        Snapshot assessed = run.write(as, simulated.intensity, RunDirectory.create(out, "assessed"), List.of())
                .snapshot();
        assertThat(assessed.emissions()).isEqualTo(live.emissions());
        assertThat(assessed.intensityBooks()).isEqualTo(live.intensityBooks());
        assertThat(assessed.books()).isEqualTo(live.books());
        // And the other way round: a constant factor takes the place of what the journal says.
        RecordedRun followed =
                RecordedRun.open(out.resolve(live.run().identity().runId()));
        RunDescription back = followed.description()
                .assessedBy(simulated.headline, constant.factors, Declarations.none(), ModelCard.NONE, List.of());
        assertThat(followed.write(back, Optional.empty(), RunDirectory.create(out, "back"), List.of())
                        .snapshot()
                        .emissions())
                .isEqualTo(recorded.snapshot().emissions());
    }

    @Test
    void theJournalHoldsTheIntensitiesInFrontOfTheSamplesThatTheyTouch() throws IOException {
        follow(grams(0, 3));
        simulated.interval = Duration.ofSeconds(200);
        simulated.duration = Optional.of(Duration.ofSeconds(800));
        Result result = simulated.execute(out);
        List<String> kinds = Seals.removed(Files.readString(result.file(Journal.FILE)))
                .lines()
                .skip(1)
                .filter(line -> !line.startsWith(RunEnd.KEY))
                .map(line -> line.startsWith("{\"tick\":") ? line.substring(0, 9) : line)
                .toList();
        assertThat(kinds)
                .containsExactly(
                        "{\"intensity_from_ms\":1748736000000,\"kg_per_kwh\":0.1,\"origin\":\"series\"}",
                        "{\"tick\":0",
                        "{\"tick\":1",
                        "{\"intensity_from_ms\":1748736300000,\"kg_per_kwh\":0.4918,\"origin\":\"series\"}",
                        "{\"tick\":2",
                        "{\"intensity_from_ms\":1748736600000,\"kg_per_kwh\":0.4835,\"origin\":\"series\"}",
                        "{\"tick\":3",
                        "{\"tick\":4");
        assertReplayIsTheRun(result);
        assertThat(replayed(result)).hasSize(12).isEqualTo(replayed(result));
    }

    @Test
    void whereTheSeriesHasNoValueTheConstantFactorStandsInAndIsCounted() throws IOException {
        // From 5:00 to 10:00 after the start; the one value's distance is an hour where there is no other.
        TreeMap<Long, BigDecimal> grams = grams(1, 3);
        follow(grams);
        simulated.duration = Optional.of(Duration.ofSeconds(1500));
        Result result = simulated.execute(out);
        Snapshot snapshot = result.snapshot();
        // Before 300 s, and from 2 × 300 s after the value at 600 s on.
        assertThat(snapshot.intensityBooks().substitutedTime()).isEqualTo(Duration.ofSeconds(600));
        double joules = snapshot.jobEnergy(simulated.headline).joules();
        assertThat(snapshot.intensityBooks().substitutedEnergy().joules())
                .isCloseTo(joules * 600 / 1500, within(1e-9 * joules));
        Assessment assessment = Assessment.of(snapshot);
        assertThat(assessment.intensity().quality()).isEqualTo(Quality.SUBSTITUTED);
        assertThat(assessment.warnings())
                .anySatisfy(line -> assertThat(line)
                        .startsWith(
                                "series.csv (CSV) has no carbon intensity for 600 s of the run, in which the job used")
                        .contains("0.4 kgCO2e/kWh (stated by the user) is substituted there"));
        double part = snapshot.intensityBooks().substitutedEmissions().kilograms()
                / snapshot.totalEmissions().kilograms();
        assertThat(assessment.assumedOfIntensity().value().value())
                .isCloseTo((1 - part) * 0.05 + part * 0.1, within(1e-12))
                .isBetween(0.05, 0.1);
        assertReplayIsTheRun(result);
    }

    /** A series of another time says nothing of the run: the factor that it was booked with is the one that is told. */
    @Test
    void aSeriesThatCoversNothingIsNotDescribed() throws IOException {
        follow(grams(1_000, 1_010));
        simulated.duration = Optional.of(Duration.ofSeconds(60));
        Assessment assessment = Assessment.of(simulated.execute(out).snapshot());
        assertThat(assessment.intensity())
                .isEqualTo(simulated.factors.intensity().substituted());
        assertThat(assessment.assumedOfIntensity())
                .isEqualTo(Uncertainty.bundled().ofIntensity(simulated.factors.intensity()));
        assertThat(assessment.warnings())
                .anySatisfy(line -> assertThat(line).contains("series.csv (CSV) has no carbon intensity for 60 s"));
    }

    @Test
    void aWallClockThatIsSetBackIsFollowed() throws IOException {
        follow(grams(0, 30));
        simulated.interval = Duration.ofSeconds(60);
        simulated.duration = Optional.of(Duration.ofSeconds(1800));
        simulated.clock.at(Duration.ofSeconds(910), () -> simulated.clock.shiftWall(Duration.ofMinutes(-12)));
        Result result = simulated.execute(out);
        assertReplayIsTheRun(result);
        BigDecimal expected = independentSum(result.file(SamplesCsv.FILE), grams(0, 30), new BigDecimal("1.5"));
        assertThat(result.snapshot().totalEmissions().kilograms() / expected.doubleValue())
                .isCloseTo(1, within(1e-12));
    }

    /** The disk is full for a while: what changed meanwhile is written with the next sample that can be. */
    @Test
    void anIntensityThatCouldNotBeWrittenGoesInFrontOfTheNextSample() throws IOException {
        follow(grams(0, 5));
        simulated.interval = Duration.ofSeconds(200);
        simulated.duration = Optional.of(Duration.ofSeconds(1400));
        RunDirectory directory = RunDirectory.create(out, "full");
        Path file = directory.file(Journal.FILE);
        Disk disk = new Disk();
        simulated.clock.at(Duration.ofSeconds(390), () -> disk.fullWrites = 4);
        Run run = simulated.in(directory);
        run.begin(Journal.create(directory, "{}", JournalPolicy.DEFAULT, disk));
        Run.Outcome outcome = run.execute(() -> {});
        assertThat(outcome.snapshot().journalErrors()).isEqualTo(4);
        List<Long> intensities = new ArrayList<>();
        List<Long> ticks = new ArrayList<>();
        try (JournalReader reader = new JournalReader(
                JournalSource.sealed(file),
                3,
                0,
                (from, intensity, origin) -> intensities.add((from - MockClock.START_MILLIS) / 1000))) {
            for (Sample sample = reader.next(); sample != null; sample = reader.next()) {
                ticks.add(sample.tick());
            }
        }
        assertThat(ticks).containsExactly(0L, 1L, 6L, 7L);
        assertThat(intensities).containsExactly(0L, 300L, 600L, 900L, 1200L);
        // The counters carry the energy across the hole: what the replay books is the whole run.
        RunState again =
                new Replay(file, simulated.description()).through((wall, elapsed, device, interval, ci, kg) -> {});
        assertThat(again.snapshot().books().devices().get(0).energy())
                .isEqualTo(outcome.snapshot().books().devices().get(0).energy());
    }

    /** The parts before it may be lost. */
    @Test
    void eachPartSaysWhichIntensityHolds() throws IOException {
        follow(grams(0, 2));
        simulated.journal = new JournalPolicy(Duration.ZERO, 8192);
        simulated.interval = Duration.ofSeconds(10);
        simulated.duration = Optional.of(Duration.ofSeconds(1400));
        Result result = simulated.execute(out);
        assertReplayIsTheRun(result);
        List<Path> parts = JournalParts.of(result.file(Journal.FILE));
        assertThat(parts).hasSizeGreaterThan(3);
        List<Row> whole = replayed(result);
        for (Path part : parts.subList(0, parts.size() - 1)) {
            Files.delete(part);
        }
        List<Row> last = replayed(result);
        // Three devices: what is lost, the interval whose intensity is said behind it, and what is as it was.
        assertThat(last).hasSizeGreaterThan(6);
        assertThat(whole).containsAll(last.subList(6, last.size()));
    }

    @Test
    void aDamagedIntensityIsPassedOver() throws IOException {
        follow(grams(0, 3));
        simulated.interval = Duration.ofSeconds(200);
        simulated.duration = Optional.of(Duration.ofSeconds(800));
        Result result = simulated.execute(out);
        String journal = Files.readString(result.file(Journal.FILE));
        for (String wrong : List.of("\"kg_per_kwh\":-1", "\"kg_per_kwh\":x", "\"kg\":0.4918", "\"origin\":\"other\"")) {
            String broken = wrong.contains("origin")
                    ? journal.replace("0.4918,\"origin\":\"series\"", "0.4918," + wrong)
                    : journal.replace("\"kg_per_kwh\":0.4918", wrong);
            Files.writeString(result.file(Journal.FILE), broken);
            assertThat(replayed(result)).as(wrong).hasSize(12);
            Files.writeString(result.file(Journal.FILE), Seals.removed(broken));
            assertThat(replayed(new JournalSource(result.file(Journal.FILE), false)))
                    .as("without checksums: %s", wrong)
                    .hasSize(3);
        }
    }
}
