package io.ceait.sink.report;

import io.ceait.assessment.Term;
import io.ceait.card.CardField;
import io.ceait.card.ModelCard;
import io.ceait.run.RunDescription;
import io.ceait.run.Snapshot;
import java.util.List;

/** What was trained, by whom, and which run this is. */
final class BasicSection {

    private static final List<CardField> FIELDS = List.of(
            CardField.MODEL_NAME,
            CardField.MODEL_VERSION,
            CardField.MODEL_TYPE,
            CardField.MODEL_PURPOSE,
            CardField.ORGANISATION_NAME,
            CardField.ORGANISATION_CONTACT,
            CardField.ASSESSMENT_PURPOSE,
            CardField.ASSESSMENT_ASSESSOR);

    private BasicSection() {}

    static void write(Page page) {
        Snapshot snapshot = page.assessment().snapshot();
        RunDescription run = snapshot.run();
        ModelCard card = run.card();
        page.html().element("dl", () -> {
            for (CardField field : FIELDS) {
                if (card.text(field).isPresent() || field.isRequired()) {
                    term(page, page.say(field), card.text(field).orElseGet(() -> page.say(Words.NOT_STATED)));
                }
            }
            term(page, page.say(Words.STANDARD), page.say(Words.STANDARD_NAME));
            term(page, page.say(Words.RUN), run.identity().runId());
            term(page, page.say(Words.NODE), run.identity().node());
            term(page, page.say(Words.FROM), Figures.utc(snapshot.firstSample()) + " UTC");
            term(page, page.say(Words.TO), Figures.utc(snapshot.lastSample()) + " UTC");
            term(
                    page,
                    page.say(Words.DURATION),
                    Figures.duration(snapshot.books().elapsed()));
            term(page, page.say(Words.STATUS), page.say(Term.of(snapshot.status())));
        });
    }

    private static void term(Page page, String name, String value) {
        page.html().element("div", () -> {
            page.html().element("dt", name);
            page.html().element("dd", value);
        });
    }
}
