package io.ceait.sink.report;

import io.ceait.emission.Equipment;
import io.ceait.emission.Sci;
import io.ceait.units.Text;
import java.util.List;

/** The Software Carbon Intensity beside the result, where the user states what it is made of. */
final class SciSection {

    private SciSection() {}

    static void write(Page page) {
        page.assessment().sci().ifPresent(sci -> write(page, sci));
    }

    private static void write(Page page, Sci sci) {
        String unit = sci.statement().functionalUnit();
        CalculationSection.formula(
                page,
                "SCI",
                "SCI = ((E × I) + M) ÷ R",
                "(" + Figures.kilowattHours(sci.energy()) + " × "
                        + sci.intensity().map(Object::toString).orElse("0 kgCO2e/kWh") + " + "
                        + Figures.kilograms(sci.embodied()) + ") ÷ "
                        + Text.significant(sci.statement().count()) + " = " + sci.perUnit());
        page.paragraph(
                Words.SCI_TEXT,
                unit,
                sci.perUnit(),
                Figures.kilograms(sci.operational()),
                Figures.kilograms(sci.embodied()));
        List<Equipment> equipment = sci.statement().equipment();
        if (equipment.isEmpty()) {
            page.paragraph(Words.SCI_WITHOUT_EQUIPMENT);
        }
        page.note(Words.SCI_NOTE);
    }
}
