package io.ceait.data;

import io.ceait.units.Power;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The thermal design power of a processor package, from the bundled {@code cpu-tdp.csv}.
 *
 * @param model the row's name of the processor
 * @param tdp watts per package, not per core and not per machine
 * @param source the collection that the row comes from
 */
public record CpuTdp(String model, Power tdp, String source) {

    private static final String HEADER = "model,tdp_w,cores,source\n";

    /**
     * The row of the processor that {@code brand} names, such as {@code Intel(R) Xeon(R) Gold 6248R CPU @ 3.00GHz} of
     * {@code /proc/cpuinfo}. A row matches when it says the same after normalisation, never when it is merely similar: a
     * wrong processor is worse than none, because none falls back to a model that says how little it knows.
     *
     * <p>Where rows contradict each other, the one that spells out the maker wins, for it was taken from the maker's
     * list while the short names were typed in by hand; then the higher value, because TDP bounds sustained power from above.
     */
    public static Optional<CpuTdp> find(String brand) {
        String wanted = CpuName.key(brand);
        String number = CpuName.longestNumber(wanted);
        if (number.isEmpty()) {
            return Optional.empty();
        }
        // Start-up path: parsing five thousand rows costs far more than searching the text for the number that must be
        // there.
        String text = Bundled.text("cpu-tdp.csv");
        CpuTdp best = null;
        int at = text.indexOf(number);
        while (at >= 0) {
            int start = text.lastIndexOf('\n', at) + 1;
            int newline = text.indexOf('\n', at);
            int end = newline < 0 ? text.length() : newline;
            CpuTdp row = row(text, start, end, wanted);
            if (row != null && CpuName.sameMaker(row.model, brand) && row.beats(best)) {
                best = row;
            }
            at = text.indexOf(number, end);
        }
        return Optional.ofNullable(best);
    }

    /** Up to five models whose names are near to {@code name}, for a sentence about one that is not there. */
    public static Optional<String> nearest(String name) {
        String wanted = CpuName.key(name);
        record Near(String model, int distance) {}
        List<Near> near = new ArrayList<>();
        try (Csv csv = Bundled.table("cpu-tdp.csv")) {
            while (csv.next()) {
                near.add(new Near(csv.text("model"), Nearest.distance(wanted, CpuName.key(csv.text("model")))));
            }
        }
        String found = near.stream()
                .filter(one -> one.distance <= Math.max(2, wanted.length() / 4))
                .sorted(Comparator.comparingInt(Near::distance))
                .map(Near::model)
                .distinct()
                .limit(5)
                .collect(Collectors.joining(", "));
        return found.isEmpty() ? Optional.empty() : Optional.of(found);
    }

    /** The row between two positions, if it is one and is called {@code wanted}. */
    private static @Nullable CpuTdp row(String text, int start, int end, String wanted) {
        int comma = text.indexOf(',', start);
        if (text.charAt(start) == '#'
                || comma < 0
                || !CpuName.key(text.substring(start, comma)).equals(wanted)) {
            return null;
        }
        try (Csv csv = Csv.of("cpu-tdp.csv", new StringReader(HEADER.concat(text.substring(start, end))))) {
            csv.next();
            return new CpuTdp(csv.text(0), Power.ofWatts(csv.number(1)), csv.text(3));
        }
    }

    private boolean beats(@Nullable CpuTdp other) {
        if (other == null) {
            return true;
        }
        boolean named = CpuName.namesMaker(model);
        return named == CpuName.namesMaker(other.model) ? tdp.compareTo(other.tdp) > 0 : named;
    }
}
