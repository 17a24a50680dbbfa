package io.ceait.run;

import io.ceait.data.AsciiLine;
import io.ceait.progress.Mark;
import io.ceait.progress.ProgressUnit;
import io.ceait.units.CarbonIntensity;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The journal's line that says how far the job is. */
final class ProgressFormat {

    /** What a line of this kind begins with. */
    static final byte[] KEY = "{\"progress_at_ns\":".getBytes(StandardCharsets.US_ASCII);

    private static final String UNIT = ",\"unit\":\"";
    private static final String DONE = "\",\"done\":";
    private static final String TOTAL = ",\"total\":";
    private static final String IGNORED = ",\"ignored_lines\":";
    private static final String FORECAST = ",\"forecast_kg_per_kwh\":";

    /** As many as a mark has. */
    private static final int DECIMALS = 6;

    private ProgressFormat() {}

    /** The object but for its brace. */
    static void write(
            AsciiLine line, long elapsedNanos, Mark mark, long ignoredLines, @Nullable CarbonIntensity forecast) {
        line.bytes(KEY)
                .number(elapsedNanos)
                .text(UNIT)
                .text(mark.unit().label())
                .text(DONE)
                .decimal(mark.done(), DECIMALS)
                .text(TOTAL)
                .decimal(mark.total(), DECIMALS)
                .text(IGNORED)
                .number(ignoredLines);
        if (forecast != null) {
            line.text(FORECAST).text(Double.toString(forecast.kilogramsPerKilowattHour()));
        }
    }

    /**
     * Reads a line and tells what it says.
     *
     * @return false if it is not of this format
     */
    static boolean read(String line, ProgressListener listener) {
        int unit = line.indexOf(UNIT);
        int done = line.indexOf(DONE);
        int total = line.indexOf(TOTAL);
        int ignored = line.indexOf(IGNORED);
        int end = line.indexOf('}');
        boolean inOrder = unit >= KEY.length
                && done >= unit + UNIT.length()
                && total >= done + DONE.length()
                && ignored >= total + TOTAL.length()
                && end >= ignored + IGNORED.length();
        if (!inOrder) {
            return false;
        }
        int forecast = line.indexOf(FORECAST);
        // Members that a later version adds stand behind these.
        int next = line.indexOf(',', ignored + 1);
        try {
            Mark mark = new Mark(
                    unit(line.substring(unit + UNIT.length(), done)),
                    Double.parseDouble(line.substring(done + DONE.length(), total)),
                    Double.parseDouble(line.substring(total + TOTAL.length(), ignored)));
            listener.progress(
                    Long.parseLong(line.substring(KEY.length, unit)),
                    mark,
                    Long.parseLong(line.substring(ignored + IGNORED.length(), next < 0 ? end : next)),
                    forecast < 0 ? null : intensity(line, forecast + FORECAST.length()));
            return true;
        } catch (IllegalArgumentException e) {
            // No number, or none that can be.
            return false;
        }
    }

    private static ProgressUnit unit(String label) {
        for (ProgressUnit unit : ProgressUnit.values()) {
            if (unit.label().equals(label)) {
                return unit;
            }
        }
        throw new IllegalArgumentException(label);
    }

    private static CarbonIntensity intensity(String line, int from) {
        int to = from;
        while (to < line.length() && ",}".indexOf(line.charAt(to)) < 0) {
            to++;
        }
        return CarbonIntensity.ofKilogramsPerKilowattHour(Double.parseDouble(line.substring(from, to)));
    }
}
