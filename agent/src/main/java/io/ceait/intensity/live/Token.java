package io.ceait.intensity.live;

import io.ceait.data.InputException;
import io.ceait.http.Secret;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where what a provider knows its customer by is found. */
public final class Token {

    /** The variable that holds it. */
    public static final String VARIABLE = "CEAIT_INTENSITY_TOKEN";

    private static final String WHAT = "token";

    private Token() {}

    /** Of a text; for a provider that wants a user and a password, {@code USER:PASSWORD}. */
    static Secret of(String secret, String where) {
        return Secret.of(secret, where, WHAT);
    }

    /**
     * From a file that its owner alone may read, else from the environment.
     *
     * @throws InputException on a file that others may read, and on one that holds no token
     */
    public static Optional<Secret> find(Optional<Path> file, Map<String, String> environment) {
        if (file.isPresent()) {
            return Optional.of(Secret.read(file.get(), WHAT));
        }
        String value = environment.get(VARIABLE);
        return value == null || value.isBlank() ? Optional.empty() : Optional.of(of(value, VARIABLE));
    }
}
