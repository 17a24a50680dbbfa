package io.ceait.http;

import io.ceait.data.InputException;
import io.ceait.data.TextFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;

/** What others know us by. It goes into a request's header and nowhere else: no text of it, no equality. */
public final class Secret {

    private static final Set<PosixFilePermission> OWNERS =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final String text;

    private Secret(String text) {
        this.text = text;
    }

    /**
     * Of a text.
     *
     * @param where it stands, and
     * @param what it is, for messages
     * @throws InputException on anything but one line of plain characters
     */
    public static Secret of(String text, String where, String what) {
        String stripped = text.strip();
        if (stripped.isEmpty() || stripped.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new InputException(where + " holds no " + what + ": one line of plain characters");
        }
        return new Secret(stripped);
    }

    /**
     * From a file that its owner alone may read.
     *
     * @param what it is, for messages
     * @throws InputException on a file that others may read, and on one that holds none
     */
    public static Secret read(Path file, String what) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (!OWNERS.containsAll(permissions)) {
                throw new InputException(file + " may be read or written by others than its owner: chmod 600 " + file);
            }
            if (Files.size(file) > 1 << 14) {
                throw new InputException(file + " holds no " + what + ": it is too long for one");
            }
            return of(Files.readString(file), file.toString(), what);
        } catch (IOException e) {
            throw new InputException(file + " cannot be read: " + TextFiles.reason(e), e);
        }
    }

    /** Whether it is {@code USER:PASSWORD}. */
    public boolean isUserAndPassword() {
        return text.indexOf(':') > 0;
    }

    /** As a header of its own. */
    public String header() {
        return text;
    }

    /** For HTTP's basic authentication; of {@code USER:PASSWORD}. */
    public String basic() {
        return "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
