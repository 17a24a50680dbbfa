package io.ceait.intensity;

import io.ceait.data.InputException;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Collects the values of a file in any order; a year of five minutes takes two megabytes. */
final class SeriesPoints {

    private final String name;
    private long[] millis = new long[512];
    private double[] values = new double[512];
    private int count;
    private int provisional;
    private @Nullable String zone;

    SeriesPoints(String name) {
        this.name = name;
    }

    /** @param isProvisional whether the value is a forecast or an estimate of who publishes it */
    void add(long epochMillis, double value, boolean isProvisional) {
        if (count == millis.length) {
            millis = Arrays.copyOf(millis, 2 * count);
            values = Arrays.copyOf(values, 2 * count);
        }
        millis[count] = epochMillis;
        values[count] = value;
        count++;
        provisional += isProvisional ? 1 : 0;
    }

    /** The zone of a value: all are of the same. */
    void zone(String of, String where) {
        if (zone != null && !zone.equals(of)) {
            throw new InputException(where + " is of " + of + ", the values before it are of " + zone
                    + ": a series is of one zone, so keep the rows of one");
        }
        zone = of;
    }

    String zone() {
        return zone == null ? "" : zone;
    }

    int count() {
        return count;
    }

    int provisional() {
        return provisional;
    }

    /** @param gramsPerUnit g/kWh of one unit of the values */
    IntensitySeries series(SeriesFacts facts, double gramsPerUnit) {
        if (count == 0) {
            throw new InputException(name + " holds no carbon intensity");
        }
        Integer[] order = inOrder() ? null : sorted();
        long[] starts = new long[count];
        double[] kilograms = new double[count];
        int n = 0;
        for (int i = 0; i < count; i++) {
            int from = order == null ? i : order[i];
            double value = values[from] * gramsPerUnit / 1e3;
            if (n > 0 && starts[n - 1] == millis[from]) {
                if (kilograms[n - 1] != value) {
                    throw new InputException(
                            name + " has two different values for " + Instant.ofEpochMilli(millis[from]));
                }
            } else {
                starts[n] = millis[from];
                kilograms[n++] = value;
            }
        }
        return new IntensitySeries(facts, Arrays.copyOf(starts, n), Arrays.copyOf(kilograms, n));
    }

    private boolean inOrder() {
        for (int i = 1; i < count; i++) {
            if (millis[i] < millis[i - 1]) {
                return false;
            }
        }
        return true;
    }

    private Integer[] sorted() {
        Integer[] order = new Integer[count];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (one, other) -> Long.compare(millis[one], millis[other]));
        return order;
    }
}
