package io.ceait.cli;

import io.ceait.config.EffectiveConfig;
import io.ceait.config.Setting;
import io.ceait.data.FilePath;
import io.ceait.emission.Declarations;
import io.ceait.emission.Inventory;
import io.ceait.emission.MarketInstruments;
import io.ceait.emission.SciStatement;
import io.ceait.emission.Uncertainty;

/** What somebody states beside what is metered, read at once, so that it can be refused. */
final class Declared {

    private Declared() {}

    /** Each of it that is stated now, and the rest as it was. */
    static Declarations over(EffectiveConfig config, Declarations before) {
        return new Declarations(
                config.find(Setting.ONLINE, file -> Inventory.readOnline(FilePath.of(file)))
                        .orElse(before.online()),
                config.find(Setting.MARKET, file -> MarketInstruments.read(FilePath.of(file)))
                        .or(before::market),
                config.find(Setting.SCI, file -> SciStatement.read(FilePath.of(file)))
                        .or(before::sci),
                config.find(Setting.UNCERTAINTY, list -> Uncertainty.bundled().parse(list))
                        .orElse(before.uncertainties()));
    }
}
