package io.ceait.emission;

import io.ceait.data.Bundled;
import io.ceait.data.Csv;
import io.ceait.device.Quality;
import io.ceait.units.Pue;

/** What is assumed when the user states nothing: the rows of {@code defaults.csv}. */
record Defaults(Pue pue, PueSource pueSource, int pueVintage, String zone) {

    static Defaults load() {
        Pue pue = null;
        PueSource source = null;
        int vintage = 0;
        String zone = null;
        try (Csv csv = Bundled.table("defaults.csv")) {
            while (csv.next()) {
                if (csv.text("key").equals("pue")) {
                    pue = Pue.of(csv.number(csv.column("value")));
                    vintage = (int) csv.number(csv.column("vintage"));
                    source = new PueSource(Quality.SUBSTITUTED, csv.text("source"));
                } else if (csv.text("key").equals("zone")) {
                    zone = csv.text("value");
                }
            }
        }
        if (pue == null || source == null || zone == null) {
            throw new IllegalStateException("defaults.csv lacks the row pue or zone");
        }
        return new Defaults(pue, source, vintage, zone);
    }
}
