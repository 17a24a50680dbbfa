package io.ceait.card;

import io.ceait.text.Message;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** What a result may be divided by (T/CCF 0003-2024: the functional unit). */
public enum FunctionalUnit implements Message {
    RUN(1),
    EPOCH(1),
    STEP(1),
    /** A thousand examples seen by the model. */
    SAMPLE(1e3),
    /** A million tokens seen by the model. */
    TOKEN(1e6),
    /** A million trainable parameters. */
    PARAMETER(1e6);

    private final double size;

    FunctionalUnit(double size) {
        this.size = size;
    }

    /** As a model card states it: {@code epoch}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> labels() {
        return Arrays.stream(values()).map(FunctionalUnit::label).toList();
    }

    static Optional<FunctionalUnit> byLabel(String label) {
        return Arrays.stream(values()).filter(u -> u.label().equals(label)).findFirst();
    }

    /** How many of it the training had; empty where the card does not say. */
    public OptionalDouble count(ModelCard card) {
        OptionalDouble single = switch (this) {
            case RUN -> OptionalDouble.of(1);
            case EPOCH -> card.number(CardField.TRAINING_EPOCHS);
            case STEP -> card.number(CardField.TRAINING_STEPS);
            case SAMPLE -> samplesSeen(card);
            case TOKEN -> card.number(CardField.TRAINING_TOKENS);
            case PARAMETER -> card.number(CardField.MODEL_PARAMETERS);
        };
        return single.isEmpty() ? single : OptionalDouble.of(single.getAsDouble() / size);
    }

    /** An epoch shows each example of the data set once. */
    private static OptionalDouble samplesSeen(ModelCard card) {
        OptionalDouble stated = card.number(CardField.TRAINING_SAMPLES);
        OptionalDouble examples = card.number(CardField.DATA_SAMPLES);
        OptionalDouble epochs = card.number(CardField.TRAINING_EPOCHS);
        return stated.isPresent() || examples.isEmpty() || epochs.isEmpty()
                ? stated
                : OptionalDouble.of(examples.getAsDouble() * epochs.getAsDouble());
    }

    /** What a card must state for this unit. */
    String needs() {
        return switch (this) {
            case RUN -> "nothing";
            case EPOCH -> CardField.TRAINING_EPOCHS.path();
            case STEP -> CardField.TRAINING_STEPS.path();
            case SAMPLE ->
                CardField.TRAINING_SAMPLES.path() + ", or " + CardField.DATA_SAMPLES.path() + " and "
                        + CardField.TRAINING_EPOCHS.path();
            case TOKEN -> CardField.TRAINING_TOKENS.path();
            case PARAMETER -> CardField.MODEL_PARAMETERS.path();
        };
    }

    @Override
    public String key() {
        return Message.key("unit", this);
    }
}
