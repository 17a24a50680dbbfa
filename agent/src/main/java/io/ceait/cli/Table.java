package io.ceait.cli;

import io.ceait.data.Printable;
import io.ceait.text.Columns;
import java.io.PrintWriter;
import java.util.List;

/** Rows of text in aligned columns, two spaces apart, for people and for {@code grep}. */
final class Table {

    private Table() {}

    /** Prints rows of equal length, whatever hardware calls itself. */
    static void print(PrintWriter out, List<List<String>> raw) {
        List<List<String>> rows = raw.stream()
                .map(row -> row.stream().map(Printable::of).toList())
                .toList();
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], Columns.width(row.get(i)));
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(Columns.left(row.get(i), widths[i] + 2));
            }
            out.println(line.toString().stripTrailing());
        }
        out.flush();
    }
}
