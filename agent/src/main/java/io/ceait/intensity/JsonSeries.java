package io.ceait.intensity;

import io.ceait.data.InputException;
import io.ceait.data.Printable;
import java.io.IOException;
import java.io.Reader;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answers of those who publish carbon intensities over HTTP, saved as they came. */
final class JsonSeries {

    private final String name;
    private final SeriesPoints points;

    /** What stands outside the values: zone, unit, signal. */
    private final Map<String, String> head = new HashMap<>();

    private @Nullable JsonFormat format;

    private JsonSeries(String name) {
        this.name = name;
        this.points = new SeriesPoints(name);
    }

    static IntensitySeries parse(String name, Reader text) throws IOException {
        JsonSeries series = new JsonSeries(name);
        JsonObjects.forEach(name, text, series::object);
        return series.finish();
    }

    private void object(Map<String, String> fields, int line) {
        JsonFormat of = JsonFormat.of(fields);
        if (of == null) {
            fields.forEach(head::putIfAbsent);
            return;
        }
        String where = name + ":" + line + ": value " + (points.count() + 1);
        if (format != null && of != format) {
            throw new InputException(
                    where + " is in the format of " + of.label() + ", those before it in that of " + format.label());
        }
        format = of;
        head.putAll(of.factsOf(fields));
        String zone = of.zone(fields);
        if (zone != null) {
            points.zone(zone, where);
        }
        points.add(time(where, of.time(fields)), number(where, of.value(fields)), of.isProvisional(fields));
    }

    private static long time(String where, String text) {
        try {
            return OffsetDateTime.parse(text.replace(' ', 'T')).toInstant().toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw new InputException(
                    where + ": \"" + Printable.shortened(text, 40)
                            + "\" is no time with a zone, such as 2026-03-01T12:00:00Z",
                    e);
        }
    }

    private static double number(String where, String text) {
        try {
            double value = Double.parseDouble(text);
            if (value >= 0 && value < Double.POSITIVE_INFINITY) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new InputException(where + ": \"" + Printable.shortened(text, 40) + "\" is no number", e);
        }
        throw new InputException(
                where + ": a carbon intensity is a finite number of at least 0, not " + Printable.shortened(text, 40));
    }

    private IntensitySeries finish() {
        if (format == null) {
            throw new InputException(
                    name + " holds no carbon intensity that is known here: it is the JSON of Electricity"
                            + " Maps (carbonIntensity, datetime), WattTime version 3 (point_time, value), the Carbon Intensity"
                            + " API of Great Britain (from, intensity) or the Carbon Aware SDK (time, rating)");
        }
        String zone = points.zone().isEmpty() ? format.zoneOf(head) : points.zone();
        List<String> notes = CsvSeries.provisional(name, points);
        notes.addAll(format.notes(name));
        return points.series(
                new SeriesFacts(
                        format.signal(name, head),
                        zone,
                        format.kind(head),
                        name + " (" + format.label() + ", JSON)",
                        SeriesFacts.HOUR,
                        notes),
                format.gramsPerUnit(name, head));
    }
}
