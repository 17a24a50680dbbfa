package io.ceait.sink.modelcard;

import io.ceait.assessment.Assessment;
import io.ceait.assessment.Hardware;
import io.ceait.assessment.Place;
import io.ceait.card.CardField;
import io.ceait.run.FinishedRun;
import io.ceait.run.RunDescription;
import io.ceait.run.RunSink;
import io.ceait.units.Text;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code co2_eq_emissions.yaml}: the block that Hugging Face reads from the head of a model card, in grams. What the user
 * states of the training comes first, then what is known of the machine; what neither says is left out.
 */
public final class ModelCardYaml implements RunSink {

    public static final String FILE = "co2_eq_emissions.yaml";

    @Override
    public String name() {
        return FILE;
    }

    @Override
    public List<String> files() {
        return List.of(FILE);
    }

    @Override
    public void ended(FinishedRun run) throws IOException {
        String text = block(Assessment.of(run.snapshot()));
        run.directory().write(FILE, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String block(Assessment assessment) {
        RunDescription run = assessment.snapshot().run();
        StringBuilder yaml = new StringBuilder("co2_eq_emissions:\n");
        String grams = new BigDecimal(Double.toString(assessment.emissions().grams()))
                .stripTrailingZeros()
                .toPlainString();
        yaml.append("  emissions: ").append(grams).append(" # grams of CO2 equivalent\n");
        text(
                yaml,
                "source",
                "CEAIT " + run.agentVersion() + ", " + RunDescription.STANDARD + ", PUE "
                        + run.factors().pue() + ", " + assessment.intensity().intensity()
                        + ", one standard uncertainty "
                        + Text.significant(assessment.emissionsUncertainty().value() * 100) + " %");
        run.card().text(CardField.TRAINING_STAGE).ifPresent(stage -> text(yaml, "training_type", stage));
        Optional<String> place =
                Optional.of(Place.of(run.factors())).filter(Place::isKnown).map(Place::name);
        run.card()
                .text(CardField.TRAINING_LOCATION)
                .or(() -> place)
                .ifPresent(location -> text(yaml, "geographical_location", location));
        text(
                yaml,
                "hardware_used",
                run.card()
                        .text(CardField.TRAINING_HARDWARE)
                        .orElseGet(() -> Hardware.of(assessment.snapshot()).line()));
        return yaml.toString();
    }

    private static void text(StringBuilder yaml, String key, String value) {
        yaml.append("  ").append(key).append(": ").append(quoted(value)).append('\n');
    }

    /** In double quotes, in which no sign of an untrusted text means anything but itself. */
    static String quoted(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        value.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
            } else if (c >= 0x20 && c < 0x7f || c >= 0xa0 && c <= 0xd7ff || c >= 0xe000 && c <= 0xfffd && c != 0xfeff) {
                quoted.appendCodePoint(c);
            } else {
                quoted.append(String.format(Locale.ROOT, "\\U%08x", c));
            }
        });
        return quoted.append('"').toString();
    }
}
