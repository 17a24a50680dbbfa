package io.ceait.time;

import java.time.Duration;
import java.util.Locale;

/** Durations as the command line writes them: a number and {@code ms}, {@code s}, {@code m} or {@code h}. */
public final class Durations {

    private Durations() {}

    /** Fails with {@link IllegalArgumentException} on anything else, and on more than a thousand years. */
    public static Duration parse(String text) {
        String trimmed = text.trim().toLowerCase(Locale.ROOT);
        int unitAt = trimmed.length();
        while (unitAt > 0 && Character.isLetter(trimmed.charAt(unitAt - 1))) {
            unitAt--;
        }
        long unitNanos = switch (trimmed.substring(unitAt)) {
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            default -> throw malformed(text);
        };
        double amount;
        try {
            amount = Double.parseDouble(trimmed.substring(0, unitAt).trim());
        } catch (NumberFormatException e) {
            throw malformed(text);
        }
        double nanos = amount * unitNanos;
        if (!(nanos >= 0 && nanos < Long.MAX_VALUE)) {
            throw malformed(text);
        }
        return Duration.ofNanos(Math.round(nanos));
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException(
                "'" + text + "' is no duration: write a number and ms, s, m or h, such as 500ms, 1s or 2h");
    }
}
