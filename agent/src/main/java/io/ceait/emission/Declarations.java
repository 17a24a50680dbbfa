package io.ceait.emission;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a user states beside what is metered.
 *
 * @param online cloud services of formula (5)
 * @param market what was bought, for the market-based figure
 * @param sci what the Software Carbon Intensity is made of beside the emissions
 * @param uncertainties of parts of the result, in place of those of {@code uncertainty.csv}
 */
public record Declarations(
        List<OnlineItem> online,
        Optional<MarketInstruments> market,
        Optional<SciStatement> sci,
        Map<String, RelativeUncertainty> uncertainties) {

    public Declarations {
        online = List.copyOf(online);
        uncertainties = Map.copyOf(uncertainties);
    }

    public static Declarations none() {
        return new Declarations(List.of(), Optional.empty(), Optional.empty(), Map.of());
    }
}
