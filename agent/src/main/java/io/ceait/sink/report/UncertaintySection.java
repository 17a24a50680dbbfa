package io.ceait.sink.report;

import io.ceait.assessment.Assessment;
import io.ceait.assessment.UncertaintyBudget;
import io.ceait.assessment.UncertaintyBudget.Contribution;

/** How sure the result is, and what makes it unsure. */
final class UncertaintySection {

    private UncertaintySection() {}

    static void write(Page page) {
        Assessment assessment = page.assessment();
        CalculationSection.formula(
                page,
                "u",
                "u² = u_E² + u_PUE² + u_IC²",
                "√(" + Figures.percent(assessment.energyUncertainty()) + "² + "
                        + Figures.percent(assessment
                                .assumed()
                                .ofPue(assessment.snapshot().run().factors().pueSource())
                                .value())
                        + "² + "
                        + Figures.percent(assessment.assumedOfIntensity().value()) + "²) = "
                        + Figures.percent(assessment.emissionsUncertainty()));
        UncertaintyBudget budget = assessment.budget();
        budget.dominant()
                .ifPresent(part ->
                        page.paragraph(Words.DOMINANT, part.notice(), Figures.percent(budget.partOfVariance(part))));
        Table table = page.table()
                .text(Words.UNCERTAINTY_PART)
                .number(Words.UNCERTAINTY_OWN, Words.UNCERTAINTY_OF_RESULT, Words.UNCERTAINTY_VARIANCE)
                .text(Words.UNCERTAINTY_REASON);
        for (Contribution part : budget.contributions()) {
            table.row(
                    part.notice().in(page.language()),
                    Figures.percent(part.own()),
                    Figures.percent(part.ofResult()),
                    Figures.percent(budget.partOfVariance(part)),
                    page.say(part.reason()));
        }
        table.total(
                page.say(Words.UNCERTAINTY_TOTAL),
                "",
                Figures.percent(budget.total()),
                Figures.percent(1),
                page.say(Words.UNCERTAINTY_COMBINED));
        table.write();
        page.note(Words.UNCERTAINTY_NOTE);
    }
}
