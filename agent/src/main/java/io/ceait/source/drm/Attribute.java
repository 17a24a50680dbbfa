package io.ceait.source.drm;

import io.ceait.data.Printable;
import io.ceait.kernel.Cursor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** One value of a device, read once at the start. */
final class Attribute {

    /** Longer than any name that hardware gives itself. */
    private static final int LONGEST = 100;

    private Attribute() {}

    /** The first line without control characters; empty when there is none or it cannot be read. */
    static Optional<String> text(Path file) {
        try {
            String line = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
            int end = line.indexOf('\n');
            String clean = Printable.of(end < 0 ? line : line.substring(0, end)).strip();
            return clean.isEmpty()
                    ? Optional.empty()
                    : Optional.of(clean.substring(0, Math.min(clean.length(), LONGEST)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** A decimal number; {@link Cursor#NONE} when there is none. */
    static long number(Path file) {
        return text(file)
                .map(line -> {
                    byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
                    return new Cursor().over(bytes, bytes.length).onlyNumber();
                })
                .orElse(Cursor.NONE);
    }

    /** A number such as {@code 0x1002}; -1 when there is none. */
    static int hexadecimal(Path file) {
        try {
            return Integer.decode(text(file).orElse("-1"));
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
