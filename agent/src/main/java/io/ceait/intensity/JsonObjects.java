package io.ceait.intensity;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.ceait.data.InputException;
import java.io.IOException;
import java.io.Reader;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Hands out the objects of a JSON text one by one, those in arrays before the ones around them, so that a long file needs
 * little memory. An object is a map of its plain values; those of an object inside it are under names with a dot. Names
 * are in lower case, null is absent.
 */
public final class JsonObjects {

    private static final JsonFactory FACTORY = new JsonFactory();

    /** More is no answer of a provider. */
    private static final int DEEPEST = 32;

    /** Sees an object and the line it ends on. */
    @FunctionalInterface
    public interface Visitor {
        void object(Map<String, String> fields, int line);
    }

    private final String name;
    private final JsonParser parser;
    private final Visitor visitor;

    private JsonObjects(String name, JsonParser parser, Visitor visitor) {
        this.name = name;
        this.parser = parser;
        this.visitor = visitor;
    }

    /** Fails with an {@link InputException} on what is no JSON. */
    public static void forEach(String name, Reader text, Visitor visitor) throws IOException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            JsonObjects objects = new JsonObjects(name, parser, visitor);
            objects.value(parser.nextToken(), 0);
            if (parser.nextToken() != null) {
                throw objects.error("something follows the end of the JSON text");
            }
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new InputException(name + ":" + line + ": this is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private void value(JsonToken token, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw error("it is nested more than " + DEEPEST + " levels deep");
        }
        if (token == JsonToken.START_OBJECT) {
            Map<String, String> fields = new LinkedHashMap<>();
            object("", fields, depth);
            visitor.object(fields, parser.currentLocation().getLineNr());
        } else if (token == JsonToken.START_ARRAY) {
            for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                value(next, depth + 1);
            }
        }
    }

    private void object(String prefix, Map<String, String> fields, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw error("it is nested more than " + DEEPEST + " levels deep");
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = prefix + parser.currentName().toLowerCase(Locale.ROOT);
            JsonToken token = parser.nextToken();
            if (token == JsonToken.START_OBJECT) {
                object(field + ".", fields, depth + 1);
            } else if (token == JsonToken.START_ARRAY) {
                value(token, depth + 1);
            } else if (token != JsonToken.VALUE_NULL) {
                fields.put(field, parser.getText());
            }
        }
    }

    private InputException error(String what) {
        return new InputException(name + ":" + parser.currentLocation().getLineNr() + ": " + what);
    }
}
