package io.ceait.json;

import io.ceait.fuzz.Inputs;
import java.util.Set;

/** Fuzz harnesses of this package. */
public final class JsonParsers {

    private JsonParsers() {}

    public static void object(byte[] input) {
        JsonObject object = JsonObject.parse("the-input", Inputs.text(input));
        Set<String> keys = object.keys();
        for (String key : keys) {
            object.has(key);
        }
    }
}
