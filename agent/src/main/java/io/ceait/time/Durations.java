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

    /** The shortest exact form that {@link #parse} reads: {@code 500ms}, {@code 1s}, {@code 2h}. */
    public static String format(Duration duration) {
        long nanos = duration.toNanos();
        if (nanos % 3_600_000_000_000L == 0 && nanos > 0) {
            return nanos / 3_600_000_000_000L + "h";
        }
        if (nanos % 60_000_000_000L == 0 && nanos > 0) {
            return nanos / 60_000_000_000L + "m";
        }
        if (nanos % 1_000_000_000L == 0) {
            return nanos / 1_000_000_000L + "s";
        }
        if (nanos % 1_000_000L == 0) {
            return nanos / 1_000_000L + "ms";
        }
        return nanos / 1e6 + "ms";
    }
}
