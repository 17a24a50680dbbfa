package io.ceait.intensity;

import io.ceait.data.Csv;
import io.ceait.data.InputException;
import io.ceait.data.Timestamps;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The tables: {@code time_utc,gco2_per_kwh}, and what Electricity Maps lets people download. */
final class CsvSeries {

    private static final int LONGEST_HEAD = 1 << 14;
    private static final Pattern SAYS_MARGINAL = Pattern.compile("\\b(marginal|moer)\\b", Pattern.CASE_INSENSITIVE);
    private static final List<String> OWN_COLUMNS = List.of("time_utc", "gco2_per_kwh");

    private CsvSeries() {}

    static IntensitySeries parse(String name, BufferedReader reader) throws IOException {
        String head = commentsOf(reader);
        try (Csv csv = Csv.of(name, reader)) {
            int time = starting(csv, "datetime (utc)");
            return time >= 0 ? electricityMaps(name, csv, time) : own(name, csv, head);
        }
    }

    /** The comment lines at the beginning, which are read again as part of the table. */
    private static String commentsOf(BufferedReader reader) throws IOException {
        reader.mark(LONGEST_HEAD);
        StringBuilder head = new StringBuilder();
        int c = reader.read();
        boolean comment = c == '#';
        while (comment && head.length() < LONGEST_HEAD - 2) {
            head.append((char) c);
            if (c == '\n') {
                c = reader.read();
                comment = c == '#';
            } else {
                c = reader.read();
                comment = c >= 0;
            }
        }
        reader.reset();
        return head.toString();
    }

    private static IntensitySeries own(String name, Csv csv, String head) {
        for (String column : csv.columns()) {
            if (!OWN_COLUMNS.contains(column)) {
                throw new InputException(name + ": the header " + String.join(",", csv.columns())
                        + " is not that of a known series: it is time_utc,gco2_per_kwh, or that of Electricity Maps"
                        + " (Datetime (UTC), …)");
            }
        }
        int time = csv.column("time_utc");
        int value = csv.column("gco2_per_kwh");
        SeriesPoints points = new SeriesPoints(name);
        Timestamps timestamps = new Timestamps(true);
        while (csv.next()) {
            add(points, csv, timestamps, time, value, false);
        }
        boolean marginal = SAYS_MARGINAL.matcher(head).find();
        return points.series(
                new SeriesFacts(
                        marginal ? Signal.MARGINAL : Signal.AVERAGE,
                        "",
                        marginal ? "marginal, as its comments say" : "average; what it counts is not stated",
                        name + " (CSV)",
                        SeriesFacts.HOUR,
                        List.of()),
                1);
    }

    private static IntensitySeries electricityMaps(String name, Csv csv, int time) {
        int lifeCycle = starting(csv, "carbon intensity", "(life cycle)", "(lca)");
        int direct = starting(csv, "carbon intensity", "(direct)");
        int value = lifeCycle >= 0 ? lifeCycle : direct;
        if (value < 0) {
            throw new InputException(name + " has no column Carbon intensity gCO₂eq/kWh (Life cycle) or (direct)");
        }
        int zone = starting(csv, "zone id");
        int estimated = starting(csv, "data estimated");
        SeriesPoints points = new SeriesPoints(name);
        Timestamps timestamps = new Timestamps(true);
        while (csv.next()) {
            add(points, csv, timestamps, time, value, estimated >= 0 && csv.holdsIgnoringCase(estimated, "true"));
            if (zone >= 0) {
                points.zone(csv.text(zone).strip(), name + ":" + csv.line());
            }
        }
        return points.series(
                new SeriesFacts(
                        Signal.AVERAGE,
                        points.zone(),
                        lifeCycle >= 0 ? "average, life-cycle CO2e" : "average, direct CO2e",
                        name + " (Electricity Maps, CSV)",
                        SeriesFacts.HOUR,
                        provisional(name, points)),
                1);
    }

    static List<String> provisional(String name, SeriesPoints points) {
        List<String> notes = new ArrayList<>();
        if (points.provisional() > 0) {
            notes.add(points.provisional() + " of " + points.count() + " carbon intensities in " + name
                    + " are forecasts or estimates of who publishes them");
        }
        return notes;
    }

    /** An empty value is a hole. */
    private static void add(
            SeriesPoints points, Csv csv, Timestamps timestamps, int time, int value, boolean provisional) {
        long millis = Math.floorDiv(timestamps.nanoseconds(csv, time), 1_000_000L);
        if (csv.text(value).isBlank()) {
            return;
        }
        double number = csv.number(value);
        if (number < 0) {
            throw csv.error(value, csv.quoted(value) + " is negative; a carbon intensity is at least 0");
        }
        points.add(millis, number, provisional);
    }

    /** The first column whose name begins so and ends in one of these, without regard to case; -1 if there is none. */
    private static int starting(Csv csv, String beginning, String... endings) {
        List<String> columns = csv.columns();
        for (int i = 0; i < columns.size(); i++) {
            String column = columns.get(i).toLowerCase(Locale.ROOT);
            boolean fits = endings.length == 0;
            for (String ending : endings) {
                fits |= column.endsWith(ending);
            }
            if (fits && column.startsWith(beginning)) {
                return i;
            }
        }
        return -1;
    }
}
