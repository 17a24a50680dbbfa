package io.ceait.emission;

import io.ceait.data.InputException;
import io.ceait.data.Nearest;
import io.ceait.emission.Zones.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * The bundled carbon intensities by zone: {@code WORLD}, countries by ISO code of two or three letters, {@code CN-BJ},
 * {@code CN-REG-NORTH}, {@code US-CAMX}, {@code US-CA}, {@code CA-ON}, cloud regions as {@code gcp:europe-west1}. Case does
 * not matter. The newest vintage is meant unless {@code zone@year} names one.
 *
 * <p>For a country whose own authority publishes a factor (China: MEE, United States: EPA) that one comes before the
 * world table's, although it may be older and counts direct emissions only: it is what the country's reports are made
 * with (T/CCF 0003-2024 takes the MEE's), and only it compares with the same authority's provinces and regions. The
 * world table answers for years that the authority has not published.
 */
public final class IntensityCatalog {

    private static final IntensityCatalog BUNDLED = new IntensityCatalog();

    /** Codes that the tables spell otherwise; country codes in full go by the short one, so that one rule serves both. */
    private static final Map<String, String> ALIASES = Map.of(
            "CHN",
            "CN",
            "USA",
            "US",
            "CAN",
            "CA",
            "CA-MB",
            "CA-MT",
            "UK",
            "GB",
            "EU",
            "OWID_EU27",
            "EU27",
            "OWID_EU27");

    private static final Comparator<Row> BEST_FIRST = Comparator.comparing(Row::official, Comparator.reverseOrder())
            .thenComparing(row -> row.factor().vintage().orElse(0), Comparator.reverseOrder());

    private IntensityCatalog() {}

    public static IntensityCatalog bundled() {
        return BUNDLED;
    }

    /** The factor to compute with. Fails with a sentence that names the nearest zones, or the vintages there are. */
    public IntensityFactor find(String zone) {
        int at = zone.indexOf('@');
        String place = at < 0 ? zone : zone.substring(0, at);
        List<Row> rows = usable(place.strip());
        if (rows.isEmpty()) {
            throw unknown(place.strip());
        }
        if (at < 0) {
            return rows.get(0).factor();
        }
        String year = zone.substring(at + 1).strip();
        return rows.stream()
                .map(Row::factor)
                .filter(factor -> vintage(factor).equals(year))
                .findFirst()
                .orElseThrow(() -> new InputException("zone " + place + " has no vintage \"" + year
                        + "\"; there are "
                        + rows.stream()
                                .map(row -> vintage(row.factor()))
                                .distinct()
                                .sorted()
                                .collect(Collectors.joining(", "))));
    }

    /** Everything held about a zone, the factor to compute with first; also kinds that no footprint is computed with. */
    public List<IntensityFactor> all(String zone) {
        int at = zone.indexOf('@');
        IntensityFactor first = find(zone);
        List<IntensityFactor> rows = new ArrayList<>(List.of(first));
        if (at < 0) {
            rows(zone.strip()).stream()
                    .sorted(Comparator.comparing(Row::usable, Comparator.reverseOrder())
                            .thenComparing(BEST_FIRST))
                    .map(Row::factor)
                    .filter(factor -> !factor.equals(first))
                    .forEach(rows::add);
        }
        return List.copyOf(rows);
    }

    /** The factor of every zone whose name or code contains {@code text}; of all zones when it is empty. */
    public List<IntensityFactor> list(String text) {
        String wanted = text.toLowerCase(Locale.ROOT).strip();
        Map<String, List<Row>> zones = new LinkedHashMap<>();
        for (Zones table : Zones.values()) {
            table.forEach(row -> {
                if (row.usable()) {
                    zones.computeIfAbsent(row.factor().zone(), zone -> new ArrayList<>())
                            .add(row);
                }
            });
        }
        return zones.values().stream()
                .filter(rows -> rows.stream().anyMatch(row -> mentions(row, wanted)))
                .map(rows -> rows.stream().min(BEST_FIRST).orElseThrow().factor())
                .toList();
    }

    private static boolean mentions(Row row, String wanted) {
        return row.factor().zone().toLowerCase(Locale.ROOT).contains(wanted)
                || row.alias().toLowerCase(Locale.ROOT).contains(wanted)
                || row.factor().name().toLowerCase(Locale.ROOT).contains(wanted);
    }

    private static List<Row> usable(String zone) {
        return rows(zone).stream().filter(Row::usable).sorted(BEST_FIRST).toList();
    }

    /** In the order of the tables, which decides between rows of the same rank. */
    private static List<Row> rows(String zone) {
        String wanted = ALIASES.getOrDefault(zone.toUpperCase(Locale.ROOT), zone.replace(" ", ""));
        List<Row> rows = new ArrayList<>();
        for (Zones table : tablesOf(wanted.toUpperCase(Locale.ROOT))) {
            rows.addAll(table.rowsOf(wanted));
        }
        return rows;
    }

    private static List<Zones> tablesOf(String zone) {
        if (zone.indexOf(':') >= 0) {
            return List.of(Zones.CLOUD);
        }
        if (zone.startsWith("CN")) {
            return List.of(Zones.CHINA, Zones.WORLD);
        }
        boolean northAmerica = zone.startsWith("US") || zone.startsWith("CA");
        return northAmerica ? List.of(Zones.NORTH_AMERICA, Zones.WORLD) : List.of(Zones.WORLD);
    }

    private static String vintage(IntensityFactor factor) {
        OptionalInt vintage = factor.vintage();
        return vintage.isPresent() ? Integer.toString(vintage.getAsInt()) : "unknown";
    }

    private InputException unknown(String zone) {
        String wanted = zone.toLowerCase(Locale.ROOT);
        record Near(IntensityFactor factor, int distance) {}
        String near = list("").stream()
                .map(factor -> new Near(factor, distance(wanted, factor)))
                .filter(candidate -> candidate.distance <= 2)
                .sorted(Comparator.comparingInt(Near::distance))
                .limit(5)
                .map(candidate -> candidate.factor.zone() + " (" + candidate.factor.name() + ")")
                .collect(Collectors.joining(", "));
        return new InputException("unknown zone \"" + zone + "\""
                + (near.isEmpty() ? "" : "; near to it: " + near)
                + "; \"intensity list\" shows all");
    }

    /** How far a zone is from what was typed: its name, a beginning, a part, or a slip of one or two letters. */
    private static int distance(String wanted, IntensityFactor factor) {
        String zone = factor.zone().toLowerCase(Locale.ROOT);
        String name = factor.name().toLowerCase(Locale.ROOT);
        if (wanted.isEmpty()) {
            return Integer.MAX_VALUE;
        }
        if (name.equals(wanted)) {
            return 0;
        }
        boolean telling = wanted.length() >= 3;
        if (telling && (zone.startsWith(wanted) || name.startsWith(wanted) || zone.endsWith(":" + wanted))) {
            return 1;
        }
        int slips = Math.min(Nearest.distance(wanted, zone), telling ? Nearest.distance(wanted, name) : 9);
        return telling && name.contains(wanted) ? Math.min(slips, 2) : slips;
    }
}
