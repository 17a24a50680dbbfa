package io.ceait.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.data.Vectors;
import io.ceait.data.Vectors.Row;
import io.ceait.estimate.Outcome.Estimate;
import io.ceait.units.Mass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The errors of the methods on published trainings, and the tables of {@code docs/estimate.md} that show them;
 * {@code -Dceait.docs.write=true} makes these again.
 */
class EstimateDocumentTest {

    private static final Path FILE = Path.of("..", "docs", "estimate.md");
    private static final String NONE = "–";

    /** One training of the comparison of predictors: published device-hours, and what was predicted blind. */
    private record Prediction(String system, double published, double open, double readme, Estimate ours) {

        static Prediction of(Row row) {
            Training training = Trainings.predicted(row);
            return new Prediction(
                    row.text("system"),
                    row.number("pub_device_hours"),
                    Times.hours(Trainings.estimate("opencarboneval", training)
                            .deviceTime()
                            .middle()),
                    row.number("oce_readme_hours"),
                    Trainings.estimate("default", training));
        }

        boolean inside() {
            return ours.deviceTime().contains(Times.ofHours(published));
        }

        double oursPercent() {
            return percent(Times.hours(ours.deviceTime().middle()), published);
        }
    }

    /** One training whose emissions were published, and every method's answer to what was published of it. */
    private record Cell(String method, double percent) {}

    private static double percent(double value, double published) {
        return (value / published - 1) * 100;
    }

    private static List<Prediction> predictions() {
        return Vectors.rows("predict-validation.csv").stream()
                .map(Prediction::of)
                .toList();
    }

    private static double meanAbsolute(ToDoubleFunction<Prediction> percent) {
        return predictions().stream()
                .mapToDouble(one -> Math.abs(percent.applyAsDouble(one)))
                .average()
                .orElseThrow();
    }

    private static double openPercent(Prediction one) {
        return percent(one.open(), one.published());
    }

    /** What a published training says against the published parameters of the one blind method besides ours. */
    @Test
    void theDefaultBeatsThePublishedParametersOfOpenCarbonEval() {
        double ours = meanAbsolute(Prediction::oursPercent);
        double open = meanAbsolute(EstimateDocumentTest::openPercent);
        assertThat(ours).isLessThan(open / 3);
        long better = predictions().stream()
                .filter(one -> Math.abs(one.oursPercent()) < Math.abs(openPercent(one)))
                .count();
        assertThat(better).isEqualTo(10);
    }

    /** Eleven trainings are few: four fifths of them are 8.8, and 7 to 11 is what the binomial law lets happen. */
    @Test
    void theIntervalHoldsAsManyTrainingsAsItSays() {
        assertThat(predictions().stream().filter(Prediction::inside).count()).isBetween(7L, 11L);
        List<Row> cards = cards();
        assertThat(cards.stream().filter(EstimateDocumentTest::cardInside).count() / (double) cards.size())
                .isBetween(0.65, 0.95);
        List<Row> measured = Vectors.rows("patterson-2021.csv");
        assertThat(measured.stream()
                        .filter(EstimateDocumentTest::pattersonInside)
                        .count())
                .isBetween(7L, 11L);
    }

    private static List<Row> cards() {
        return Vectors.rows("model-cards.csv").stream()
                .filter(row -> row.has("mfu_6nd"))
                .toList();
    }

    private static Estimate card(Row row) {
        return Trainings.estimate("default", Trainings.modelCardBlind(row));
    }

    private static boolean cardInside(Row row) {
        return card(row).deviceTime().contains(Times.ofHours(row.number("gpu_hours")));
    }

    private static Estimate pattersonBlind(Row row) {
        return Trainings.estimate("default", Trainings.pattersonBlind(row));
    }

    private static boolean pattersonInside(Row row) {
        return pattersonBlind(row).emissions().contains(Mass.ofKilograms(row.number("pub_gross_t") * 1000));
    }

    private static String predictors() {
        StringBuilder text = new StringBuilder("""
                | Training | Published device-hours | OpenCarbonEval, published parameters | OpenCarbonEval, values of its README | default | within its 80 % |
                |---|---|---|---|---|---|
                """);
        for (Prediction one : predictions()) {
            line(
                    text,
                    one.system(),
                    whole(one.published()),
                    signed(openPercent(one)),
                    signed(percent(one.readme(), one.published())),
                    signed(one.oursPercent()),
                    yes(one.inside()));
        }
        double open = meanAbsolute(EstimateDocumentTest::openPercent);
        double ours = meanAbsolute(Prediction::oursPercent);
        line(
                text,
                "**mean absolute error**",
                "",
                plain(open),
                plain(meanAbsolute(one -> percent(one.readme(), one.published()))),
                plain(ours),
                predictions().stream().filter(Prediction::inside).count() + " of 11");
        text.append(String.format(
                Locale.ROOT,
                "%nThe default's mean error is %.0f points below that of OpenCarbonEval's published parameters, %.1f times"
                        + " smaller.%n",
                open - ours,
                open / ours));
        return text.toString();
    }

