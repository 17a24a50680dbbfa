package io.ceait.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.fuzz.Inputs;
import io.ceait.fuzz.Refusals;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Fuzz harnesses of this package. */
public final class DataParsers {

    /** Reading a table of tables takes its time. */
    private static final AcceleratorCatalog ACCELERATORS = AcceleratorCatalog.bundled();

    private DataParsers() {}

    /** Every field of every row, as text and as a number. */
    public static void csv(byte[] input) {
        try (Csv csv = Csv.open(Inputs.file(input))) {
            while (csv.next()) {
                for (int i = 0; i < csv.columns().size(); i++) {
                    assertThat(csv.holds(i, csv.text(i))).isTrue();
                    double value = Decimals.parse(csv.characters(), csv.start(i), csv.end(i));
                    assertThat(Double.isInfinite(value)).isFalse();
                }
            }
        }
    }

    public static void timestamps(byte[] input) {
        try (Csv csv = Csv.open(Inputs.file(input))) {
            Timestamps timestamps = new Timestamps(true);
            while (csv.next()) {
                long unused = timestamps.nanoseconds(csv, 0);
            }
        }
    }

    /** The same number as that of the JDK, to the last bit. */
    public static void decimal(byte[] input) {
        char[] text = new String(input, StandardCharsets.ISO_8859_1).toCharArray();
        double value = Decimals.parse(text, 0, text.length);
        if (!Double.isNaN(value)) {
            assertThat(value).isEqualTo(Double.parseDouble(new String(text)));
        }
    }

    public static void magnitude(byte[] input) {
        Refusals.illegalArgumentOr(
                () -> assertThat(Math.abs(Magnitude.parse(Inputs.text(input)))).isFinite());
    }

    /** Every key of every level, in every type that there is. */
    public static void yaml(byte[] input) {
        Path file = Inputs.file(input);
        YamlFile.readIfAny(file).ifPresent(map -> walk(map, 0));
    }

    private static void walk(YamlMap map, int depth) {
        for (String key : depth > 8 ? List.<String>of() : map.keys()) {
            assertThat(map.where(key)).contains("the-input:");
            refusedOr(() -> map.text(key));
            refusedOr(() -> map.number(key));
            refusedOr(() -> {
                map.map(key).ifPresent(inner -> walk(inner, depth + 1));
                return true;
            });
            refusedOr(() -> {
                map.maps(key).forEach(inner -> walk(inner, depth + 1));
                return true;
            });
        }
    }

    private static void refusedOr(java.util.function.Supplier<Object> read) {
        try {
            Object unused = read.get();
        } catch (InputException e) {
            Refusals.check(e);
        }
    }

    /** As a processor or a driver calls itself. */
    public static void processorName(byte[] input) {
        String name = Inputs.text(input);
        CpuTdp.find(name).ifPresent(row -> assertThat(row.tdp().watts()).isPositive());
    }

    public static void acceleratorName(byte[] input) {
        String name = Inputs.text(input);
        GpuTdp.find(name).ifPresent(row -> assertThat(row.rated().watts()).isPositive());
        assertThat(GpuTdp.idleWatts(name).orElse(1)).isPositive();
        ACCELERATORS.find(name);
    }
}
