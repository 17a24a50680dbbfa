package io.ceait.sink.report;

import io.ceait.assessment.Assessment;
import io.ceait.assessment.TableA1Row;
import io.ceait.device.DeviceType;
import io.ceait.emission.EmissionFactors;
import io.ceait.emission.Formulas;
import io.ceait.emission.OnlineItem;
import io.ceait.units.Power;
import io.ceait.units.Ratio;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;

/** The standard's formulas with the numbers of this run. */
final class CalculationSection {

    private CalculationSection() {}

    static void write(Page page) {
        Assessment assessment = page.assessment();
        EmissionFactors factors = assessment.snapshot().run().factors();
        for (TableA1Row row : assessment.tableA1()) {
            String name = "E_" + row.type().label().toUpperCase(Locale.ROOT);
            formula(
                    page,
                    "(4)",
                    name + " = n × p × w × t ÷ 1000",
                    row.n() + " × " + Figures.known(row.occupancy(), Ratio::toString) + " × "
                            + Figures.known(row.meanPower(), Power::toString) + " × " + Figures.hours(row.time())
                            + " ÷ 1000 = " + Figures.kilowattHours(row.energy()));
        }
        formula(page, "(3)", "E_offline = E_CPU + E_GPU + E_RAM", energies(page));
        for (OnlineItem item : assessment.snapshot().run().declarations().online()) {
            formula(
                    page,
                    "(5)",
                    "E_online, " + item.provider() + " = w × t × r ÷ 1000",
                    item.power() + " × " + Figures.hours(item.time()) + " × " + item.share() + " ÷ 1000 = "
                            + Figures.kilowattHours(Formulas.online(item)));
        }
        formula(
                page,
                "(2)",
                "E_training = E_offline + E_online",
                Figures.kilowattHours(assessment.energy()) + " + " + Figures.kilowattHours(assessment.online()) + " = "
                        + Figures.kilowattHours(assessment.training()));
        formula(
                page,
                "(1)",
                "CEAIT = (E_offline + E_online) × PUE × IC",
                Figures.kilowattHours(assessment.training()) + " × " + factors.pue() + " × "
                        + assessment.intensity().intensity() + " = " + Figures.kilograms(assessment.emissions()));
        if (factors.varying().isPresent()) {
            page.note(Words.MEAN_NOTE);
        }
        page.note(Words.CALCULATION_NOTE);
    }

    private static String energies(Page page) {
        StringJoiner sum = new StringJoiner(" + ");
        for (DeviceType type : DeviceType.values()) {
            Optional<TableA1Row> row = page.assessment().tableA1().stream()
                    .filter(one -> one.type() == type)
                    .findFirst();
            sum.add(row.map(one -> Figures.kilowattHours(one.energy()))
                    .orElseGet(() -> "0 kWh (" + page.say(Words.NOT_METERED) + ")"));
        }
        return sum + " = " + Figures.kilowattHours(page.assessment().energy());
    }

    static void formula(Page page, String number, String general, String filled) {
        Html html = page.html();
        html.element(
                "div",
                () -> {
                    html.element("span", number, "class", "number");
                    html.element("div", () -> {
                        html.element("p", general);
                        html.element("p", "= " + filled, "class", "filled");
                    });
                },
                "class",
                "formula");
    }
}
