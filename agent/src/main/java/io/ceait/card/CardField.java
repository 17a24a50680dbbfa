package io.ceait.card;

import io.ceait.text.Message;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a model card can state. The name is the key: {@code MODEL_NAME} is {@code name} below {@code model}. */
public enum CardField implements Message {
    MODEL_NAME(Kind.TEXT, true),
    MODEL_VERSION(Kind.TEXT, true),
    MODEL_TYPE(Kind.TEXT, true),
    MODEL_ARCHITECTURE(Kind.TEXT, true),
    /** Number of trainable parameters. */
    MODEL_PARAMETERS(Kind.COUNT, true),
    MODEL_BASE(Kind.TEXT, false),
    MODEL_PURPOSE(Kind.TEXT, true),

    DATA_NAME(Kind.TEXT, true),
    DATA_VERSION(Kind.TEXT, false),
    /** Number of examples in the data set. */
    DATA_SAMPLES(Kind.COUNT, true),
    DATA_SIZE(Kind.TEXT, false),

    TRAINING_STAGE(Kind.TEXT, false),
    TRAINING_FRAMEWORK(Kind.TEXT, true),
    TRAINING_EPOCHS(Kind.COUNT, true),
    TRAINING_STEPS(Kind.COUNT, false),
    /** Number of examples seen, each as often as it was seen. */
    TRAINING_SAMPLES(Kind.COUNT, false),
    TRAINING_TOKENS(Kind.COUNT, false),
    TRAINING_BATCH_SIZE(Kind.COUNT, true),
    TRAINING_PRECISION(Kind.TEXT, true),
    TRAINING_OPTIMIZER(Kind.TEXT, false),
    TRAINING_LEARNING_RATE(Kind.TEXT, false),
    TRAINING_LOCATION(Kind.TEXT, true),
    TRAINING_HARDWARE(Kind.TEXT, false),

    ORGANISATION_NAME(Kind.TEXT, true),
    ORGANISATION_CONTACT(Kind.TEXT, true),

    ASSESSMENT_PURPOSE(Kind.TEXT, true),
    ASSESSMENT_ASSESSOR(Kind.TEXT, false),
    ASSESSMENT_FUNCTIONAL_UNIT(Kind.UNIT, false);

    /** What a value is. */
    enum Kind {
        TEXT,
        /** A number above 0. */
        COUNT,
        /** A {@link FunctionalUnit}. */
        UNIT
    }

    private final Kind kind;
    private final boolean required;

    CardField(Kind kind, boolean required) {
        this.kind = kind;
        this.required = required;
    }

    Kind kind() {
        return kind;
    }

    /** Whether an assessment without it is incomplete. */
    public boolean isRequired() {
        return required;
    }

    /** {@code model}, {@code data}, {@code training}, {@code organisation} or {@code assessment}. */
    String group() {
        return name().substring(0, name().indexOf('_')).toLowerCase(Locale.ROOT);
    }

    /** The key inside its group. */
    String word() {
        return name().substring(name().indexOf('_') + 1).toLowerCase(Locale.ROOT);
    }

    /** As sentences and files name it: {@code training.batch_size}. */
    public String path() {
        return group() + "." + word();
    }

    static List<String> groups() {
        return Arrays.stream(values()).map(CardField::group).distinct().toList();
    }

    static List<CardField> of(String group) {
        return Arrays.stream(values()).filter(f -> f.group().equals(group)).toList();
    }

    static Optional<CardField> byPath(String path) {
        return Arrays.stream(values()).filter(f -> f.path().equals(path)).findFirst();
    }

    @Override
    public String key() {
        return Message.key("card", this);
    }
}
