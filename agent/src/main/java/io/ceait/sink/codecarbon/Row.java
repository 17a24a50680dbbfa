package io.ceait.sink.codecarbon;

import io.ceait.data.Printable;
import java.math.BigDecimal;
import java.util.OptionalDouble;
import java.util.StringJoiner;

/** A header and the one row below it, written side by side so that no value can stand under another's name. */
final class Row {

    private final StringJoiner names = new StringJoiner(",");
    private final StringJoiner values = new StringJoiner(",");

    Row text(String column, String value) {
        return cell(column, quoted(value));
    }

    Row number(String column, double value) {
        return cell(
                column,
                new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString());
    }

    /** Empty where it is not known. */
    Row number(String column, OptionalDouble value) {
        return value.isPresent() ? number(column, value.getAsDouble()) : unknown(column);
    }

    Row number(String column, int value) {
        return cell(column, Integer.toString(value));
    }

    Row unknown(String column) {
        return cell(column, "");
    }

    private Row cell(String column, String value) {
        names.add(column);
        values.add(value);
        return this;
    }

    /** Texts come from hardware and zones: a comma, a quote or a line feed in them ends no cell and no row. */
    private static String quoted(String value) {
        String line = Printable.of(value);
        // A spreadsheet would take it for a formula.
        String safe = line.matches("[=+@-].*") ? "'" + line : line;
        return safe.matches(".*[\",].*") ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe;
    }

    String text() {
        return names + "\n" + values + "\n";
    }
}
