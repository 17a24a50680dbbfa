package io.ceait.data;

import io.ceait.data.Accelerator.Sourced;
import io.ceait.units.ComputeRate;
import io.ceait.units.Power;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The accelerators of {@code gpu-tdp.csv} under the names of {@code accelerators.csv}, with its corrections. For what is
 * asked once, before a training: it reads both tables as a whole.
 */
public final class AcceleratorCatalog {

    /** Pascal and older emulate FP16 at such a rate; no training runs in it, so it says nothing about one. */
    private static final double LEAST_TERAFLOPS = 1;

    private final List<Accelerator> devices = new ArrayList<>();
    private final Map<String, Integer> byKey = new LinkedHashMap<>();

    private AcceleratorCatalog() {}

    public static AcceleratorCatalog bundled() {
        AcceleratorCatalog catalog = new AcceleratorCatalog();
        catalog.readRated();
        catalog.readNames();
        return catalog;
    }

    public List<Accelerator> devices() {
        return List.copyOf(devices);
    }

    /**
     * The device called {@code name}: the same words as a model or another name of it, or words that only one model, or
     * several that agree in power and peak, have among theirs. Fails with a sentence that names the candidates.
     */
    public Accelerator find(String name) {
        Integer same = byKey.get(AcceleratorName.key(name));
        if (same != null) {
            return devices.get(same);
        }
        List<String> wanted = AcceleratorName.words(name);
        List<Accelerator> having = wanted.isEmpty()
                ? List.of()
                : devices.stream()
                        .filter(device -> AcceleratorName.words(device.model()).containsAll(wanted))
                        .toList();
        if (having.isEmpty()) {
            throw new InputException("there is no accelerator \"" + name + "\" in the tables"
                    + nearest(name).map(near -> "; near to it: " + near).orElse(""));
        }
        Accelerator first = having.get(0);
        if (having.stream().anyMatch(device -> !agree(device, first))) {
            throw new InputException("\"" + name + "\" may be one of several: "
                    + having.stream().map(Accelerator::model).collect(Collectors.joining(", ")));
        }
        return first;
    }

    private static boolean agree(Accelerator a, Accelerator b) {
        return a.rated().map(Sourced::value).equals(b.rated().map(Sourced::value))
                && a.peak().map(Sourced::value).equals(b.peak().map(Sourced::value));
    }

    /** Up to five models, those with most words in common first, then those that slips of the fingers explain. */
    private Optional<String> nearest(String name) {
        List<String> wanted = AcceleratorName.words(name);
        String key = AcceleratorName.key(name);
        record Near(String model, long common, int distance) {}
        String found = byKey.entrySet().stream()
                .map(entry -> new Near(
                        devices.get(entry.getValue()).model(),
                        Stream.of(entry.getKey().split(" ", -1))
                                .filter(wanted::contains)
                                .count(),
                        Nearest.distance(key, entry.getKey())))
                .filter(near -> near.common > 0 || near.distance <= Math.max(2, key.length() / 3))
                .sorted(Comparator.comparingInt(Near::distance)
                        .thenComparing(Comparator.comparingLong(Near::common).reversed()))
                .map(Near::model)
                .distinct()
                .limit(5)
                .collect(Collectors.joining(", "));
        return found.isEmpty() ? Optional.empty() : Optional.of(found);
    }

    private void readRated() {
        try (Csv csv = Bundled.table("gpu-tdp.csv")) {
            while (csv.next()) {
                // Maxima next to an idle power are measurements of one cloud's cards, not ratings.
                if (!csv.text("kind").contains("idle watts")) {
                    String source = csv.text("source");
                    add(new Accelerator(
                            csv.text("model"),
                            csv.text("type").equals("TPU"),
                            Optional.of(new Sourced<>(Power.ofWatts(csv.number(csv.column("watts"))), source)),
                            peak(csv, source),
                            Optional.empty()));
                }
            }
        }
    }

    private static Optional<Sourced<ComputeRate>> peak(Csv csv, String source) {
        if (csv.text("peak_fp16_tflops").isEmpty()) {
            return Optional.empty();
        }
        double teraflops = csv.number(csv.column("peak_fp16_tflops"));
        return teraflops < LEAST_TERAFLOPS
                ? Optional.empty()
                : Optional.of(new Sourced<>(ComputeRate.ofTeraflops(teraflops), source));
    }

    /** The first row of a device holds; what it does not know, a later one may. */
    private void add(Accelerator device) {
        String key = AcceleratorName.key(device.model());
        Integer known = byKey.putIfAbsent(key, devices.size());
        if (known == null) {
            devices.add(device);
        } else {
            Accelerator first = devices.get(known);
            devices.set(
                    known,
                    first.with(first.rated().or(device::rated), first.peak().or(device::peak)));
        }
    }

    private void readNames() {
        try (Csv csv = Bundled.table("accelerators.csv")) {
            while (csv.next()) {
                int place = place(csv.text("model"));
                devices.set(place, corrected(devices.get(place), csv));
                if (!csv.text("aliases").isEmpty()) {
                    for (String alias : csv.text("aliases").split("\\|", -1)) {
                        byKey.put(AcceleratorName.key(alias), place);
                    }
                }
            }
        }
    }

    private int place(String model) {
        @Nullable Integer place = byKey.get(AcceleratorName.key(model));
        if (place == null) {
            throw new IllegalStateException("accelerators.csv names " + model + ", which gpu-tdp.csv does not have");
        }
        return place;
    }

    private static Accelerator corrected(Accelerator device, Csv csv) {
        Optional<Sourced<ComputeRate>> peak =
                csv.text("peak_source").isEmpty() ? device.peak() : peak(csv, csv.text("peak_source"));
        Optional<Sourced<Power>> system = csv.text("system_w").isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Sourced<>(Power.ofWatts(csv.number(csv.column("system_w"))), csv.text("system_source")));
        return new Accelerator(device.model(), device.tensorUnit(), device.rated(), peak, system);
    }
}
