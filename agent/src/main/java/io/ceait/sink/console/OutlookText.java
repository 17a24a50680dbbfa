package io.ceait.sink.console;

import io.ceait.assessment.Outlook;
import io.ceait.prediction.Expected;
import io.ceait.prediction.Prediction;
import io.ceait.units.Text;
import java.util.Optional;

/** How far the job is and what is predicted, in a few words and in a line. */
final class OutlookText {

    private OutlookText() {}

    /** {@code 37 % done, in all 0.0123 kWh, 00:12:03 left}. */
    static String brief(Outlook outlook) {
        String done = done(outlook);
        return outlook.headline()
                .filter(prediction -> !outlook.now().isComplete())
                .map(prediction -> done + ", in all "
                        + Text.significant(prediction.energy().value().kilowattHours()) + " kWh, "
                        + Console.clock(outlook.remaining(prediction.duration().value())) + " left")
                .orElse(done);
    }

    /** {@code step 370 of 1000 (37 %)   in all 44.2 kJ (43.9 to 44.5 kJ)   …}. */
    static String line(Outlook outlook) {
        String progress = outlook.now().unit().label() + " "
                + Text.significant(outlook.now().now().done()) + " of "
                + Text.significant(outlook.now().total()) + ", " + done(outlook);
        Optional<Prediction> headline = outlook.headline();
        if (headline.isEmpty()) {
            return progress + "   too early to predict";
        }
        Prediction prediction = headline.get();
        return progress + "   in all " + range(prediction.energy())
                + "   emissions " + range(prediction.emissions())
                + "   left "
                + Console.clock(outlook.remaining(prediction.duration().value()));
    }

    private static String done(Outlook outlook) {
        return Text.significant(Math.floor(outlook.now().fraction().value() * 1000) / 10) + " % done";
    }

    private static <Q extends Comparable<Q>> String range(Expected<Q> expected) {
        return expected.value()
                + expected.interval()
                        .map(range -> " (" + range.low() + " to " + range.high() + ")")
                        .orElse("");
    }
}
