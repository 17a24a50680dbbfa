package io.ceait.metrics;

import io.ceait.assessment.Outlook;
import io.ceait.prediction.Expected;
import io.ceait.prediction.Prediction;
import io.ceait.run.Snapshot;
import io.ceait.units.Energy;
import io.ceait.units.Mass;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/** What is predicted, as series: for a scrape and for the backfill alike. */
public final class PredictedSeries {

    /** Takes a series with the values of its metric's labels. */
    @FunctionalInterface
    public interface Consumer {
        void accept(Metric metric, double value, String... labels);
    }

    private PredictedSeries() {}

    /** Nothing for a job that does not tell its progress. */
    public static void of(Snapshot snapshot, Consumer consumer) {
        Outlook.of(snapshot).ifPresent(outlook -> of(outlook, consumer));
    }

    private static void of(Outlook outlook, Consumer consumer) {
        consumer.accept(
                Metric.PROGRESS,
                outlook.now().fraction().value(),
                outlook.now().unit().label());
        for (Prediction prediction : outlook.predictions()) {
            String method = prediction.rule().label();
            bounds(consumer, Metric.PREDICTED_ENERGY, method, prediction.energy(), Energy::joules);
            bounds(consumer, Metric.PREDICTED_EMISSIONS, method, prediction.emissions(), Mass::grams);
            bounds(consumer, Metric.PREDICTED_END, method, prediction.duration(), time -> seconds(outlook, time));
        }
    }

    private static double seconds(Outlook outlook, Duration whole) {
        return outlook.end(whole).toEpochMilli() / 1e3;
    }

    private static <Q extends Comparable<Q>> void bounds(
            Consumer consumer, Metric metric, String method, Expected<Q> expected, ToDoubleFunction<Q> number) {
        consumer.accept(metric, number.applyAsDouble(expected.value()), method, "middle");
        expected.interval().ifPresent(range -> {
            consumer.accept(metric, number.applyAsDouble(range.low()), method, "low");
            consumer.accept(metric, number.applyAsDouble(range.high()), method, "high");
        });
    }
}
