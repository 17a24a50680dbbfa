package io.ceait.sink.prometheus;

import java.io.IOException;
import java.io.Writer;
import java.util.Arrays;

/** The values of one series by time. */
final class Points {

    private final boolean rising;

    private long[] millis = new long[16];
    private double[] values = new double[16];
    private int count;

    /**
     * @param rising whether the series is a counter: a difference of two sums may fall by a rounding, which readers take for
     *     a new start
     */
    Points(boolean rising) {
        this.rising = rising;
    }

    /** A second value for the same instant takes the place of the first. */
    void add(long atMillis, double value) {
        double most = rising && count > 0 ? Math.max(values[count - 1], value) : value;
        if (count > 0 && millis[count - 1] == atMillis) {
            count--;
        }
        if (count == millis.length) {
            millis = Arrays.copyOf(millis, 2 * count);
            values = Arrays.copyOf(values, 2 * count);
        }
        millis[count] = atMillis;
        values[count] = most;
        count++;
    }

    /** One line per point; the shortest text that is read back as the same number. */
    void write(Writer text, String series) throws IOException {
        for (int i = 0; i < count; i++) {
            long thousandths = Math.floorMod(millis[i], 1000L);
            text.write(series);
            text.write(Double.toString(values[i]));
            text.write(' ');
            text.write(Long.toString(Math.floorDiv(millis[i], 1000L)));
            text.write('.');
            text.write((char) ('0' + thousandths / 100));
            text.write((char) ('0' + thousandths / 10 % 10));
            text.write((char) ('0' + thousandths % 10));
            text.write('\n');
        }
    }
}
