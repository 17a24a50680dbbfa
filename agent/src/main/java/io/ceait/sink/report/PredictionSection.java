package io.ceait.sink.report;

import io.ceait.assessment.Outlook;
import io.ceait.assessment.Term;
import io.ceait.prediction.Compared;
import io.ceait.prediction.Comparison;
import io.ceait.prediction.Standing;
import io.ceait.text.Message;
import io.ceait.units.Energy;
import io.ceait.units.Mass;
import io.ceait.units.Text;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;

/** What was predicted while the job ran, beside what was measured when it had done all. */
final class PredictionSection {

    private PredictionSection() {}

    static void write(Page page) {
        page.assessment().outlook().ifPresent(outlook -> {
            write(page, outlook);
            if (page.assessment().online().joules() > 0) {
                page.note(Words.PREDICTION_WITHOUT, page.assessment().online());
            }
        });
    }

    private static void write(Page page, Outlook outlook) {
        Standing now = outlook.now();
        page.paragraph(
                Words.PREDICTION_TEXT,
                Term.of(now.unit()),
                Text.significant(now.now().done()),
                Text.significant(now.total()),
                Figures.percent(now.fraction().value()));
        if (!now.isComplete()) {
            page.paragraph(Words.PREDICTION_UNFINISHED);
            return;
        }
        page.paragraph(Words.PREDICTION_AFTER, outlook.energyAfter());
        if (outlook.comparisons().isEmpty()) {
            page.paragraph(Words.PREDICTION_EARLY);
            return;
        }
        Table table = page.table()
                .text(Words.PREDICTION_MADE_AT, Words.PREDICTION_RULE, Words.PREDICTION_QUANTITY)
                .number(
                        Words.PREDICTION_PREDICTED,
                        Words.PREDICTION_INTERVAL,
                        Words.PREDICTION_MEASURED,
                        Words.PREDICTION_ERROR)
                .text(Words.PREDICTION_WITHIN);
        for (Comparison comparison : outlook.comparisons()) {
            comparison.against().ifPresent(against -> {
                row(page, table, comparison, Words.PREDICTION_ENERGY, against.energy(), Energy::toString);
                row(page, table, comparison, Words.PREDICTION_EMISSIONS, against.emissions(), Mass::toString);
                row(page, table, comparison, Words.PREDICTION_DURATION, against.duration(), PredictionSection::time);
            });
        }
        table.write();
        page.note(Words.PREDICTION_NOTE);
    }

    private static <Q extends Comparable<Q>> void row(
            Page page,
            Table table,
            Comparison comparison,
            Message quantity,
            Compared<Q> compared,
            Function<Q, String> text) {
        table.row(
                Figures.percent(comparison.madeAt().value()),
                page.say(Term.of(comparison.prediction().rule())),
                page.say(quantity),
                text.apply(compared.predicted().value()),
                compared.predicted()
                        .interval()
                        .map(range -> text.apply(range.low()) + " – " + text.apply(range.high()))
                        .orElse("–"),
                text.apply(compared.measured()),
                Figures.known(compared.error(), error -> String.format(Locale.ROOT, "%+.2f %%", error * 100)),
                compared.isWithin()
                        .map(within -> page.say(within ? Words.PREDICTION_YES : Words.PREDICTION_NO))
                        .orElse("–"));
    }

    private static String time(Duration duration) {
        return Figures.duration(duration);
    }
}
