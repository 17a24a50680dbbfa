package io.ceait.prediction;

import io.ceait.units.Energy;
import io.ceait.units.Mass;
import java.time.Duration;

/**
 * What a job will have used when all of it is done.
 *
 * @param energy since the first sample, by the headline attribution, without PUE
 * @param emissions PUE included, without cloud services
 * @param duration from the first sample
 */
public record Prediction(Rule rule, Expected<Energy> energy, Expected<Mass> emissions, Expected<Duration> duration) {}
