package io.ceait.card;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the user states of a training.
 *
 * @param values as they were written
 * @param hyperparameters whatever else is worth recording, by the user's own names
 * @param origin the file; empty when no card was given
 */
public record ModelCard(Map<CardField, String> values, Map<String, String> hyperparameters, String origin) {

    /** No card. */
    public static final ModelCard NONE = new ModelCard(Map.of(), Map.of(), "");

    public ModelCard {
        values = new EnumMap<>(values.isEmpty() ? new EnumMap<>(CardField.class) : values);
        hyperparameters = new LinkedHashMap<>(hyperparameters);
    }

    /**
     * A card that was written down before.
     *
     * @param values by the paths of their fields
     * @throws IllegalArgumentException on a path that does not exist and on a count that is no number
     */
    public static ModelCard of(Map<String, String> values, Map<String, String> hyperparameters, String origin) {
        Map<CardField, String> byField = new EnumMap<>(CardField.class);
        values.forEach((path, value) -> {
            CardField field = CardField.byPath(path)
                    .orElseThrow(() -> new IllegalArgumentException("a model card has no field " + path));
            if (field.kind() == CardField.Kind.COUNT && !(Double.parseDouble(value) > 0)) {
                throw new IllegalArgumentException(path + " is a number above 0, not " + value);
            }
            byField.put(field, value);
        });
        return new ModelCard(byField, hyperparameters, origin);
    }

    /** In the order of the fields. */
    @Override
    public Map<CardField, String> values() {
        return java.util.Collections.unmodifiableMap(values);
    }

    @Override
    public Map<String, String> hyperparameters() {
        return java.util.Collections.unmodifiableMap(hyperparameters);
    }

    public boolean isGiven() {
        return !origin.isEmpty();
    }

    public Optional<String> text(CardField field) {
        return Optional.ofNullable(values.get(field));
    }

    /** The value of a field that counts something. */
    public OptionalDouble number(CardField field) {
        String text = values.get(field);
        return text == null ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(text));
    }

    /** In what the result is to be expressed; the run as a whole when nothing else is stated. */
    public FunctionalUnit functionalUnit() {
        return text(CardField.ASSESSMENT_FUNCTIONAL_UNIT)
                .flatMap(FunctionalUnit::byLabel)
                .orElse(FunctionalUnit.RUN);
    }

    /** What clause 5.3 asks for and the card does not state. */
    public List<CardField> missing() {
        return Arrays.stream(CardField.values())
                .filter(field -> field.isRequired() && !values.containsKey(field))
                .toList();
    }
}
