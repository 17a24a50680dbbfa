package io.ceait.intensity.live;

import java.util.Locale;

/** Who can be asked. */
public enum Provider {
    /** Average, life-cycle, by consumption: what its API gives when nothing else is asked for. */
    ELECTRICITY_MAPS(
            "electricitymaps", "Electricity Maps", "https://api.electricitymaps.com", "average, life-cycle CO2e"),
    /**
     * Its average signal, {@code co2_aoer}. What WattTime is known for, {@code co2_moer}, is marginal: no inventory is made
     * with it, so it is not asked for.
     */
    WATTTIME("watttime", "WattTime", "https://api.watttime.org", "average, direct CO2"),
    /** The grid of Great Britain, or one of its regions; free, without a token. */
    GREAT_BRITAIN(
            "gb", "Carbon Intensity API of Great Britain", "https://api.carbonintensity.org.uk", "average, direct CO2");

    private final String label;
    private final String title;
    private final String address;
    private final String kind;

    Provider(String label, String title, String address, String kind) {
        this.label = label;
        this.title = title;
        this.address = address;
        this.kind = kind;
    }

    /** As a setting names it. */
    public String label() {
        return label;
    }

    String title() {
        return title;
    }

    String address() {
        return address;
    }

    String kind() {
        return kind;
    }

    boolean needsToken() {
        return this != GREAT_BRITAIN;
    }

    /** Whether a zone can be left out, and what may be one. */
    boolean takes(String zone) {
        return this == GREAT_BRITAIN
                ? zone.isEmpty() || zone.matches("1[0-8]|[1-9]")
                : zone.matches("[A-Za-z0-9_-]{1,40}");
    }

    /** The name of the zone in results. */
    String zoneName(String zone) {
        return this == GREAT_BRITAIN ? (zone.isEmpty() ? "GB" : "GB-region-" + zone) : zone.toUpperCase(Locale.ROOT);
    }
}
