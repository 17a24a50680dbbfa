package io.ceait.metrics;

/** What a metric counts, in base units. */
public enum MetricUnit {
    JOULES("joules", "J"),
    WATTS("watts", "W"),
    GRAMS("grams", "g"),
    SECONDS("seconds", "s"),
    BYTES("bytes", "By"),
    GRAMS_PER_KILOWATT_HOUR("", "g/(kW.h)"),
    RATIO("", "1"),
    PROCESSES("", "{process}"),
    GAPS("", "{gap}"),
    ERRORS("", "{error}"),
    NONE("", "");

    private final String suffix;
    private final String ucum;

    MetricUnit(String suffix, String ucum) {
        this.suffix = suffix;
        this.ucum = ucum;
    }

    /** What Prometheus puts behind a name; empty where the name says it already, or there is none. */
    public String suffix() {
        return suffix;
    }

    /** By the Unified Code for Units of Measure, which OpenTelemetry writes; empty where there is none. */
    public String ucum() {
        return ucum;
    }
}
