package io.ceait.emission;

import io.ceait.data.InputException;
import io.ceait.data.YamlMap;
import io.ceait.emission.EmissionFactors.StatedPue;
import io.ceait.units.CarbonIntensity;
import io.ceait.units.Pue;
import java.util.List;
import java.util.Optional;

/** The factors of formula (1) as files state them: {@code pue} and one of {@code intensity_kg_per_kwh} and {@code zone}. */
public final class FactorKeys {

    public static final List<String> NAMES = List.of("pue", "zone", "intensity_kg_per_kwh");

    private FactorKeys() {}

    public static Optional<StatedPue> pue(YamlMap root) {
        if (root.number("pue").isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new StatedPue(root.quantity("pue", Pue::of), "stated in " + root.where("pue")));
    }

    public static Optional<IntensityFactor> intensity(YamlMap root) {
        boolean stated = root.number("intensity_kg_per_kwh").isPresent();
        Optional<String> zone = root.text("zone");
        if (stated && zone.isPresent()) {
            throw root.error("zone", "and intensity_kg_per_kwh exclude each other: state one of them");
        }
        if (stated) {
            CarbonIntensity value = root.quantity("intensity_kg_per_kwh", CarbonIntensity::ofKilogramsPerKilowattHour);
            return Optional.of(IntensityFactor.stated(value, "stated in " + root.where("intensity_kg_per_kwh")));
        }
        return zone.map(text -> {
            try {
                return IntensityCatalog.bundled().find(text);
            } catch (InputException e) {
                throw new InputException(root.where("zone") + ": " + e.getMessage(), e);
            }
        });
    }
}
