package io.ceait.source.model;

import io.ceait.data.Bundled;
import io.ceait.data.Csv;
import java.util.HashMap;
import java.util.Map;

/** The numbers of {@code power-models.csv}, read once, when the first model is asked. */
final class Coefficients {

    private static final class Holder {
        private static final Coefficients INSTANCE = new Coefficients();
    }

    private final Map<String, Double> values = new HashMap<>();
    private final Map<String, String> sources = new HashMap<>();

    private Coefficients() {
        try (Csv csv = Bundled.table("power-models.csv")) {
            while (csv.next()) {
                String model = csv.text("model");
                values.put(model + "/" + csv.text("parameter"), csv.number(csv.column("value")));
                sources.putIfAbsent(model, csv.text("source"));
            }
        }
    }

    static double of(String model, String parameter) {
        Double value = Holder.INSTANCE.values.get(model + "/" + parameter);
        if (value == null) {
            throw new IllegalArgumentException("power-models.csv has no " + parameter + " of " + model);
        }
        return value;
    }

    static String source(String model) {
        String source = Holder.INSTANCE.sources.get(model);
        if (source == null) {
            throw new IllegalArgumentException("power-models.csv has no " + model);
        }
        return source;
    }
}
