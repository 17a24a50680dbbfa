package io.ceait.sink.report;

import io.ceait.assessment.Assessment;
import io.ceait.device.DeviceType;
import io.ceait.device.Quality;
import io.ceait.emission.EmissionFactors;
import io.ceait.emission.IntensityFactor;
import io.ceait.emission.Uncertainty;
import io.ceait.energy.DeviceBooks;
import io.ceait.run.RunDescription;
import io.ceait.source.Channel;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Every constant that entered the result, with where it comes from. */
final class FactorsSection {

    private static final String NOT_STATED = "not stated";

    private FactorsSection() {}

    static void write(Html html, Assessment assessment) {
        EmissionFactors factors = assessment.snapshot().run().factors();
        html.element("section", () -> {
            html.element("h2", "Factors");
            Table table = new Table(html)
                    .text("Factor")
                    .text("Quality")
                    .text("Value")
                    .text("Kind")
                    .text("Vintage")
                    .text("Source")
                    .text("Licence");
            table.rated(
                    "PUE",
                    factors.pueSource().quality(),
                    factors.pue().toString(),
                    "facility over computing energy",
                    NOT_STATED,
                    factors.pueSource().source(),
                    factors.pueSource().quality() == Quality.SUBSTITUTED
                            ? "single figure, used as a fact"
                            : NOT_STATED);
            intensity(table, assessment.intensity());
            models(table, assessment);
            table.write();
            html.element("h3", "Assumed standard uncertainties");
            uncertainties(html, assessment, factors);
        });
    }

    private static void intensity(Table table, IntensityFactor factor) {
        table.rated(
                "Carbon intensity of "
                        + (factor.zone().isEmpty() ? factor.name() : factor.zone() + " (" + factor.name() + ")"),
                factor.quality(),
                factor.intensity().toString(),
                factor.kind(),
                factor.vintage().isPresent() ? String.valueOf(factor.vintage().getAsInt()) : NOT_STATED,
                factor.source(),
                factor.licence().isEmpty() ? NOT_STATED : factor.licence());
    }

    /** Models that spoke in this run; one that stood by unused entered nothing. */
    private static void models(Table table, Assessment assessment) {
        RunDescription run = assessment.snapshot().run();
        for (Channel channel : run.channels()) {
            Optional<String> basis = Optional.ofNullable(run.bases().get(channel.id()));
            boolean spoke = assessment.snapshot().books().devices().stream()
                    .anyMatch(d -> d.device().equals(channel.device())
                            && d.energyBySource().containsKey(channel.source()));
            if (basis.isPresent() && spoke && channel.quality() == Quality.ESTIMATED) {
                table.rated(
                        "Power model of " + channel.device().id(),
                        Quality.ESTIMATED,
                        basis.get(),
                        channel.source(),
                        NOT_STATED,
                        "see value",
                        "see NOTICE-data.md in the jar");
            }
        }
    }

    private static void uncertainties(Html html, Assessment assessment, EmissionFactors factors) {
        Table table = new Table(html).text("Of").number("Value").text("Reason");
        Uncertainty assumed = assessment.assumed();
        Map<String, Uncertainty.Entry> bySource = new TreeMap<>();
        for (DeviceBooks device : assessment.snapshot().books().devices()) {
            DeviceType type = device.device().type();
            for (String source : device.energyBySource().keySet()) {
                Uncertainty.Entry entry = assessment.assumedOf(device.device(), source);
                String of = type.label() + " energy by " + source;
                Uncertainty.Entry other = bySource.putIfAbsent(of, entry);
                if (other != null && !other.equals(entry)) {
                    bySource.put(of + " (" + device.device().id() + ")", entry);
                }
            }
        }
        bySource.forEach((of, entry) -> uncertainty(table, of, entry));
        uncertainty(table, "PUE", assumed.ofPue(factors.pueSource()));
        uncertainty(table, "carbon intensity", assessment.assumedOfIntensity());
        table.write();
    }

    private static void uncertainty(Table table, String of, Uncertainty.Entry entry) {
        table.row(of, Figures.percent(entry.value()), entry.reason());
    }
}
