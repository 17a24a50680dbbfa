package io.ceait.sink.report;

import io.ceait.assessment.Assessment;
import io.ceait.assessment.Timeline;
import io.ceait.text.Language;
import io.ceait.text.Message;
import io.ceait.text.Notice;
import io.ceait.text.Phrase;
import java.util.List;

/**
 * What the sections write on, and from: one report in one language.
 *
 * @param power of each device over time
 * @param timeline of the job's energy, its emissions and the carbon intensity
 */
record Page(Html html, Language language, Assessment assessment, List<PowerSeries> power, Timeline timeline) {

    String say(Message message, Object... arguments) {
        return Notice.of(message, arguments).in(language);
    }

    /** A text that came in English from elsewhere, in the language of the page as far as that is known. */
    String say(String english) {
        return new Phrase(english).in(language);
    }

    void paragraph(Message message, Object... arguments) {
        html.element("p", say(message, arguments));
    }

    void note(Message message, Object... arguments) {
        html.element("p", say(message, arguments), "class", "note");
    }

    void subheading(Message message) {
        html.element("h3", say(message));
    }

    void list(List<String> sentences) {
        if (sentences.isEmpty()) {
            paragraph(Words.NONE);
            return;
        }
        html.element("ul", () -> sentences.forEach(sentence -> html.element("li", sentence)));
    }

    Table table() {
        return new Table(this);
    }
}
