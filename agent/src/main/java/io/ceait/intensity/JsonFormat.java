package io.ceait.intensity;

import io.ceait.data.InputException;
import io.ceait.units.Mass;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How each publisher names what a value consists of. Field names are in lower case, those of inner objects with a dot. */
enum JsonFormat {
    /** The API's {@code latest}, {@code history}, {@code past-range} and {@code forecast}: gCO2eq/kWh. */
    ELECTRICITY_MAPS("Electricity Maps", "datetime") {
        @Override
        boolean fits(Map<String, String> fields) {
            return fields.containsKey("datetime") && valueOrNull(fields) != null;
        }

        @Override
        @Nullable
        String valueOrNull(Map<String, String> fields) {
            String average = fields.get("carbonintensity");
            return average != null ? average : fields.get("marginalcarbonintensity");
        }

        @Override
        @Nullable
        String zone(Map<String, String> fields) {
            return fields.get("zone");
        }

        @Override
        boolean isProvisional(Map<String, String> fields) {
            return "true".equals(fields.get("isestimated"));
        }

        @Override
        Map<String, String> factsOf(Map<String, String> fields) {
            String basis = fields.get("emissionfactortype");
            return Map.of(
                    "basis",
                    basis == null ? "lifecycle" : basis,
                    "signal",
                    fields.containsKey("carbonintensity") ? "average" : "marginal");
        }

        @Override
        Signal signal(String name, Map<String, String> head) {
            return "marginal".equals(head.get("signal")) ? Signal.MARGINAL : Signal.AVERAGE;
        }

        @Override
        String kind(Map<String, String> head) {
            String basis = "direct".equals(head.get("basis")) ? "direct CO2e" : "life-cycle CO2e";
            return head.getOrDefault("signal", "average") + ", " + basis;
        }

        @Override
        String zoneOf(Map<String, String> head) {
            return head.getOrDefault("zone", "");
        }
    },
    /** {@code historical} and {@code forecast} of version 3: pounds per megawatt-hour, and {@code meta} says of what. */
    WATTTIME("WattTime", "point_time") {
        @Override
        boolean fits(Map<String, String> fields) {
            return fields.containsKey("point_time") && fields.containsKey("value");
        }

        @Override
        String valueOrNull(Map<String, String> fields) {
            return fields.getOrDefault("value", "");
        }

        @Override
        Signal signal(String name, Map<String, String> head) {
            String type = head.getOrDefault("meta.signal_type", "co2_moer");
            return switch (type) {
                case "co2_moer" -> Signal.MARGINAL;
                case "co2_aoer" -> Signal.AVERAGE;
                default ->
                    throw new InputException(name + " holds WattTime's signal " + type
                            + ", which is no carbon intensity; co2_aoer is the average one, co2_moer the marginal one");
            };
        }

        @Override
        String kind(Map<String, String> head) {
            return "co2_aoer".equals(head.get("meta.signal_type")) ? "average, direct CO2" : "marginal, direct CO2";
        }

        @Override
        String zoneOf(Map<String, String> head) {
            return head.getOrDefault("meta.region", "");
        }

        @Override
        double gramsPerUnit(String name, Map<String, String> head) {
            String units = head.getOrDefault("meta.units", "lbs_co2_per_mwh");
            if (!units.equals("lbs_co2_per_mwh")) {
                throw new InputException(
                        name + " is in the unit " + units + ", which is not known; it is lbs_co2_per_mwh");
            }
            // Per megawatt-hour a kilogram is what per kilowatt-hour a gram is.
            return Mass.KILOGRAMS_PER_POUND;
        }
    },
    /** Half-hours of the grid of Great Britain: gCO2/kWh, forecast and, once it is known, actual. */
    GREAT_BRITAIN("Carbon Intensity API of Great Britain", "from") {
        @Override
        boolean fits(Map<String, String> fields) {
            return fields.containsKey("from") && valueOrNull(fields) != null;
        }

        @Override
        @Nullable
        String valueOrNull(Map<String, String> fields) {
            String actual = fields.get("intensity.actual");
            return actual != null ? actual : fields.get("intensity.forecast");
        }

        @Override
        boolean isProvisional(Map<String, String> fields) {
            return !fields.containsKey("intensity.actual");
        }

        @Override
        Signal signal(String name, Map<String, String> head) {
            return Signal.AVERAGE;
        }

        @Override
        String kind(Map<String, String> head) {
            return "average, direct CO2";
        }

        @Override
        String zoneOf(Map<String, String> head) {
            // Of a region it stands in an object around its values, or in an array around them.
            String region = head.getOrDefault("data.shortname", head.get("shortname"));
            return region == null ? "GB" : "GB (" + region + ")";
        }
    },
    /** {@code emissions/bylocation} and the like: gCO2/kWh of whatever its own source publishes. */
    CARBON_AWARE_SDK("Carbon Aware SDK", "time") {
        @Override
        boolean fits(Map<String, String> fields) {
            return (fields.containsKey("time") && fields.containsKey("rating"))
                    || (fields.containsKey("timestamp") && fields.containsKey("value"));
        }

        @Override
        String time(Map<String, String> fields) {
            return fields.getOrDefault("time", fields.getOrDefault("timestamp", ""));
        }

        @Override
        String valueOrNull(Map<String, String> fields) {
            return fields.getOrDefault("rating", fields.getOrDefault("value", ""));
        }

        @Override
        @Nullable
        String zone(Map<String, String> fields) {
            return fields.get("location");
        }

        @Override
        boolean isProvisional(Map<String, String> fields) {
            return fields.containsKey("timestamp");
        }

        @Override
        Signal signal(String name, Map<String, String> head) {
            return Signal.UNSTATED;
        }

        @Override
        String kind(Map<String, String> head) {
            return "not stated whether average or marginal";
        }

        @Override
        String zoneOf(Map<String, String> head) {
            return head.getOrDefault("location", "");
        }

        @Override
        List<String> notes(String name) {
            return List.of(
                    name + " does not say whether its carbon intensities are average or marginal: the Carbon Aware"
                            + " SDK passes on what its own source gives (Electricity Maps average, WattTime marginal values, which"
                            + " no inventory is made with)");
        }
    };

