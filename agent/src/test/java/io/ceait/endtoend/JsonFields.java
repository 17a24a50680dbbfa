package io.ceait.endtoend;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** JSON by the paths of its values: {@code /energy_kwh/total}. */
record JsonFields(Map<String, Object> values) {

    static JsonFields parse(String json) {
        Map<String, Object> values = new LinkedHashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                String path = parser.getParsingContext().pathAsPointer().toString();
                if (token.isNumeric()) {
                    values.put(path, parser.getDoubleValue());
                } else if (token.isScalarValue()) {
                    values.put(path, token == JsonToken.VALUE_NULL ? "null" : parser.getText());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(json, e);
        }
        return new JsonFields(values);
    }

    static JsonFields read(Path file) throws IOException {
        return parse(Files.readString(file));
    }

    double number(String path) {
        if (values.get(path) instanceof Double number) {
            return number;
        }
        throw new AssertionError(path + " is no number but " + values.get(path));
    }

    String text(String path) {
        Object value = values.get(path);
        if (value == null) {
            throw new AssertionError("there is no " + path + " among " + values.keySet());
        }
        return value.toString();
    }

    boolean has(String path) {
        return values.containsKey(path);
    }

    /** What the objects of an array hold under one key. */
    List<String> column(String array, String key) {
        return IntStream.iterate(0, i -> has(array + "/" + i + "/" + key), i -> i + 1)
                .mapToObj(i -> text(array + "/" + i + "/" + key))
                .toList();
    }

    /** The numbers or texts of an array. */
    List<String> list(String array) {
        return IntStream.iterate(0, i -> has(array + "/" + i), i -> i + 1)
                .mapToObj(i -> text(array + "/" + i))
                .toList();
    }

    /** The path of the object in an array whose key has a value. */
    String element(String array, String key, String value) {
        int index = column(array, key).indexOf(value);
        if (index < 0) {
            throw new AssertionError("no " + value + " in " + array + " but " + column(array, key));
        }
        return array + "/" + index;
    }
}
