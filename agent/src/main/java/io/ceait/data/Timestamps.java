package io.ceait.data;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * Reads the times of a table: seconds since 1970 (or since any other start, for only differences count) with fractions,
 * or ISO 8601 with a zone ({@code 2026-03-01T12:00:00.5Z}, {@code 2026-03-01 20:00:00+08:00}). Exact to the nanosecond, which a
 * double since 1970 is not. One instance per file; plain forms allocate nothing.
 */
public final class Timestamps {

    private static final long NANOS = 1_000_000_000L;
    private static final long LATEST_SECOND = Long.MAX_VALUE / NANOS - 1;

    /** Before and after the point: far more than a time has. */
    private static final int MOST_PLACES = 100;

    private final boolean utcUnlessStated;
    private long cachedDate = Long.MIN_VALUE;
    private long cachedEpochDay;

    public Timestamps() {
        this(false);
    }

    /** @param utcUnlessStated whether a time without a zone is UTC, as the name of its column says */
    public Timestamps(boolean utcUnlessStated) {
        this.utcUnlessStated = utcUnlessStated;
    }

    /** Nanoseconds since the start of the scale. Fails with a sentence that names line and column. */
    public long nanoseconds(Csv csv, int column) {
        char[] text = csv.characters();
        int from = csv.start(column);
        int to = csv.end(column);
        while (from < to && text[from] <= ' ') {
            from++;
        }
        while (to > from && text[to - 1] <= ' ') {
            to--;
        }
        if (from == to) {
            throw csv.error(column, "the time is missing");
        }
        boolean date = to - from > 10 && text[from + 4] == '-';
        return date ? isoTime(csv, column, text, from, to) : seconds(csv, column, text, from, to);
    }

    private static long seconds(Csv csv, int column, char[] text, int from, int to) {
        boolean negative = text[from] == '-';
        int i = negative ? from + 1 : from;
        long whole = 0;
        int digits = 0;
        while (i < to && digit(text[i]) && whole <= LATEST_SECOND) {
            whole = whole * 10 + (text[i++] - '0');
            digits++;
        }
        if (whole > LATEST_SECOND) {
            throw csv.error(
                    column, csv.quoted(column) + " is too large for seconds since 1970; are these milliseconds?");
        }
        long fraction = 0;
        int places = 0;
        if (digits > 0 && i < to && text[i] == '.') {
            i++;
            while (i < to && digit(text[i]) && places < 9) {
                fraction = fraction * 10 + (text[i++] - '0');
                places++;
            }
        }
        if (digits == 0 || i < to) {
            return otherNumber(csv, column, new String(text, from, to - from));
        }
        for (; places < 9; places++) {
            fraction *= 10;
        }
        long nanos = whole * NANOS + fraction;
        return negative ? -nanos : nanos;
    }

    /** Exponents, and more than nine digits after the point. */
    private static long otherNumber(Csv csv, int column, String text) {
        try {
            BigDecimal seconds = text.length() > 40 ? null : new BigDecimal(text);
            // To write 1e-400000000 out to the nanosecond would take hours.
            if (seconds != null
                    && Math.abs((long) seconds.scale()) < MOST_PLACES
                    && Math.abs(seconds.doubleValue()) < LATEST_SECOND) {
                return seconds.movePointRight(9)
                        .setScale(0, RoundingMode.HALF_UP)
                        .longValueExact();
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // the sentence below
        }
        throw csv.error(
                column,
                csv.quoted(column) + " is no time: seconds since 1970, or ISO 8601 with a zone such as"
                        + " 2026-03-01T12:00:00Z");
    }

    private long isoTime(Csv csv, int column, char[] text, int from, int to) {
        int end = to;
        long offset = Long.MIN_VALUE;
        if (text[to - 1] == 'Z') {
            end = to - 1;
            offset = 0;
        } else if (to - from >= 25 && text[to - 3] == ':' && (text[to - 6] == '+' || text[to - 6] == '-')) {
            int hours = number(text, to - 5, 2);
            int minutes = number(text, to - 2, 2);
            if (hours >= 0 && hours <= 18 && minutes >= 0 && minutes < 60) {
                end = to - 6;
                offset = (hours * 60L + minutes) * (text[to - 6] == '+' ? 60 : -60);
            }
        }
        int second = number(text, from + 17, 2);
        boolean plain = offset != Long.MIN_VALUE
                && end - from >= 19
                && text[from + 7] == '-'
                && (text[from + 10] == 'T' || text[from + 10] == ' ')
                && text[from + 13] == ':'
                && text[from + 16] == ':'
                && second >= 0
                && second < 60;
        int hour = number(text, from + 11, 2);
        int minute = number(text, from + 14, 2);
        if (!plain || hour < 0 || hour > 23 || minute < 0 || minute > 59) {
            return otherIso(csv, column, new String(text, from, to - from));
        }
        long fraction = 0;
        if (end - from > 19) {
            int places = end - from - 20;
            int digits = places > 0 && places <= 9 && text[from + 19] == '.' ? number(text, from + 20, places) : -1;
            if (digits < 0) {
                return otherIso(csv, column, new String(text, from, to - from));
            }
            fraction = digits;
            for (; places < 9; places++) {
                fraction *= 10;
            }
        }
        long day = epochDay(csv, column, text, from);
        return (day * 86_400 + hour * 3600L + minute * 60L + second - offset) * NANOS + fraction;
    }

    private long epochDay(Csv csv, int column, char[] text, int from) {
        int year = number(text, from, 4);
        int month = number(text, from + 5, 2);
        int day = number(text, from + 8, 2);
        long date = year * 10_000L + month * 100L + day;
        if (date != cachedDate) {
            try {
                if (year < 1700 || year > 2200) {
                    throw new DateTimeException("year " + year);
                }
                cachedEpochDay = LocalDate.of(year, month, day).toEpochDay();
                cachedDate = date;
            } catch (DateTimeException e) {
                throw csv.error(column, csv.quoted(column) + " is no day of the calendar");
            }
        }
        return cachedEpochDay;
    }

    private long otherIso(Csv csv, int column, String text) {
        String iso = text.replace(' ', 'T');
        try {
            Instant instant = utcUnlessStated && lacksZone(iso)
                    ? LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC)
                    : OffsetDateTime.parse(iso).toInstant();
            return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), NANOS), instant.getNano());
        } catch (DateTimeException | ArithmeticException e) {
            throw csv.error(
                    column,
                    csv.quoted(column)
                            + (lacksZone(iso)
                                    ? " has no time zone: end it with Z or an offset such as +08:00"
                                    : " is no time: ISO 8601 is 2026-03-01T12:00:00Z"));
        }
    }

    private static boolean lacksZone(String iso) {
        try {
            return !LocalDateTime.parse(iso).toString().isEmpty();
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** {@code count} digits as a number, or -1 where one is no digit. */
    private static int number(char[] text, int from, int count) {
        int value = 0;
        for (int i = from; i < from + count; i++) {
            if (i >= text.length || !digit(text[i])) {
                return -1;
            }
            value = value * 10 + (text[i] - '0');
        }
        return value;
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }
}
