package io.ceait.intensity.live;

import io.ceait.data.InputException;
import io.ceait.data.TextFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a provider knows its customer by. It goes into a request's header and nowhere else: no text of it, no equality. */
public final class Token {

    /** The variable that holds it. */
    public static final String VARIABLE = "CEAIT_INTENSITY_TOKEN";

    private static final Set<PosixFilePermission> OWNERS =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final String secret;

    private Token(String secret) {
        this.secret = secret;
    }

    /** Of a text; for a provider that wants a user and a password, {@code USER:PASSWORD}. */
    static Token of(String secret, String where) {
        String stripped = secret.strip();
        if (stripped.isEmpty() || stripped.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new InputException(where + " holds no token: one line of plain characters");
        }
        return new Token(stripped);
    }

    /**
     * From a file that its owner alone may read, else from the environment.
     *
     * @throws InputException on a file that others may read, and on one that holds no token
     */
    public static Optional<Token> find(Optional<Path> file, Map<String, String> environment) {
        if (file.isPresent()) {
            return Optional.of(read(file.get()));
        }
        String value = environment.get(VARIABLE);
        return value == null || value.isBlank() ? Optional.empty() : Optional.of(of(value, VARIABLE));
    }

    private static Token read(Path file) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (!OWNERS.containsAll(permissions)) {
                throw new InputException(file + " may be read or written by others than its owner: chmod 600 " + file);
            }
            if (Files.size(file) > 1 << 14) {
                throw new InputException(file + " holds no token: it is too long for one");
            }
            return of(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new InputException(file + " cannot be read: " + TextFiles.reason(e), e);
        }
    }

    String header() {
        return secret;
    }

    /** For HTTP's basic authentication; of {@code USER:PASSWORD}. */
    String basic() {
        return "Basic " + Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "(token)";
    }
}