    private static String modelCards() {
        StringBuilder text = new StringBuilder("""
                | Training | Published device-hours | default from 6·N·D | small for its device | within its 80 % |
                |---|---|---|---|---|
                """);
        for (Row row : cards()) {
            Training training = Trainings.modelCardBlind(row);
            line(
                    text,
                    row.text("model"),
                    whole(row.number("gpu_hours")),
                    signed(percent(Times.hours(card(row).deviceTime().middle()), row.number("gpu_hours"))),
                    yes(new DeviceTimes(Priors.bundled()).leavesPrior(training)),
                    yes(cardInside(row)));
        }
        line(
                text,
                "**within**",
                "",
                "",
                "",
                cards().stream().filter(EstimateDocumentTest::cardInside).count() + " of " + cards().size());
        return text.toString();
    }

    private static final List<String> COLUMNS = List.of(
            "patterson-2021-hours",
            "patterson-2021-flops",
            "strubell-2019",
            "llmcarbon",
            "model-card",
            "ml-co2-impact",
            "opencarboneval",
            "default");

    private static String emissions() {
        StringBuilder text = new StringBuilder("| Training | Published tCO2e |");
        COLUMNS.forEach(column -> text.append(' ').append(column).append(" |"));
        text.append("\n|---|---|").append("---|".repeat(COLUMNS.size())).append('\n');
        List<List<Cell>> all = new ArrayList<>();
        trainings().forEach(one -> {
            all.add(one.cells());
            List<String> fields = new ArrayList<>(List.of(one.name(), io.ceait.units.Text.significant(one.tonnes())));
            COLUMNS.forEach(column -> fields.add(one.cells().stream()
                    .filter(cell -> cell.method().equals(column))
                    .findFirst()
                    .map(cell -> signed(cell.percent()))
                    .orElse(NONE)));
            line(text, fields.toArray(String[]::new));
        });
        List<String> means = new ArrayList<>(List.of("**mean absolute error (trainings)**", ""));
        COLUMNS.forEach(column -> {
            List<Double> errors = all.stream()
                    .flatMap(List::stream)
                    .filter(cell -> cell.method().equals(column))
                    .map(Cell::percent)
                    .toList();
            means.add(
                    plain(errors.stream().mapToDouble(Math::abs).average().orElseThrow()) + " (" + errors.size() + ")");
        });
        line(text, means.toArray(String[]::new));
        List<Row> measured = Vectors.rows("patterson-2021.csv");
        text.append(String.format(
                "%nThe default's 80 %% interval holds the published emissions of %d of the %d trainings of Patterson et al.%n",
                measured.stream().filter(EstimateDocumentTest::pattersonInside).count(), measured.size()));
        return text.toString();
    }

    private record Published(String name, double tonnes, List<Cell> cells) {}

    private static Stream<Published> trainings() {
        Stream<Published> patterson = Vectors.rows("patterson-2021.csv").stream()
                .map(row -> {
                    double tonnes = row.number("pub_gross_t");
                    Training known = Trainings.patterson(row);
                    List<Cell> cells = new ArrayList<>(cells(
                            tonnes,
                            known,
                            "patterson-2021-hours",
                            "patterson-2021-flops",
                            "model-card",
                            "ml-co2-impact"));
                    cells.addAll(cells(tonnes, Trainings.pattersonBlind(row), "default"));
                    cells.addAll(llmCarbon(row.text("model")));
                    cells.addAll(open(row, tonnes));
                    return new Published(row.text("model") + ", " + row.text("processor") + place(row), tonnes, cells);
                });
        Stream<Published> strubell = Vectors.rows("strubell-2019.csv").stream()
                .filter(row -> row.number("hours") != 79)
                .map(row -> {
                    double tonnes = row.number("pub_lbs") * Mass.KILOGRAMS_PER_POUND / 1000;
                    return new Published(
                            row.text("model") + ", " + row.text("hardware"),
                            tonnes,
                            cells(tonnes, Trainings.strubell(row), "strubell-2019"));
                });
        Stream<Published> cards = Vectors.rows("model-cards.csv").stream()
                .filter(row -> row.has("pue"))
                .map(row -> new Published(
                        row.text("model"),
                        row.number("pub_t"),
                        cells(row.number("pub_t"), Trainings.modelCard(row), "model-card", "ml-co2-impact")));
        Stream<Published> xlm = Vectors.rows("llmcarbon.csv").stream()
                .filter(row -> row.text("model").equals("XLM"))
                .map(row -> {
                    List<Cell> cells =
                            new ArrayList<>(cells(row.number("pub_t"), Trainings.llmCarbon(row), "llmcarbon"));
                    Training known = Trainings.llmCarbon(row);
                    cells.addAll(cells(
                            row.number("pub_t"),
                            Trainings.of(known.work(), known.device(), known.factors()),
                            "default"));
                    return new Published("XLM, V100", row.number("pub_t"), cells);
                });
        return Stream.of(patterson, strubell, cards, xlm).flatMap(stream -> stream);
    }

