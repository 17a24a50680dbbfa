package io.ceait.data;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Turns a user's text into a path. Not every text is one: under the locale C a JVM has no way to name a file whose name goes
 * beyond ASCII.
 */
public final class FilePath {

    private static final int SHOWN = 200;

    private FilePath() {}

    /** @throws InputException if no file can be named so */
    public static Path of(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new InputException(
                    "'" + Printable.shortened(text, SHOWN) + "' names no file: "
                            + (text.indexOf('\0') >= 0
                                    ? "a path has no character 0"
                                    : "it has characters that this locale has not; set LC_ALL=C.UTF-8, or use a path of"
                                            + " plain letters"),
                    e);
        }
    }
}
