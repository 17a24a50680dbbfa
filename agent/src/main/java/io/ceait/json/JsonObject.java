package io.ceait.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.ceait.data.InputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An object of a JSON text that somebody else may have written. Every accessor checks the type and fails with a sentence
 * that names the text and the field. A field that is {@code null} counts as absent.
 */
public final class JsonObject {

    /** Deeper than any text of ours or of those whose texts we read, and not so deep that reading it needs much stack. */
    private static final int DEEPEST = 64;

    /** Of a key in a sentence. */
    private static final int LONGEST_KEY = 60;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build();

    private final String where;
    private final Map<String, Object> fields;

    private JsonObject(String where, Map<String, Object> fields) {
        this.where = where;
        this.fields = fields;
    }

    /**
     * The one object that is the whole text.
     *
     * @param name of the text in sentences: a file, or a file and a line
     * @throws InputException on anything else
     */
    public static JsonObject parse(String name, String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new InputException(name + ": a JSON object is expected here");
            }
            JsonObject object = readObject(parser, name);
            if (parser.nextToken() != null) {
                throw new InputException(name + ": there is more behind the JSON object");
            }
            return object;
        } catch (JsonProcessingException e) {
            throw new InputException(name + ": this is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new InputException(name + ": this is not JSON: " + e.getMessage(), e);
        }
    }

    /** The factory bounds the depth of nesting, so that this recursion ends. */
    private static JsonObject readObject(JsonParser parser, String where) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            Object value = readValue(parser, where + ": " + shown(key));
            if (value != null && fields.put(key, value) != null) {
                throw new InputException(where + ": the field " + shown(key) + " stands here for the second time");
            }
        }
        return new JsonObject(where, fields);
    }

    private static String shown(String key) {
        return key.length() > LONGEST_KEY ? key.substring(0, LONGEST_KEY) + "…" : key;
    }

    private static @Nullable Object readValue(JsonParser parser, String where) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> readObject(parser, where);
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    Object item = readValue(parser, where + "[" + list.size() + "]");
                    if (item == null) {
                        throw new InputException(where + ": null has no place in this list");
                    }
                    list.add(item);
                }
                yield list;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Numeral(parser.getText());
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            default -> null;
        };
    }

    /** A number as it was written: whether it is whole is for the reader to ask. */
    private record Numeral(String digits) {}

    /** The names of the fields, in their order. */
    public Set<String> keys() {
        return Collections.unmodifiableSet(fields.keySet());
    }

    public boolean has(String key) {
        return fields.containsKey(key);
    }

    public Optional<String> text(String key) {
        return find(key, String.class, "a text");
    }

    public String requiredText(String key) {
        return text(key).orElseThrow(() -> missing(key));
    }

    /** All fields, each of which is a text, in their order. */
    public Map<String, String> textsByKey() {
        Map<String, String> texts = new LinkedHashMap<>();
        fields.keySet().forEach(key -> texts.put(key, requiredText(key)));
        return texts;
    }

    /** A finite number. */
    public Optional<Double> number(String key) {
        return find(key, Numeral.class, "a number").map(numeral -> {
            double value = Double.parseDouble(numeral.digits);
            if (!Double.isFinite(value)) {
                throw error(key, "is no number that can be used: " + numeral.digits);
            }
            return value;
        });
    }

    public double requiredNumber(String key) {
        return number(key).orElseThrow(() -> missing(key));
    }

    public Optional<Long> whole(String key) {
        return find(key, Numeral.class, "a whole number").map(numeral -> whole(key, numeral));
    }

    public long requiredWhole(String key) {
        return whole(key).orElseThrow(() -> missing(key));
    }

    private long whole(String key, Numeral numeral) {
        try {
            return Long.parseLong(numeral.digits);
        } catch (NumberFormatException e) {
            throw error(key, "is a whole number, not " + numeral.digits);
        }
    }

    public Optional<Boolean> flag(String key) {
        return find(key, Boolean.class, "true or false");
    }

    /** The constant whose label the field holds. */
    public <E extends Enum<E>> E oneOf(String key, Class<E> type, Function<E, String> label) {
        String text = requiredText(key);
        for (E constant : type.getEnumConstants()) {
            if (label.apply(constant).equals(text)) {
                return constant;
            }
        }
        throw error(key, "is nothing that this version knows: " + text);
    }

    public Optional<JsonObject> object(String key) {
        return find(key, JsonObject.class, "an object");
    }

    public JsonObject requiredObject(String key) {
        return object(key).orElseThrow(() -> missing(key));
    }

    /** The objects of a list; empty when the field is absent. */
    public List<JsonObject> objects(String key) {
        return list(key, JsonObject.class, "objects");
    }

    /** The texts of a list; empty when the field is absent. */
    public List<String> texts(String key) {
        return list(key, String.class, "texts");
    }

    /** The whole numbers of a list; empty when the field is absent. */
    public List<Long> wholes(String key) {
        return list(key, Numeral.class, "whole numbers").stream()
                .map(numeral -> whole(key, numeral))
                .toList();
    }

    private <T> List<T> list(String key, Class<T> type, String what) {
        List<T> list = new ArrayList<>();
        for (Object item : find(key, List.class, "a list of " + what).orElse(List.of())) {
            if (!type.isInstance(item)) {
                throw error(key, "is a list of " + what + " alone");
            }
            list.add(type.cast(item));
        }
        return list;
    }

    private <T> Optional<T> find(String key, Class<T> type, String what) {
        Object value = fields.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!type.isInstance(value)) {
            throw error(key, "is " + what + ", which this is not");
        }
        return Optional.of(type.cast(value));
    }

    /** The sentence about the value of a field, to be thrown by whoever found it wrong. */
    public InputException error(String key, String what) {
        return new InputException(where + ": " + key + " " + what);
    }

    private InputException missing(String key) {
        return error(key, "is missing");
    }
}