    private final String label;
    private final String timeField;

    JsonFormat(String label, String timeField) {
        this.label = label;
        this.timeField = timeField;
    }

    /** The format that an object is a value of; null if it is none. */
    static @Nullable JsonFormat of(Map<String, String> fields) {
        for (JsonFormat format : values()) {
            if (format.fits(fields)) {
                return format;
            }
        }
        return null;
    }

    String label() {
        return label;
    }

    abstract boolean fits(Map<String, String> fields);

    abstract @Nullable String valueOrNull(Map<String, String> fields);

    abstract Signal signal(String name, Map<String, String> head);

    abstract String kind(Map<String, String> head);

    /** The zone by what stands outside the values; empty if that does not say. */
    abstract String zoneOf(Map<String, String> head);

    String time(Map<String, String> fields) {
        return fields.getOrDefault(timeField, "");
    }

    /** Of an object that {@link #fits}. */
    String value(Map<String, String> fields) {
        String value = valueOrNull(fields);
        return value == null ? "" : value;
    }

    /** The zone of one value; null where it does not say. */
    @Nullable
    String zone(Map<String, String> fields) {
        return null;
    }

    /** Whether a value is a forecast or an estimate. */
    boolean isProvisional(Map<String, String> fields) {
        return false;
    }

    /** What a value says of all of them. */
    Map<String, String> factsOf(Map<String, String> fields) {
        return Map.of();
    }

    List<String> notes(String name) {
        return List.of();
    }

    /** Grams per kilowatt-hour, unless the format says otherwise. */
    double gramsPerUnit(String name, Map<String, String> head) {
        return 1;
    }
}
