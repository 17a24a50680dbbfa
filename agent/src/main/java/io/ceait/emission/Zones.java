package io.ceait.emission;

import io.ceait.data.Bundled;
import io.ceait.data.Csv;
import io.ceait.device.Quality;
import io.ceait.emission.IntensityFactor.Reach;
import io.ceait.units.CarbonIntensity;
import io.ceait.units.Pue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** The bundled tables of intensities, row by row in one shape. Nothing is kept: a run asks for one zone, once. */
enum Zones {
    CHINA("grid-intensity-china.csv", "zone", "zone") {
        @Override
        Row row(Csv csv) {
            String basis = csv.text("basis");
            boolean lifeCycle = basis.contains("life-cycle");
            boolean average = basis.equals("average") || basis.equals("company-average");
            String kind = lifeCycle ? basis : basis + ", direct CO2";
            return new Row(
                    factor(
                            csv.text("zone"),
                            csv.text("name"),
                            kilograms(csv, "kgco2_per_kwh"),
                            kind,
                            csv.text("level").equals("national") ? Reach.NATIONAL : Reach.REGIONAL,
                            year(csv, "data_year"),
                            csv.text("source"),
                            csv.text("verified").contains("CC BY 4.0") ? "CC BY 4.0" : "published by the government"),
                    "",
                    average,
                    csv.text("source").startsWith("MEE"));
        }
    },
    NORTH_AMERICA("grid-intensity-us.csv", "zone", "zone") {
        @Override
        Row row(Csv csv) {
            boolean national = csv.text("level").endsWith("national");
            return new Row(
                    factor(
                            csv.text("zone"),
                            csv.text("name"),
                            kilograms(csv, "kgco2e_per_kwh"),
                            "average, direct CO2e",
                            national ? Reach.NATIONAL : Reach.REGIONAL,
                            year(csv, "data_year"),
                            csv.text("source"),
                            csv.text("licence")),
                    "",
                    true,
                    csv.text("source").startsWith("EPA"));
        }
    },
    WORLD("grid-intensity-world.csv", "iso2", "iso3") {
        @Override
        Row row(Csv csv) {
            String iso2 = csv.text("iso2");
            String iso3 = csv.text("iso3");
            return new Row(
                    factor(
                            iso2.isEmpty() ? iso3 : iso2,
                            csv.text("name"),
                            CarbonIntensity.ofGramsPerKilowattHour(csv.number(csv.column("gco2e_per_kwh"))),
                            "average, life-cycle CO2e",
                            iso3.equals("WORLD") || iso3.startsWith("OWID_") ? Reach.WORLD : Reach.NATIONAL,
                            year(csv, "year"),
                            "Our World in Data, carbon intensity of electricity (Ember; Energy Institute)",
                            "CC BY 4.0"),
                    iso3,
                    true,
                    false);
        }
    },
    CLOUD("cloud-regions.csv", "", "") {
        @Override
        Row row(Csv csv) {
            String provider = csv.text("provider");
            String region = csv.text("region").replace(" ", "").toLowerCase(Locale.ROOT);
            String pue = csv.text("pue");
            IntensityFactor factor = new IntensityFactor(
                    provider + ":" + region,
                    csv.text("location"),
                    CarbonIntensity.ofGramsPerKilowattHour(csv.number(csv.column("gco2e_per_kwh"))),
                    "average of the region's grid, location-based CO2e (direct or life-cycle is not stated)",
                    Reach.REGIONAL,
                    year(csv, "vintage"),
                    csv.text("source"),
                    csv.text("licence"),
                    Quality.DERIVED,
                    pue.isEmpty() ? Optional.empty() : Optional.of(Pue.of(csv.number(csv.column("pue")))));
            return new Row(factor, "", true, false);
        }
    };

    /**
     * @param alias a second name of the zone, or empty
     * @param usable whether footprints are computed with it: not marginal, residual or superseded factors
     * @param official published by the zone's own authority
     */
    record Row(IntensityFactor factor, String alias, boolean usable, boolean official) {

        boolean isOf(String zone) {
            return factor.zone().equalsIgnoreCase(zone) || (!alias.isEmpty() && alias.equalsIgnoreCase(zone));
        }
    }

    private final String file;
    private final String key;
    private final String otherKey;

    /** @param key the column that holds the zone, empty where it is made of several */
    Zones(String file, String key, String otherKey) {
        this.file = file;
        this.key = key;
        this.otherKey = otherKey;
    }

    abstract Row row(Csv csv);

    void forEach(Consumer<Row> action) {
        try (Csv csv = Bundled.table(file)) {
            while (csv.next()) {
                action.accept(row(csv));
            }
        }
    }

    /** The rows of one zone. On the start-up path: the other rows are skipped without an object made of them. */
    List<Row> rowsOf(String zone) {
        List<Row> found = new ArrayList<>();
        try (Csv csv = Bundled.table(file)) {
            int column = key.isEmpty() ? -1 : csv.column(key);
            int otherColumn = key.isEmpty() ? -1 : csv.column(otherKey);
            while (csv.next()) {
                boolean candidate =
                        column < 0 || csv.holdsIgnoringCase(column, zone) || csv.holdsIgnoringCase(otherColumn, zone);
                if (candidate) {
                    Row row = row(csv);
                    if (row.isOf(zone)) {
                        found.add(row);
                    }
                }
            }
        }
        return found;
    }

    private static IntensityFactor factor(
            String zone,
            String name,
            CarbonIntensity intensity,
            String kind,
            Reach reach,
            OptionalInt vintage,
            String source,
            String licence) {
        return new IntensityFactor(
                zone, name, intensity, kind, reach, vintage, source, licence, Quality.DERIVED, Optional.empty());
    }

    private static CarbonIntensity kilograms(Csv csv, String column) {
        return CarbonIntensity.ofKilogramsPerKilowattHour(csv.number(csv.column(column)));
    }

    private static OptionalInt year(Csv csv, String column) {
        int at = csv.column(column);
        return csv.text(at).isEmpty() ? OptionalInt.empty() : OptionalInt.of((int) csv.number(at));
    }
}
