package io.ceait.emission;

import io.ceait.data.YamlFile;
import io.ceait.data.YamlMap;
import io.ceait.units.CarbonIntensity;
import io.ceait.units.Energy;
import io.ceait.units.Mass;
import io.ceait.units.Ratio;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What was bought beside the electricity: for the market-based figure, which stands beside the location-based result and
 * never in its place.
 *
 * @param greenShare part of the electricity that contracts or a supplier's product make free of emissions
 * @param certificates energy of certificates that were cancelled for this run
 * @param offsets emissions that were compensated elsewhere; told, never subtracted
 * @param residual intensity of the electricity that nobody claims; the location's stands in where it is not stated
 * @param source what proves it
 */
public record MarketInstruments(
        Ratio greenShare, Energy certificates, Mass offsets, Optional<CarbonIntensity> residual, String source) {

    /** Reads a YAML mapping. Fails with an {@link io.ceait.data.InputException} that names file and line. */
    public static MarketInstruments read(Path file) {
        YamlMap root = YamlFile.read(file)
                .only("green_share", "certificates_kwh", "offsets_kg", "residual_kg_per_kwh", "source");
        Optional<CarbonIntensity> residual = root.number("residual_kg_per_kwh").isPresent()
                ? Optional.of(root.quantity("residual_kg_per_kwh", CarbonIntensity::ofKilogramsPerKilowattHour))
                : Optional.empty();
        MarketInstruments instruments = new MarketInstruments(
                has(root, "green_share") ? root.quantity("green_share", Ratio::of) : Ratio.ZERO,
                has(root, "certificates_kwh")
                        ? root.quantity("certificates_kwh", Energy::ofKilowattHours)
                        : Energy.ZERO,
                has(root, "offsets_kg") ? root.quantity("offsets_kg", Mass::ofKilograms) : Mass.ZERO,
                residual,
                root.requiredText("source"));
        if (instruments.greenShare.value() == 0
                && instruments.certificates.joules() == 0
                && instruments.offsets.kilograms() == 0
                && residual.isEmpty()) {
            throw root.error(
                    "nothing was bought: state green_share, certificates_kwh, offsets_kg or residual_kg_per_kwh");
        }
        return instruments;
    }

    private static boolean has(YamlMap root, String key) {
        return root.number(key).isPresent();
    }
}
