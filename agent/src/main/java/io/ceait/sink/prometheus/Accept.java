package io.ceait.sink.prometheus;

import java.util.Locale;

/**
 * Which of the two formats a client would rather have, as its header {@code Accept} says (RFC 9110, 12.5.1). Prometheus text
 * goes to whoever does not say, and where both are wanted as much: every reader of these metrics understands it.
 *
 * @param openMetrics weight of OpenMetrics 1.0, 0 to 1; 0 where it is not acceptable
 * @param text weight of Prometheus text, as well
 */
record Accept(double openMetrics, double text) {

    static Accept of(String header) {
        Format openMetrics = new Format("application", "openmetrics-text", "1.0.0");
        Format text = new Format("text", "plain", "0.0.4");
        for (String range : header.toLowerCase(Locale.ROOT).split(",", -1)) {
            openMetrics.consider(range);
            text.consider(range);
        }
        return new Accept(openMetrics.weight, text.weight);
    }

    boolean prefersOpenMetrics() {
        return openMetrics > text;
    }

    /** A format, and the weight by the closest range that fits it: a wildcard says nothing of what is named. */
    private static final class Format {

        private final String kind;
        private final String subtype;
        private final String version;
        private int closest;
        private double weight;

        Format(String kind, String subtype, String version) {
            this.kind = kind;
            this.subtype = subtype;
            this.version = version;
        }

        private void consider(String range) {
            String[] parts = range.split(";", -1);
            double asked = 1;
            for (int i = 1; i < parts.length; i++) {
                int equals = parts[i].indexOf('=');
                String name = parts[i].substring(0, Math.max(0, equals)).strip();
                String value = parts[i].substring(equals + 1).strip();
                if (name.equals("version") && !value.replace("\"", "").equals(version)) {
                    return;
                }
                asked = name.equals("q") ? number(value) : asked;
            }
            int close = closeness(parts[0].strip());
            if (close > closest) {
                closest = close;
                weight = asked;
            } else if (close > 0 && close == closest) {
                weight = Math.max(weight, asked);
            }
        }

        private int closeness(String range) {
            if (range.equals(kind + "/" + subtype)) {
                return 3;
            }
            return range.equals(kind + "/*") ? 2 : range.equals("*/*") ? 1 : 0;
        }

        /** What is no weight is none. */
        private static double number(String text) {
            try {
                double value = Double.parseDouble(text);
                return value >= 0 && value <= 1 ? value : 0;
            } catch (NumberFormatException e) {
                return 0;
            }
        }
    }
}
