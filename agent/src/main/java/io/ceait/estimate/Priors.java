package io.ceait.estimate;

import io.ceait.data.Bundled;
import io.ceait.data.Csv;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is assumed where nothing is stated, and how far off it may be: the rows of {@code estimate.csv}. */
public final class Priors {

    private final Map<String, Double> values = new LinkedHashMap<>();

    private Priors() {}

    public static Priors bundled() {
        Priors priors = new Priors();
        try (Csv csv = Bundled.table("estimate.csv")) {
            while (csv.next()) {
                priors.values.put(csv.text("key"), csv.number(csv.column("value")));
            }
        }
        return priors;
    }

    /** Fails as an internal error on a key that the table lacks. */
    double value(String key) {
        Double value = values.get(key);
        if (value == null) {
            throw new IllegalStateException("estimate.csv lacks the row " + key);
        }
        return value;
    }

    Spread spread(String key) {
        return Spread.ofFactor(value(key));
    }
}
