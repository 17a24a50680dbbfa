package io.ceait.card;

import io.ceait.card.CardField.Kind;
import io.ceait.data.Nearest;
import io.ceait.data.YamlFile;
import io.ceait.data.YamlMap;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a model card: YAML, every key of which may be left out and none of which may be unknown. */
public final class ModelCardFile {

    static final String HYPERPARAMETERS = "hyperparameters";

    /** A value is a line of a report, no book. */
    private static final int LONGEST = 1000;

    private static final int MOST_HYPERPARAMETERS = 100;

    private ModelCardFile() {}

    /** Fails with an {@link io.ceait.data.InputException} that names file, line and key. */
    public static ModelCard read(Path file) {
        // A card in which every key is still commented out states nothing, and that is no mistake.
        return YamlFile.readIfAny(file)
                .map(map -> of(map, file.toString()))
                .orElseGet(() -> new ModelCard(Map.of(), Map.of(), file.toString()));
    }

    static ModelCard parse(String name, Reader reader) {
        return of(YamlFile.parse(name, reader), name);
    }

    private static ModelCard of(YamlMap root, String origin) {
        List<String> known = new ArrayList<>(CardField.groups());
        known.add(HYPERPARAMETERS);
        root.only(known.toArray(new String[0]));
        Map<CardField, String> values = new EnumMap<>(CardField.class);
        for (String group : CardField.groups()) {
            root.map(group).ifPresent(map -> readGroup(map, group, values));
        }
        ModelCard card = new ModelCard(
                values,
                root.map(HYPERPARAMETERS).map(ModelCardFile::hyperparameters).orElse(Map.of()),
                origin);
        FunctionalUnit unit = card.functionalUnit();
        if (unit.count(card).isEmpty()) {
            throw root.error("the functional unit " + unit.label() + " needs " + unit.needs());
        }
        return card;
    }

    private static void readGroup(YamlMap map, String group, Map<CardField, String> into) {
        List<CardField> fields = CardField.of(group);
        map.only(fields.stream().map(CardField::word).toArray(String[]::new));
        for (CardField field : fields) {
            value(map, field).ifPresent(value -> into.put(field, value));
        }
    }

    private static Optional<String> value(YamlMap map, CardField field) {
        if (field.kind() == Kind.COUNT) {
            return map.number(field.word()).map(number -> {
                if (!(number > 0)) {
                    throw map.error(field.word(), "is a number above 0, not " + number);
                }
                return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
            });
        }
        Optional<String> text = map.text(field.word()).filter(value -> !value.isBlank());
        text.ifPresent(value -> requireShort(map, field.word(), value));
        if (field.kind() == Kind.UNIT) {
            text.filter(value -> FunctionalUnit.byLabel(value).isEmpty()).ifPresent(value -> {
                throw map.error(
                        field.word(),
                        "is one of " + String.join(", ", FunctionalUnit.labels())
                                + Nearest.hint(value, FunctionalUnit.labels()));
            });
        }
        return text;
    }

    private static Map<String, String> hyperparameters(YamlMap map) {
        if (map.keys().size() > MOST_HYPERPARAMETERS) {
            throw map.error(HYPERPARAMETERS + " are at most " + MOST_HYPERPARAMETERS + ", not "
                    + map.keys().size());
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (String key : map.keys()) {
            map.text(key).filter(value -> !value.isBlank()).ifPresent(value -> {
                requireShort(map, key, key + value);
                values.put(key, value);
            });
        }
        return values;
    }

    private static void requireShort(YamlMap map, String key, String value) {
        if (value.length() > LONGEST) {
            throw map.error(key, "is a text of at most " + LONGEST + " characters, not of " + value.length());
        }
    }
}
