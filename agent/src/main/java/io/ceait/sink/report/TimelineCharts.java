package io.ceait.sink.report;

import io.ceait.assessment.Timeline.Moment;
import io.ceait.text.Notice;
import io.ceait.units.CarbonIntensity;
import io.ceait.units.Mass;
import io.ceait.units.Text;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Emissions and carbon intensity over the time of the run. */
final class TimelineCharts {

    private TimelineCharts() {}

    static void writeEmissions(Page page) {
        List<Moment> moments = page.timeline().moments();
        double[] atEnds = new double[moments.size()];
        double sum = 0;
        for (int i = 0; i < atEnds.length; i++) {
            sum += moments.get(i).emissions().kilograms();
            atEnds[i] = sum;
        }
        Notice text = Notice.of(
                Words.CUMULATIVE_TEXT, Figures.kilograms(Mass.ofKilograms(sum)), Figures.duration(length(page)));
        Plot plot = new Plot(page.html(), atEnds.length, sum);
        figure(page, text, plot, value -> Mass.ofKilograms(value).toString(), () -> plot.slope("course", atEnds));
    }

    static void writeIntensity(Page page) {
        List<Moment> moments = page.timeline().moments();
        Optional<CarbonIntensity> most =
                moments.stream().flatMap(moment -> moment.intensity().stream()).max(Comparator.naturalOrder());
        Optional<CarbonIntensity> least =
                moments.stream().flatMap(moment -> moment.intensity().stream()).min(Comparator.naturalOrder());
        CarbonIntensity mean = page.assessment().intensity().intensity();
        boolean varies = page.assessment().snapshot().run().factors().varying().isPresent();
        Notice text = varies && most.isPresent() && least.isPresent()
                ? Notice.of(Words.INTENSITY_VARIES, least.get(), most.get(), mean)
                : Notice.of(Words.INTENSITY_CONSTANT, mean);
        Plot plot = new Plot(page.html(), moments.size(), most.orElse(mean).kilogramsPerKilowattHour());
        figure(
                page,
                text,
                plot,
                Text::significant,
                () -> plot.runs(
                        i -> moments.get(i).intensity().isPresent(),
                        (from, to) -> plot.steps(
                                "course",
                                from,
                                to,
                                i -> moments.get(i).intensity().orElseThrow().kilogramsPerKilowattHour())));
    }

    private static void figure(
            Page page, Notice text, Plot plot, java.util.function.DoubleFunction<String> label, Runnable shapes) {
        String description = text.in(page.language());
        page.html().element("figure", () -> {
            page.html().element("figcaption", description);
            if (page.timeline().buckets().count() > 0) {
                plot.write("grid-side", description, length(page), label, shapes);
            }
        });
    }

    private static Duration length(Page page) {
        return page.assessment().snapshot().books().elapsed();
    }
}
