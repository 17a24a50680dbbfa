package io.ceait.sink.prometheus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.ceait.metrics.Metric;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;

/**
 * A Grafana dashboard as the JSON that its import takes. The unit of a panel is that of its metric in the catalogue, so that the
 * two cannot differ.
 *
 * @param uid part of the dashboard's address
 * @param variables chosen at its head, besides the data source
 */
record Dashboard(String uid, String title, String description, List<Variable> variables, List<Panel> panels) {

    /** Panels of Grafana's grid, of 24 columns. */
    private static final int COLUMNS = 24;

    /** The oldest Grafana whose panels these are. */
    private static final int SCHEMA = 38;

    /** @param query what Grafana asks for the values to choose from */
    record Variable(String name, String label, String query, boolean several) {}

    /** @param legend with labels in double braces */
    record Query(String expression, String legend) {}

    enum Kind {
        STAT("stat", 6, 4),
        GRAPH("timeseries", 12, 8),
        BARS("bargauge", 12, 8);

        private final String type;
        private final int width;
        private final int height;

        Kind(String type, int width, int height) {
            this.type = type;
            this.width = width;
            this.height = height;
        }
    }

    /** @param metric whose unit the values have */
    record Panel(Kind kind, String title, String description, Metric metric, List<Query> queries) {}

    static Panel panel(Kind kind, String title, String description, Metric metric, String expression, String legend) {
        return new Panel(kind, title, description, metric, List.of(new Query(expression, legend)));
    }

    /** Grafana's name for the base unit of a metric. */
    static String unit(Metric metric) {
        return switch (metric.unit()) {
            case JOULES -> "joule";
            case WATTS -> "watt";
            case SECONDS -> "s";
            case BYTES -> "bytes";
            case GRAMS -> "massg";
            case GRAMS_PER_KILOWATT_HOUR -> "suffix: gCO2e/kWh";
            case RATIO -> metric == Metric.PUE ? "none" : "percentunit";
            case PROCESSES, GAPS, ERRORS, NONE -> "none";
        };
    }

    String json() throws IOException {
        StringWriter text = new StringWriter();
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
        try (JsonGenerator json = new JsonFactory().createGenerator(text).setPrettyPrinter(printer)) {
            json.writeStartObject();
            json.writeStringField("uid", uid);
            json.writeStringField("title", title);
            json.writeStringField("description", description);
            json.writeNumberField("schemaVersion", SCHEMA);
            json.writeStringField("refresh", "10s");
            json.writeBooleanField("editable", true);
            // One pointer over all graphs: what happened at the same moment is compared.
            json.writeNumberField("graphTooltip", 1);
            json.writeObjectFieldStart("time");
            json.writeStringField("from", "now-1h");
            json.writeStringField("to", "now");
            json.writeEndObject();
            variables(json);
            json.writeArrayFieldStart("panels");
            place(json);
            json.writeEndArray();
            json.writeEndObject();
        }
        return text + "\n";
    }

    private void variables(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("templating");
        json.writeArrayFieldStart("list");
        json.writeStartObject();
        json.writeStringField("name", "datasource");
        json.writeStringField("label", "Data source");
        json.writeStringField("type", "datasource");
        json.writeStringField("query", "prometheus");
        json.writeEndObject();
        for (Variable variable : variables) {
            json.writeStartObject();
            json.writeStringField("name", variable.name());
            json.writeStringField("label", variable.label());
            json.writeStringField("type", "query");
            source(json);
            json.writeStringField("query", variable.query());
            json.writeNumberField("refresh", 2);
            json.writeNumberField("sort", 2);
            json.writeBooleanField("multi", variable.several());
            json.writeBooleanField("includeAll", variable.several());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void source(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("datasource");
        json.writeStringField("type", "prometheus");
        json.writeStringField("uid", "${datasource}");
        json.writeEndObject();
    }

    /** From the left to the right, row by row. */
    private void place(JsonGenerator json) throws IOException {
        int x = 0;
        int y = 0;
        int rowHeight = 0;
        for (int i = 0; i < panels.size(); i++) {
            Panel panel = panels.get(i);
            if (x + panel.kind().width > COLUMNS) {
                x = 0;
                y += rowHeight;
                rowHeight = 0;
            }
            panel(json, panel, i + 1, x, y);
            x += panel.kind().width;
            rowHeight = Math.max(rowHeight, panel.kind().height);
        }
    }

    private static void panel(JsonGenerator json, Panel panel, int id, int x, int y) throws IOException {
        json.writeStartObject();
        json.writeNumberField("id", id);
        json.writeStringField("type", panel.kind().type);
        json.writeStringField("title", panel.title());
        json.writeStringField("description", panel.description());
        source(json);
        json.writeObjectFieldStart("gridPos");
        json.writeNumberField("x", x);
        json.writeNumberField("y", y);
        json.writeNumberField("w", panel.kind().width);
        json.writeNumberField("h", panel.kind().height);
        json.writeEndObject();
        json.writeObjectFieldStart("fieldConfig");
        json.writeObjectFieldStart("defaults");
        json.writeStringField("unit", unit(panel.metric()));
        if (panel.kind() == Kind.GRAPH) {
            json.writeNumberField("min", 0);
            json.writeObjectFieldStart("custom");
            // A gap is to be seen as one.
            json.writeBooleanField("spanNulls", false);
            json.writeStringField("showPoints", "never");
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeArrayFieldStart("overrides");
        json.writeEndArray();
        json.writeEndObject();
        json.writeArrayFieldStart("targets");
        for (int i = 0; i < panel.queries().size(); i++) {
            Query query = panel.queries().get(i);
            json.writeStartObject();
            json.writeStringField("refId", String.valueOf((char) ('A' + i)));
            source(json);
            json.writeStringField("expr", query.expression());
            json.writeStringField("legendFormat", query.legend());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
