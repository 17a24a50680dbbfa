package io.ceait.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ceait.data.InputException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelCardFileTest {

    private static final Path EXAMPLE = Path.of("..", "config", "model-card.yaml");

    @TempDir
    private Path temporary;

    private static ModelCard parse(String... lines) {
        return ModelCardFile.parse("card.yaml", new StringReader(String.join("\n", lines)));
    }

    @Test
    void valuesAreKeptAsTheyWereWrittenAndCountsAsNumbers() {
        ModelCard card = parse(
                "model:",
                "  name: BERT <base>",
                "  version: 1.0",
                "  parameters: 1.1e8",
                "training: {epochs: 2.5, batch_size: 256}",
                "hyperparameters:",
                "  warmup: 0.06",
                "  schedule: linear");
        assertThat(card.text(CardField.MODEL_NAME)).contains("BERT <base>");
        assertThat(card.text(CardField.MODEL_VERSION)).contains("1.0");
        assertThat(card.text(CardField.MODEL_PARAMETERS)).contains("110000000");
        assertThat(card.number(CardField.TRAINING_EPOCHS)).isEqualTo(OptionalDouble.of(2.5));
        assertThat(card.hyperparameters()).containsEntry("warmup", "0.06").containsEntry("schedule", "linear");
        assertThat(card.origin()).isEqualTo("card.yaml");
        assertThat(card.missing())
                .contains(CardField.DATA_NAME, CardField.ORGANISATION_NAME)
                .doesNotContain(CardField.MODEL_NAME, CardField.TRAINING_STEPS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    modle: {name: x}                     | card.yaml:1: unknown key modle; did you mean model?
                    model: {nmae: x}                     | card.yaml:1: unknown key nmae; did you mean name?
                    model: text                          | card.yaml:1: model is a mapping of keys to values, not "text"
                    training: {epochs: 0}                | card.yaml:1: epochs is a number above 0, not 0.0
                    training: {epochs: many}             | card.yaml:1: epochs is a number, not "many"
                    training: {steps: -5}                | card.yaml:1: steps is a number above 0, not -5.0
                    model: {name: [a]}                   | card.yaml:1: name is text, not a list
                    assessment: {functional_unit: epcoh} | card.yaml:1: functional_unit is one of run, epoch, step, sample, token, parameter; did you mean "epoch"?
                    assessment: {functional_unit: epoch} | card.yaml:1: the functional unit epoch needs training.epochs
                    """)
    void whatIsWrongIsNamedWithItsLine(String card, String sentence) {
        assertThatThrownBy(() -> parse(card)).isInstanceOf(InputException.class).hasMessage(sentence);
    }

    @Test
    void aValueIsNoBook() {
        assertThatThrownBy(() -> parse("model:", "  name: " + "x".repeat(1001)))
                .hasMessage("card.yaml:2: name is a text of at most 1000 characters, not of 1001");
    }

    @ParameterizedTest
    @CsvSource({"RUN, 1", "EPOCH, 3", "STEP, 5000", "SAMPLE, 180", "TOKEN, 2", "PARAMETER, 110"})
    void unitsAreCountedFromTheCard(FunctionalUnit unit, double count) {
        ModelCard card = parse(
                "model: {parameters: 110000000}",
                "data: {samples: 60000}",
                "training: {epochs: 3, steps: 5000, tokens: 2e6}");
        assertThat(unit.count(card)).isEqualTo(OptionalDouble.of(count));
        if (unit != FunctionalUnit.RUN) {
            assertThat(unit.count(ModelCard.NONE)).isEmpty();
        }
    }

    @Test
    void samplesSeenComeBeforeSamplesInTheDataSet() {
        assertThat(FunctionalUnit.SAMPLE.count(parse("data: {samples: 60000}", "training: {epochs: 3, samples: 1000}")))
                .isEqualTo(OptionalDouble.of(1));
    }

    @Test
    void theExampleShowsEveryKeyAndStatesNothing() throws IOException {
        assertThat(ModelCardFile.read(EXAMPLE).values()).isEmpty();
        String text = Files.readString(EXAMPLE);
        for (String group : CardField.groups()) {
            assertThat(text).contains("#" + group + ":");
        }
        for (CardField field : CardField.values()) {
            assertThat(Pattern.compile("(?m)^#  " + field.word() + ": .+")
                            .matcher(text)
                            .find())
                    .as(field.path())
                    .isTrue();
        }
    }

    @Test
    void theExampleIsACompleteCardOnceItsKeysAreUncommented() throws IOException {
        String text = Files.readString(EXAMPLE).replaceAll("(?m)^#(?=( {2})?[a-z_]+:)", "");
        Path file = Files.writeString(temporary.resolve("card.yaml"), text);
        ModelCard card = ModelCardFile.read(file);
        assertThat(card.values().keySet()).containsExactlyInAnyOrderElementsOf(Arrays.asList(CardField.values()));
        assertThat(card.missing()).isEmpty();
        assertThat(card.hyperparameters()).isNotEmpty();
    }
}
