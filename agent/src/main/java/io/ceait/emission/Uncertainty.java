package io.ceait.emission;

import io.ceait.data.Bundled;
import io.ceait.data.Csv;
import io.ceait.data.InputException;
import io.ceait.data.Nearest;
import io.ceait.device.DeviceType;
import io.ceait.device.Quality;
import io.ceait.units.Mass;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The assumed uncertainty of each part of a result and the reason for it: the rows of {@code uncertainty.csv}, any of
 * which a user may override. Keys of energies are the names of their sources, where need be with the type of device: {@code rapl}, {@code rapl-dram},
 * {@code cpu-model}, {@code ram-model}, {@code nvml-energy}, {@code nvml-power}, {@code nvml-power-part-time}, {@code gpu-model}.
 */
public final class Uncertainty {

    /** A value with the sentence that justifies it. */
    public record Entry(RelativeUncertainty value, String reason) {}

    private final Map<String, Entry> entries;

    private Uncertainty(Map<String, Entry> entries) {
        this.entries = Collections.unmodifiableMap(entries);
    }

    public static Uncertainty bundled() {
        Map<String, Entry> entries = new LinkedHashMap<>();
        try (Csv csv = Bundled.table("uncertainty.csv")) {
            while (csv.next()) {
                RelativeUncertainty value = new RelativeUncertainty(csv.number(csv.column("value")));
                entries.put(csv.text("key"), new Entry(value, csv.text("reason")));
            }
        }
        return new Uncertainty(entries);
    }

    /**
     * Values that the user states: {@code rapl=0.03,pue-stated=0.01}.
     *
     * @throws InputException on a key that does not exist and on a value that is no uncertainty
     */
    public Map<String, RelativeUncertainty> parse(String list) {
        Map<String, RelativeUncertainty> stated = new LinkedHashMap<>();
        for (String item : list.split(",", -1)) {
            int equals = item.indexOf('=');
            if (equals < 0) {
                throw new InputException("\"" + item.strip() + "\" is no KEY=VALUE, such as rapl=0.03");
            }
            String key = item.substring(0, equals).strip();
            try {
                stated.put(
                        key,
                        new RelativeUncertainty(
                                Double.parseDouble(item.substring(equals + 1).strip())));
            } catch (NumberFormatException e) {
                throw new InputException(
                        "\"" + item.strip() + "\": a relative uncertainty is a number, 0.05 for 5 %", e);
            } catch (IllegalArgumentException e) {
                throw new InputException("\"" + item.strip() + "\": " + e.getMessage(), e);
            }
        }
        Uncertainty unused = with(stated);
        return stated;
    }

    /** The same with what the user states in place of what is assumed. Fails on a key that does not exist. */
    public Uncertainty with(Map<String, RelativeUncertainty> stated) {
        Uncertainty changed = this;
        for (Map.Entry<String, RelativeUncertainty> one : stated.entrySet()) {
            changed = changed.with(one.getKey(), one.getValue(), "stated by the user");
        }
        return changed;
    }

    /** The same with one value replaced. Fails on a key that does not exist, naming the nearest. */
    public Uncertainty with(String key, RelativeUncertainty value, String reason) {
        if (!entries.containsKey(key)) {
            throw new InputException("there is no uncertainty called \"" + key + "\""
                    + Nearest.hint(key, entries.keySet()) + "; known here: " + String.join(", ", entries.keySet()));
        }
        Map<String, Entry> changed = new LinkedHashMap<>(entries);
        changed.put(key, new Entry(value, reason));
        return new Uncertainty(changed);
    }

    public Map<String, Entry> entries() {
        return entries;
    }

    /** Of the energy of a cloud service, which its customer can only state. */
    public Entry ofOnline() {
        return entry("online-stated");
    }

    /** What a source's figure may suffer from beyond what is usual for it. */
    public enum Defect {
        NONE(""),
        /** The sensor sees only a part of the time. */
        PART_TIME("-part-time"),
        /** The figure of a whole device, split over its parts by their size. */
        SPLIT("-split");

        private final String suffix;

        Defect(String suffix) {
            this.suffix = suffix;
        }
    }

    /**
     * Of the energy that a source reports about a type of device. The same source may be worse for one type than for
     * others, as RAPL is for memory, or with a defect: it has a row of its own then. Fails on a source without a row: each
     * new source brings its own.
     */
    public Entry ofSource(String source, DeviceType type, Defect defect) {
        Entry ofDefect = entries.get(source + defect.suffix);
        Entry ofType = entries.get(ofType(source, type));
        return defect != Defect.NONE && ofDefect != null ? ofDefect : ofType != null ? ofType : entry(source);
    }

    /** Whether {@link #ofSource} has an answer. */
    public boolean knows(String source, DeviceType type) {
        return entries.containsKey(source) || entries.containsKey(ofType(source, type));
    }

    private static String ofType(String source, DeviceType type) {
        return source + "-" + (type == DeviceType.RAM ? "dram" : type.label());
    }

    public Entry ofPue(PueSource source) {
        return entry(source.quality() == Quality.SUBSTITUTED ? "pue-substituted" : "pue-stated");
    }

    public Entry ofIntensity(IntensityFactor factor) {
        return entry(
                switch (factor.reach()) {
                    case REGIONAL -> "intensity-regional";
                    case SERIES -> "intensity-series";
                    case WORLD, NATIONAL, STATED -> "intensity-annual";
                });
    }

    /**
     * Of the intensity that {@code emissions} were computed with. Where a constant factor stood in for a part of a series,
     * each counts with its part of the emissions. They are added as they are, as what errs together does: both say something
     * of the same grid, and what is not known of it must not make a result more certain.
     */
    public Entry ofIntensity(EmissionFactors factors, IntensityBooks books, Mass emissions) {
        Entry whole = ofIntensity(factors.effective(books));
        if (!books.isSubstitutedInPart() || books.isSubstitutedWholly() || emissions.kilograms() == 0) {
            return whole;
        }
        Entry standIn = ofIntensity(factors.intensity());
        double part = Math.min(1, books.substitutedEmissions().kilograms() / emissions.kilograms());
        RelativeUncertainty both = new RelativeUncertainty(
                (1 - part) * whole.value().value() + part * standIn.value().value());
        return new Entry(both, whole.reason() + "; in part " + standIn.reason());
    }

    private Entry entry(String key) {
        Entry entry = entries.get(key);
        if (entry == null) {
            throw new IllegalArgumentException("uncertainty.csv has no row " + key);
        }
        return entry;
    }
}
