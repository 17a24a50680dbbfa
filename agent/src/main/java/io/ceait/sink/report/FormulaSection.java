package io.ceait.sink.report;

import io.ceait.assessment.Assessment;
import io.ceait.assessment.TableA1Row;
import io.ceait.device.DeviceType;
import io.ceait.emission.EmissionFactors;
import io.ceait.run.RunDescription;

/** The standard's formulas with the numbers of this run. */
final class FormulaSection {

    private FormulaSection() {}

    static void write(Html html, Assessment assessment) {
        EmissionFactors factors = assessment.snapshot().run().factors();
        html.element("section", () -> {
            html.element("h2", "How it was computed");
            formula(
                    html,
                    "(1)",
                    "CEAIT = (E_offline + E_online) × PUE × IC",
                    "(" + Figures.kilowattHours(assessment.energy()) + " + "
                            + Figures.kilowattHours(assessment.online()) + ") × " + factors.pue() + " × "
                            + assessment.intensity().intensity() + " = " + Figures.kilograms(assessment.emissions()));
            formula(html, "(3)", "E_offline = E_CPU + E_GPU + E_RAM", energies(assessment));
            formula(
                    html,
                    "u",
                    "u² = u_E² + u_PUE² + u_IC²",
                    "√(" + Figures.percent(assessment.energyUncertainty()) + "² + "
                            + Figures.percent(assessment
                                    .assumed()
                                    .ofPue(factors.pueSource())
                                    .value())
                            + "² + "
                            + Figures.percent(assessment.assumedOfIntensity().value())
                            + "²) = " + Figures.percent(assessment.emissionsUncertainty()));
            html.element(
                    "p",
                    "Formulas of " + RunDescription.STANDARD
                            + ". The job's share and the power of a device are multiplied"
                            + " interval by interval and then summed. E_online are the cloud services of formula (5) that"
                            + " the user states. Figures are shown with four significant digits and computed with"
                            + " all of them.",
                    "class",
                    "note");
        });
    }

    private static String energies(Assessment assessment) {
        StringBuilder sum = new StringBuilder();
        for (DeviceType type : DeviceType.values()) {
            boolean metered =
                    assessment.tableA1().stream().map(TableA1Row::type).anyMatch(type::equals);
            sum.append(sum.isEmpty() ? "" : " + ")
                    .append(metered ? Figures.kilowattHours(assessment.energy(type)) : "0 kWh (not metered)");
        }
        return sum + " = " + Figures.kilowattHours(assessment.energy());
    }

    private static void formula(Html html, String number, String general, String filled) {
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
