package io.ceait.data;

import io.ceait.units.Power;
import java.util.Locale;
import java.util.Optional;

/**
 * The thermal design power of a processor package, from the bundled {@code cpu-tdp.csv}.
 *
 * @param model the row's name of the processor
 * @param tdp watts per package, not per core and not per machine
 * @param source the collection that the row comes from
 */
public record CpuTdp(String model, Power tdp, String source) {

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
        String needle = CpuName.distinctiveWord(wanted);
        if (needle.isEmpty()) {
            return Optional.empty();
        }
        // Parsing five thousand rows costs more start-up time than searching the text for the one word that must be
        // there.
        String text = Bundled.text("cpu-tdp.csv");
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.length() != text.length()) {
            throw new IllegalStateException("cpu-tdp.csv has letters that change length in lower case");
        }
        CpuTdp best = null;
        int at = lower.indexOf(needle);
        while (at >= 0) {
            int start = lower.lastIndexOf('\n', at) + 1;
            int end = lower.indexOf('\n', at);
            int stop = end < 0 ? text.length() : end;
            if (lower.charAt(start) != '#') {
                CpuTdp row = row(text.substring(start, stop));
                if (CpuName.key(row.model).equals(wanted) && CpuName.sameMaker(row.model, brand) && row.beats(best)) {
                    best = row;
                }
            }
            at = lower.indexOf(needle, stop);
        }
        return Optional.ofNullable(best);
    }

    private static CpuTdp row(String line) {
        try (Csv csv = Csv.of("cpu-tdp.csv", new java.io.StringReader("model,tdp_w,cores,source\n" + line))) {
            csv.next();
            return new CpuTdp(csv.text(0), Power.ofWatts(csv.number(1)), csv.text(3));
        }
    }

    private boolean beats(@org.jspecify.annotations.Nullable CpuTdp other) {
        if (other == null) {
            return true;
        }
        boolean named = CpuName.namesMaker(model);
        return named == CpuName.namesMaker(other.model) ? tdp.compareTo(other.tdp) > 0 : named;
    }
}
