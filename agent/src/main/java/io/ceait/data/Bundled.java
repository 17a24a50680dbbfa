package io.ceait.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The factor files inside the jar. Each begins with comments on source and licence; {@code NOTICE-data.md} beside them
 * is the attribution notice.
 */
public final class Bundled {

    private Bundled() {}

    /** A table by its file name. Fails as an internal error when the jar lacks it. */
    public static Csv table(String file) {
        return Csv.of(file, new InputStreamReader(open(file), StandardCharsets.UTF_8));
    }

    /** The whole text of a file. */
    public static String text(String file) {
        try (InputStream in = open(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    private static InputStream open(String file) {
        InputStream in = Bundled.class.getResourceAsStream(file);
        if (in == null) {
            throw new IllegalStateException("the bundled file " + file + " is missing from this jar");
        }
        return in;
    }
}