    private static String place(Row row) {
        return row.text("table").equals("Table1") ? ", " + row.text("datacenter") : "";
    }

    private static List<Cell> cells(double tonnes, Training training, String... methods) {
        return Stream.of(methods)
                .map(method -> new Cell(
                        method,
                        percent(
                                Trainings.estimate(method, training)
                                                .emissions()
                                                .middle()
                                                .kilograms()
                                        / 1000,
                                tonnes)))
                .toList();
    }

    /** LLMCarbon's own inputs of a training that Patterson et al. published; its figure for comparison is the net one. */
    private static List<Cell> llmCarbon(String model) {
        return Vectors.rows("llmcarbon.csv").stream()
                .filter(row -> model.toUpperCase(Locale.ROOT)
                        .replace("-", "")
                        .startsWith(row.text("model").toUpperCase(Locale.ROOT)))
                .flatMap(row -> cells(row.number("pub_t"), Trainings.llmCarbon(row), "llmcarbon").stream())
                .toList();
    }

    /** With the work that OpenCarbonEval's authors list, and the published intensity. */
    private static List<Cell> open(Row row, double tonnes) {
        String model = row.text("model").split("[ -]", 2)[0];
        return Vectors.rows("predict-validation.csv").stream()
                .filter(one -> one.text("system").split("[ -]", 2)[0].equals(model))
                .flatMap(one -> {
                    Training blind = Trainings.predicted(one);
                    Duration time = Trainings.estimate("opencarboneval", blind)
                            .deviceTime()
                            .middle();
                    double kilowattHours = blind.device()
                            .orElseThrow()
                            .rated()
                            .orElseThrow()
                            .value()
                            .during(time)
                            .kilowattHours();
                    double predicted = kilowattHours * row.number("gross_kg_per_kwh") / 1000;
                    return Stream.of(new Cell("opencarboneval", percent(predicted, tonnes)));
                })
                .toList();
    }

    private static void line(StringBuilder text, String... fields) {
        text.append("| ").append(String.join(" | ", fields)).append(" |\n");
    }

    private static String whole(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }

    private static String signed(double percent) {
        String text = String.format(Locale.ROOT, "%+.1f %%", percent);
        return text.equals("-0.0 %") || text.equals("+0.0 %") ? "0.0 %" : text;
    }

    private static String plain(double percent) {
        return String.format(Locale.ROOT, "%.1f %%", percent);
    }

    private static String yes(boolean is) {
        return is ? "yes" : "no";
    }

    private static String withTables(String document) {
        String result = document;
        result = replaced(result, "predictors", predictors());
        result = replaced(result, "model-cards", modelCards());
        return replaced(result, "emissions", emissions());
    }

    private static String replaced(String document, String name, String table) {
        String begin = "<!-- made by EstimateDocumentTest: " + name + " -->\n";
        String end = "<!-- end -->";
        int from = document.indexOf(begin);
        assertThat(from).as("docs/estimate.md has no place for " + name).isNotNegative();
        int to = document.indexOf(end, from);
        return document.substring(0, from + begin.length()) + "\n" + table + "\n" + document.substring(to);
    }

    @Test
    void theDocumentShowsTheComputedFigures() throws IOException {
        String document = Files.readString(FILE);
        String expected = withTables(document);
        if (Boolean.getBoolean("ceait.docs.write")) {
            Files.writeString(FILE, expected);
        }
        assertThat(FILE)
                .as("docs/estimate.md is out of date: write it again with -Dceait.docs.write=true")
                .hasContent(expected);
    }
}
