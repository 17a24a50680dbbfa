package io.ceait.data;

import io.ceait.units.Power;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The rated power of a GPU, from the bundled {@code gpu-tdp.csv}.
 *
 * @param model the row's name of the GPU
 * @param rated the most it is made to draw for long
 * @param source the collection that the row comes from
 */
public record GpuTdp(String model, Power rated, String source) {

    private static final String IDLE_MARK = "idle watts ";

    /**
     * The row of the GPU that a driver calls {@code name}. A row matches when it has the same words, without those that
     * every GPU has in common, never when it is merely similar; of several the highest value, since it bounds power from above.
     */
    public static Optional<GpuTdp> find(String name) {
        String wanted = AcceleratorName.key(name);
        GpuTdp best = null;
        try (Csv csv = Bundled.table("gpu-tdp.csv")) {
            while (csv.next()) {
                if (csv.text("kind").contains(IDLE_MARK)
                        || !AcceleratorName.key(csv.text("model")).equals(wanted)) {
                    continue;
                }
                GpuTdp row = new GpuTdp(
                        csv.text("model"), Power.ofWatts(csv.number(csv.column("watts"))), csv.text("source"));
                if (best == null || row.rated.compareTo(best.rated) > 0) {
                    best = row;
                }
            }
        }
        return wanted.isEmpty() ? Optional.empty() : Optional.ofNullable(best);
    }

    /** What the GPU that a driver calls {@code name} draws without work, where a row says so, in watts. */
    public static OptionalDouble idleWatts(String name) {
        String wanted = AcceleratorName.key(name);
        try (Csv csv = Bundled.table("gpu-tdp.csv")) {
            while (csv.next()) {
                String kind = csv.text("kind");
                int at = kind.indexOf(IDLE_MARK);
                if (at >= 0 && AcceleratorName.key(csv.text("model")).equals(wanted)) {
                    return OptionalDouble.of(Double.parseDouble(kind.substring(at + IDLE_MARK.length())));
                }
            }
        }
        return OptionalDouble.empty();
    }

    /** The part of its rated power that a GPU draws without work where nothing better is known: that of an A100. */
    public static double usualIdleShare() {
        double idle = 0;
        double full = 0;
        try (Csv csv = Bundled.table("power-models.csv")) {
            while (csv.next()) {
                if (csv.text("model").equals("gpu-ccf-a100")) {
                    double watts = csv.number(csv.column("value"));
                    idle = csv.text("parameter").equals("idle") ? watts : idle;
                    full = csv.text("parameter").equals("full") ? watts : full;
                }
            }
        }
        return full > 0 ? idle / full : 0;
    }
}
