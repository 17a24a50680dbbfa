package io.ceait.sink.report;

import io.ceait.device.Quality;
import java.util.ArrayList;
import java.util.List;

/**
 * A table that a narrow screen shows as a list: each cell carries the heading of its column. A row that rests on an
 * estimate is marked as a whole.
 */
final class Table {

    private final List<Column> columns = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();

    private record Column(String heading, boolean number) {}

    private record Row(List<Runnable> cells, String style) {}

    private final Html html;

    Table(Html html) {
        this.html = html;
    }

    Table text(String heading) {
        columns.add(new Column(heading, false));
        return this;
    }

    Table number(String heading) {
        columns.add(new Column(heading, true));
        return this;
    }

    /** A row of texts. */
    Table row(String... cells) {
        return add("", List.of(cells).stream().map(this::content).toList());
    }

    /** A row of texts that is the result of those above it. */
    Table total(String... cells) {
        return add("total", List.of(cells).stream().map(this::content).toList());
    }

    /** A row whose second cell is the quality of the rest. */
    Table rated(String first, Quality quality, String... others) {
        List<Runnable> cells = new ArrayList<>();
        cells.add(content(first));
        cells.add(() -> Figures.quality(html, quality));
        List.of(others).forEach(text -> cells.add(content(text)));
        return add(quality.label(), cells);
    }

    private Runnable content(String text) {
        return () -> html.text(text);
    }

    private Table add(String style, List<Runnable> cells) {
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException(cells.size() + " cells for " + columns.size() + " columns");
        }
        rows.add(new Row(cells, style));
        return this;
    }

    void write() {
        html.element("table", () -> {
            html.element("thead", () -> html.element("tr", () -> columns.forEach(this::heading)));
            html.element("tbody", () -> rows.forEach(this::row));
        });
    }

    private void heading(Column column) {
        html.element("th", column.heading(), "scope", "col", "class", style(column));
    }

    private void row(Row row) {
        html.element(
                "tr",
                () -> {
                    for (int i = 0; i < columns.size(); i++) {
                        Column column = columns.get(i);
                        html.element(
                                "td", row.cells().get(i), "class", style(column), "data-heading", column.heading());
                    }
                },
                "class",
                row.style().isEmpty() ? "plain" : row.style());
    }

    private static String style(Column column) {
        return column.number() ? "number" : "text";
    }
}
