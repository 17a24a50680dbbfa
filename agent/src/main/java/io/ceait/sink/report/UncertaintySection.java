package io.ceait.sink.report;

import io.ceait.assessment.Assessment;
import io.ceait.device.DeviceType;
import io.ceait.emission.EmissionFactors;
import io.ceait.emission.Uncertainty;
import io.ceait.energy.DeviceBooks;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How sure the result is, and what makes it unsure. */
final class UncertaintySection {

    private UncertaintySection() {}

    static void write(Page page) {
        Assessment assessment = page.assessment();
        EmissionFactors factors = assessment.snapshot().run().factors();
        CalculationSection.formula(
                page,
                "u",
                "u² = u_E² + u_PUE² + u_IC²",
                "√(" + Figures.percent(assessment.energyUncertainty()) + "² + "
                        + Figures.percent(
                                assessment.assumed().ofPue(factors.pueSource()).value())
                        + "² + "
                        + Figures.percent(assessment.assumedOfIntensity().value())
                        + "²) = " + Figures.percent(assessment.emissionsUncertainty()));
        page.subheading(Words.ASSUMED);
        assumed(page);
        page.note(Words.UNCERTAINTY_NOTE);
    }

    private static void assumed(Page page) {
        Assessment assessment = page.assessment();
        Table table = page.table()
                .text(Words.UNCERTAINTY_PART)
                .number(Words.UNCERTAINTY_VALUE)
                .text(Words.UNCERTAINTY_REASON);
        Map<String, Uncertainty.Entry> bySource = new TreeMap<>();
        for (DeviceBooks device : assessment.snapshot().books().devices()) {
            DeviceType type = device.device().type();
            for (String source : device.energyBySource().keySet()) {
                Uncertainty.Entry entry = assessment.assumedOf(device.device(), source);
                String name = type.label().toUpperCase(Locale.ROOT);
                Uncertainty.Entry other =
                        bySource.putIfAbsent(page.say(Words.UNCERTAINTY_OF_SOURCE, name, source), entry);
                if (other != null && !other.equals(entry)) {
                    bySource.put(
                            page.say(
                                    Words.UNCERTAINTY_OF_DEVICE,
                                    name,
                                    source,
                                    device.device().id()),
                            entry);
                }
            }
        }
        bySource.forEach((of, entry) -> row(page, table, of, entry));
        row(
                page,
                table,
                page.say(Words.UNCERTAINTY_OF_PUE),
                assessment.assumed().ofPue(assessment.snapshot().run().factors().pueSource()));
        row(page, table, page.say(Words.UNCERTAINTY_OF_INTENSITY), assessment.assumedOfIntensity());
        table.write();
    }

    private static void row(Page page, Table table, String of, Uncertainty.Entry entry) {
        table.row(of, Figures.percent(entry.value()), page.say(entry.reason()));
    }
}
