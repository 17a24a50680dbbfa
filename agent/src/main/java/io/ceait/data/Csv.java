package io.ceait.data;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A forward reader of comma-separated values after RFC 4180 with a header line, UTF-8, in constant memory. Beyond the RFC:
 * lines that begin with {@code #} are comments, blank lines are skipped, a byte order mark is ignored, LF and CR end a
 * line as CR LF does. A file that is not such a table fails with an {@link InputException} that names file, line and
 * column.
 *
 * <p>Cost: a row allocates nothing; {@link #text} allocates the string that it returns, {@link #number} nothing for
 * plain decimals.
 */
public final class Csv implements Closeable {

    private final String name;
    private final CsvRows rows;
    private final Map<String, Integer> columns = new LinkedHashMap<>();

    private Csv(String name, Reader reader) {
        this.name = name;
        this.rows = new CsvRows(name, reader);
    }

    /** Reads the header. Fails when there is none, or when it names a column twice. */
    public static Csv of(String name, Reader reader) {
        Csv csv = new Csv(name, reader);
        csv.header();
        return csv;
    }

    /** Opens a file of the user's. */
    public static Csv open(Path file) {
        return of(file.toString(), TextFiles.open(file));
    }

    private void header() {
        if (!rows.next()) {
            throw new InputException(name + " is empty: its first line names the columns");
        }
        for (int i = 0; i < rows.fields(); i++) {
            String column = rows.text(i).strip();
            if (columns.put(column, i) != null) {
                throw new InputException(name + ":" + rows.line() + ": the header names column " + column + " twice");
            }
        }
    }

    /** Moves to the next row; false at the end. Fails on a row with more or fewer fields than the header names. */
    public boolean next() {
        if (!rows.next()) {
            return false;
        }
        if (rows.fields() != columns.size()) {
            throw new InputException(name + ":" + rows.line() + ": the row is torn: it has " + rows.fields()
                    + (rows.fields() == 1 ? " field" : " fields") + " where the header names " + columns.size() + " ("
                    + String.join(",", columns.keySet()) + ")");
        }
        return true;
    }

    /** The line on which the current row begins, from 1. */
    public long line() {
        return rows.line();
    }

    public List<String> columns() {
        return List.copyOf(columns.keySet());
    }

    public boolean has(String column) {
        return columns.containsKey(column);
    }

    /** The position of a column for the accessors below. Fails when the header does not name it. */
    public int column(String column) {
        Integer position = columns.get(column);
        if (position == null) {
            throw new InputException(name + ": the column " + column + " is missing; the header names "
                    + String.join(",", columns.keySet()) + Nearest.hint(column, columns.keySet()));
        }
        return position;
    }

    public String text(int column) {
        return rows.text(column);
    }

    /** The field by the name of its column: for small tables. */
    public String text(String column) {
        return rows.text(column(column));
    }

    /** Whether the field is exactly {@code text}; allocates nothing. */
    public boolean holds(int column, String text) {
        return rows.holds(column, text);
    }

    /** The same without regard to case. */
    public boolean holdsIgnoringCase(int column, String text) {
        return rows.holdsIgnoringCase(column, text);
    }

    /** The field as a finite decimal number; fails naming line and column when it is none. */
    public double number(int column) {
        double value = Decimals.parse(rows.characters(), rows.start(column), rows.end(column));
        if (Double.isNaN(value)) {
            throw error(column, quoted(column) + " is not a number");
        }
        return value;
    }

    /** The sentence about a field of the current row, to be thrown by whoever found it wrong. */
    public InputException error(int column, String what) {
        return new InputException(name + ":" + line() + ": column " + header(column) + ": " + what);
    }

    /** The field in quotes for a sentence: shortened and without control characters. */
    public String quoted(int column) {
        return "\"" + Printable.shortened(text(column), 40) + "\"";
    }

    private String header(int column) {
        return List.copyOf(columns.keySet()).get(column);
    }

    /** The characters of the current row, for parsers that shall not allocate: see {@link #start} and {@link #end}. */
    public char[] characters() {
        return rows.characters();
    }

    public int start(int column) {
        return rows.start(column);
    }

    public int end(int column) {
        return rows.end(column);
    }

    @Override
    public void close() {
        try {
            rows.close();
        } catch (IOException e) {
            throw new InputException(name + " cannot be closed: " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return name + Arrays.toString(columns.keySet().toArray());
    }
}
