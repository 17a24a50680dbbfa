package io.ceait.sink.report;

import io.ceait.assessment.UnitResult;
import io.ceait.card.FunctionalUnit;
import java.math.BigDecimal;
import java.util.List;

/** In what the result is expressed. */
final class UnitSection {

    private UnitSection() {}

    static void write(Page page) {
        FunctionalUnit chosen = page.assessment().snapshot().run().card().functionalUnit();
        List<UnitResult> results = page.assessment().byUnit();
        page.paragraph(Words.FUNCTIONAL_UNIT_TEXT, chosen);
        Table table =
                page.table().text(Words.UNIT).number(Words.COUNT, Words.ENERGY_PER_UNIT, Words.EMISSIONS_PER_UNIT);
        for (UnitResult result : results) {
            String[] cells = {
                page.say(result.unit()),
                exact(result.count()),
                result.energy().toString(),
                result.emissions().toString()
            };
            if (result.unit() == chosen) {
                table.total(cells);
            } else {
                table.row(cells);
            }
        }
        table.write();
        page.note(results.size() > 1 ? Words.FUNCTIONAL_UNIT_NOTE : Words.FUNCTIONAL_UNIT_ALONE);
    }

    /** A count is what the card states, not a measurement to be rounded. */
    private static String exact(double count) {
        return BigDecimal.valueOf(count).stripTrailingZeros().toPlainString();
    }
}
