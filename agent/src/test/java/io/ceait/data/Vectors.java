package io.ceait.data;

import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The published calculations under {@code src/test/resources/vectors}, row by row. */
public final class Vectors {

    /** One row, by column name. */
    public record Row(Map<String, String> fields) {

        public String text(String column) {
            return Objects.requireNonNull(fields.get(column), column);
        }

        public boolean has(String column) {
            return !text(column).isEmpty();
        }

        public double number(String column) {
            return Double.parseDouble(text(column));
        }

        /** The cell, or {@code otherwise} where it is empty. */
        public double number(String column, double otherwise) {
            return has(column) ? number(column) : otherwise;
        }

        @Override
        public String toString() {
            return String.join(" ", fields.values());
        }
    }

    private Vectors() {}

    public static List<Row> rows(String file) {
        var stream = Objects.requireNonNull(Vectors.class.getResourceAsStream("/vectors/" + file), file);
        List<Row> rows = new ArrayList<>();
        try (Csv csv = Csv.of(file, new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            while (csv.next()) {
                Map<String, String> fields = new LinkedHashMap<>();
                csv.columns().forEach(column -> fields.put(column, csv.text(column)));
                rows.add(new Row(fields));
            }
        }
        return rows;
    }
}
