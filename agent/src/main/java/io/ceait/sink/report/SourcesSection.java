package io.ceait.sink.report;

import io.ceait.assessment.Assessment;
import io.ceait.device.Quality;
import io.ceait.emission.EmissionFactors;
import io.ceait.emission.IntensityFactor;
import io.ceait.run.RunDescription;
import io.ceait.source.Channel;
import java.util.Optional;

/** Every constant that entered the result, with where it comes from. */
final class SourcesSection {

    private SourcesSection() {}

    static void write(Page page) {
        EmissionFactors factors = page.assessment().snapshot().run().factors();
        Table table = page.table()
                .text(
                        Words.CONSTANT,
                        Words.QUALITY,
                        Words.VALUE,
                        Words.KIND,
                        Words.VINTAGE,
                        Words.SOURCE,
                        Words.LICENCE);
        String notStated = page.say(Words.NOT_STATED);
        table.rated(
                page.say(Words.PUE_NAME),
                factors.pueSource().quality(),
                factors.pue().toString(),
                page.say(Words.PUE_KIND),
                notStated,
                page.say(factors.pueSource().source()),
                factors.pueSource().quality() == Quality.SUBSTITUTED ? page.say(Words.USED_AS_FACT) : notStated);
        intensity(page, table, page.assessment().intensity());
        if (page.assessment().snapshot().intensityBooks().isSubstitutedInPart()) {
            intensity(page, table, factors.intensity().substituted());
        }
        models(page, table);
        table.write();
    }

    private static void intensity(Page page, Table table, IntensityFactor factor) {
        String notStated = page.say(Words.NOT_STATED);
        String name = page.say(factor.name());
        table.rated(
                page.say(Words.INTENSITY_OF, factor.zone().isEmpty() ? name : factor.zone() + " (" + name + ")"),
                factor.quality(),
                factor.intensity().toString(),
                page.say(factor.kind()),
                factor.vintage().isPresent() ? String.valueOf(factor.vintage().getAsInt()) : notStated,
                page.say(factor.source()),
                factor.licence().isEmpty() ? notStated : factor.licence());
    }

    /** Models that spoke in this run; one that stood by unused entered nothing. */
    private static void models(Page page, Table table) {
        Assessment assessment = page.assessment();
        RunDescription run = assessment.snapshot().run();
        for (Channel channel : run.channels()) {
            Optional<String> basis = Optional.ofNullable(run.bases().get(channel.id()));
            boolean spoke = assessment.snapshot().books().devices().stream()
                    .anyMatch(d -> d.device().equals(channel.device())
                            && d.energyBySource().containsKey(channel.source()));
            if (basis.isPresent() && spoke && channel.quality() == Quality.ESTIMATED) {
                table.rated(
                        page.say(Words.POWER_MODEL_OF, channel.device().id()),
                        Quality.ESTIMATED,
                        page.say(basis.get()),
                        channel.source(),
                        page.say(Words.NOT_STATED),
                        page.say(Words.IN_THE_VALUE),
                        page.say(Words.IN_NOTICE));
            }
        }
    }
}
