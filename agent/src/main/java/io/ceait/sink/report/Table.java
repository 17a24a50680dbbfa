package io.ceait.sink.report;

import io.ceait.assessment.Term;
import io.ceait.device.Quality;
import io.ceait.text.Message;
import java.util.ArrayList;
import java.util.List;

/**
 * A table that a narrow screen shows as a list, unless it has two columns alone: each cell carries the heading of its
 * column. A row that rests on an
 * estimate is marked as a whole.
 */
final class Table {

    private final Page page;
    private final Html html;
    private final List<Column> columns = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();

    private record Column(String heading, boolean number) {}

    private record Row(List<Runnable> cells, String style) {}

    Table(Page page) {
        this.page = page;
        this.html = page.html();
    }

    Table text(Message... headings) {
        for (Message heading : headings) {
            columns.add(new Column(page.say(heading), false));
        }
        return this;
    }

    Table number(Message... headings) {
        for (Message heading : headings) {
            number(page.say(heading));
        }
        return this;
    }

    Table number(String heading) {
        columns.add(new Column(heading, true));
        return this;
    }

    /** A row of texts. */
    Table row(String... cells) {
        return add("plain", contents(cells));
    }

    /** A row of texts that is the result of those above it. */
    Table total(String... cells) {
        return add("total", contents(cells));
    }

    /** A row that lacks something. */
    Table lacking(String... cells) {
        return add("lacking", contents(cells));
    }

    /** A row whose second cell is the quality of the rest. */
    Table rated(String first, Quality quality, String... others) {
        List<Runnable> cells = new ArrayList<>();
        cells.add(() -> html.text(first));
        cells.add(() -> quality(page, quality));
        cells.addAll(contents(others));
        return add(quality.label(), cells);
    }

    /** The quality as a tag whose form, not only its colour, says whether the figure was measured. */
    static void quality(Page page, Quality quality) {
        String sign = switch (quality) {
            case MEASURED -> "●";
            case DERIVED -> "◐";
            case ESTIMATED -> "≈";
            case SUBSTITUTED -> "◇";
        };
        page.html().element("span", sign + " " + page.say(Term.of(quality)), "class", "quality " + quality.label());
    }

    private List<Runnable> contents(String... cells) {
        List<Runnable> contents = new ArrayList<>();
        for (String cell : cells) {
            contents.add(() -> html.text(cell));
        }
        return contents;
    }

    private Table add(String style, List<Runnable> cells) {
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException(cells.size() + " cells for " + columns.size() + " columns");
        }
        rows.add(new Row(cells, style));
        return this;
    }

    void write() {
        html.element(
                "table",
                () -> {
                    html.element("thead", () -> html.element("tr", () -> columns.forEach(this::heading)));
                    html.element("tbody", () -> rows.forEach(this::row));
                },
                "class",
                columns.size() == 2 ? "pairs" : "wide");
    }

    private void heading(Column column) {
        html.element("th", column.heading(), "scope", "col", "class", style(column));
    }

    private void row(Row row) {
        html.element("tr", () -> cells(row), "class", row.style());
    }

    private void cells(Row row) {
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            html.element("td", row.cells().get(i), "class", style(column), "data-heading", column.heading());
        }
    }

    private static String style(Column column) {
        return column.number() ? "number" : "text";
    }
}
