package io.ceait.sink.report;

import io.ceait.assessment.Assessment;
import io.ceait.card.CardField;
import io.ceait.device.Quality;
import io.ceait.energy.DeviceBooks;
import io.ceait.run.RunDescription;
import io.ceait.text.Message;
import java.util.List;

/** The result before anything else: how much, how sure, and whether it was measured. */
final class Summary {

    private Summary() {}

    static void write(Page page) {
        Html html = page.html();
        RunDescription run = page.assessment().snapshot().run();
        html.element("header", () -> {
            html.element("h1", page.say(Words.TITLE));
            run.card().text(CardField.MODEL_NAME).ifPresent(name -> html.element("p", name, "class", "model"));
            page.note(Words.ASSESSED_BY, RunDescription.STANDARD, run.agentVersion());
        });
        html.element(
                "section",
                () -> {
                    html.element("h2", page.say(Words.RESULT));
                    html.element("div", () -> figures(page), "class", "figures");
                    estimates(page, page.assessment().snapshot().books().devices());
                },
                "class",
                "result");
    }

    private static void figures(Page page) {
        Assessment assessment = page.assessment();
        figure(
                page,
                Words.EMISSIONS,
                Figures.kilograms(assessment.emissions()),
                Figures.kilograms(assessment.emissionsUncertaintyMass()) + " ("
                        + Figures.percent(assessment.emissionsUncertainty()) + ")",
                assessment.emissions().toString());
        figure(
                page,
                Words.ENERGY_OF_TRAINING,
                Figures.kilowattHours(assessment.training()),
                Figures.percent(assessment.energyUncertainty()),
                assessment.training().toString());
    }

    private static void figure(Page page, Message name, String value, String uncertainty, String scaled) {
        Html html = page.html();
        html.element(
                "div",
                () -> {
                    html.element("p", page.say(name), "class", "name");
                    html.element("p", value, "class", "value");
                    page.note(Words.ONE_STANDARD_UNCERTAINTY, uncertainty);
                    if (!scaled.equals(value)) {
                        page.note(Words.EQUALS, scaled);
                    }
                },
                "class",
                "figure");
    }

    /** Said beside the result, because nobody should find out further down. */
    private static void estimates(Page page, List<DeviceBooks> devices) {
        List<DeviceBooks> estimated =
                devices.stream().filter(d -> d.quality() == Quality.ESTIMATED).toList();
        if (estimated.isEmpty()) {
            return;
        }
        List<String> names = estimated.stream().map(d -> d.device().id()).toList();
        Message sentence = estimated.size() == devices.size() ? Words.ALL_ESTIMATED : Words.PART_ESTIMATED;
        page.html()
                .element(
                        "p",
                        () -> {
                            Table.quality(page, Quality.ESTIMATED);
                            page.html().text(" " + page.say(sentence, names));
                        },
                        "class",
                        "estimates");
    }
}
