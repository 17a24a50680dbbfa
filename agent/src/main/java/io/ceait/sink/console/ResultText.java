package io.ceait.sink.console;

import io.ceait.assessment.Assessment;
import io.ceait.assessment.Outlook;
import io.ceait.assessment.Term;
import io.ceait.attribution.Policy;
import io.ceait.emission.EmissionFactors;
import io.ceait.emission.IntensityFactor;
import io.ceait.energy.DeviceBooks;
import io.ceait.prediction.Compared;
import io.ceait.prediction.Comparison;
import io.ceait.prediction.Rule;
import io.ceait.run.Snapshot;
import io.ceait.text.Columns;
import io.ceait.text.Language;
import io.ceait.text.Message;
import io.ceait.text.Notice;
import io.ceait.text.Phrase;
import io.ceait.units.Energy;
import io.ceait.units.Power;
import io.ceait.units.Ratio;
import io.ceait.units.Text;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The result of a run for the terminal: the path of its directory, a row per device, the totals, what to know. */
final class ResultText {

    private enum Say implements Message {
        DEVICE,
        SOURCE,
        QUALITY,
        MEAN_POWER,
        SHARE,
        DEVICE_ENERGY,
        JOB_ENERGY,
        TOTAL,
        TOTAL_OTHER,
        EMISSIONS,
        ONLINE,
        MARKET,
        MARKET_REST,
        MARKET_REST_SUBSTITUTED,
        MOST_UNCERTAIN,
        PREDICTED,
        PREDICTED_WITHIN,
        PREDICTED_WITHOUT,
        MISSING,
        NOTE,
        REPORT;

        @Override
        public String key() {
            return Message.key("console", this);
        }
    }

    /** Column widths; a negative one aligns to the left. */
    private static final int[] WIDTHS = {-6, -22, -10, 12, 9, 14, 14};

    private final Language language;
    private final StringBuilder text = new StringBuilder();

    private ResultText(Language language) {
        this.language = language;
    }

    static String of(Path directory, Assessment assessment, Language language) {
        ResultText result = new ResultText(language);
        result.text.append(directory).append('\n');
        result.devices(assessment.snapshot());
        result.totals(assessment);
        assessment.outlook().ifPresent(outlook -> result.predictions(outlook, assessment.online()));
        assessment.missing(language).forEach(line -> result.line(Say.MISSING, line));
        assessment.warnings(language).forEach(line -> result.line(Say.NOTE, line));
        Path report = directory.resolve(Assessment.reportFile(language));
        if (Files.exists(report)) {
            result.line(Say.REPORT, report);
        }
        return result.text.toString();
    }

    private void devices(Snapshot snapshot) {
        Policy headline = snapshot.run().headline();
        row(
                Say.DEVICE.in(language),
                Say.SOURCE.in(language),
                Say.QUALITY.in(language),
                Say.MEAN_POWER.in(language),
                Say.SHARE.in(language),
                Say.DEVICE_ENERGY.in(language),
                Say.JOB_ENERGY.in(language));
        for (DeviceBooks device : snapshot.books().devices()) {
            row(
                    device.device().id(),
                    String.join("+", device.energyBySource().keySet()),
                    Term.of(device.quality()).in(language),
                    device.meanPower().map(Power::toString).orElse("-"),
                    device.energyWeightedShare(headline).map(Ratio::toString).orElse("-"),
                    device.energy().toString(),
                    device.jobEnergy(headline).toString());
        }
    }

    private void totals(Assessment assessment) {
        Snapshot snapshot = assessment.snapshot();
        EmissionFactors factors = snapshot.run().factors();
        IntensityFactor intensity = assessment.intensity();
        Policy headline = snapshot.run().headline();
        text.append(say(
                Say.TOTAL,
                Term.of(snapshot.status()),
                assessment.energy(),
                Text.significant(assessment.energy().kilowattHours()),
                Term.of(headline)));
        for (Policy policy : Policy.values()) {
            if (policy != headline) {
                text.append(say(Say.TOTAL_OTHER, snapshot.jobEnergy(policy), Term.of(policy)));
            }
        }
        text.append('\n');
        line(
                Say.EMISSIONS,
                Text.significant(assessment.emissions().kilograms()),
                percent(assessment.emissionsUncertainty().value()),
                factors.pue(),
                Term.of(factors.pueSource().quality()),
                intensity.intensity() + (intensity.zone().isEmpty() ? "" : " " + intensity.zone()),
                Term.of(intensity.quality()),
                new Phrase(intensity.kind()));
        if (assessment.online().joules() > 0) {
            line(
                    Say.ONLINE,
                    assessment.online(),
                    assessment.training(),
                    Text.significant(assessment.training().kilowattHours()),
                    assessment.onlineEmissions());
        }
        assessment
                .market()
                .ifPresent(market -> line(
                        Say.MARKET,
                        Text.significant(market.emissions().kilograms()),
                        market.covered(),
                        market.facility(),
                        Notice.of(
                                market.isRestSubstituted() ? Say.MARKET_REST_SUBSTITUTED : Say.MARKET_REST,
                                market.intensity()),
                        market.instruments().offsets()));
        assessment
                .budget()
                .dominant()
                .ifPresent(part -> line(
                        Say.MOST_UNCERTAIN, part.notice(), percent(part.own().value())));
    }

    /** What was predicted on the way, beside what came of it. */
    private void predictions(Outlook outlook, Energy online) {
        for (Comparison comparison : outlook.comparisons()) {
            if (comparison.prediction().rule() == Rule.STABLE_WINDOW) {
                comparison.against().ifPresent(against -> predicted(comparison, against.energy()));
            }
        }
        if (online.joules() > 0 && !outlook.comparisons().isEmpty()) {
            line(Say.PREDICTED_WITHOUT);
        }
    }

    private void predicted(Comparison comparison, Compared<Energy> energy) {
        String done = percent(comparison.madeAt().value()) + " %";
        String error = energy.error()
                .map(relative -> String.format(Locale.ROOT, "%+.1f %%", relative * 100))
                .orElse("-");
        Energy value = energy.predicted().value();
        energy.predicted()
                .interval()
                .ifPresentOrElse(
                        range -> line(
                                Say.PREDICTED_WITHIN, done, value, range.low(), range.high(), energy.measured(), error),
                        () -> line(Say.PREDICTED, done, value, energy.measured(), error));
    }

    private static String percent(double part) {
        return String.format(Locale.ROOT, "%.0f", part * 100);
    }

    private String say(Message message, Object... arguments) {
        return Notice.of(message, arguments).in(language);
    }

    private void line(Message message, Object... arguments) {
        text.append(say(message, arguments)).append('\n');
    }

    private void row(String... cells) {
        for (int i = 0; i < cells.length; i++) {
            text.append(i > 0 ? " " : "")
                    .append(WIDTHS[i] < 0 ? Columns.left(cells[i], -WIDTHS[i]) : Columns.right(cells[i], WIDTHS[i]));
        }
        text.append('\n');
    }
}
