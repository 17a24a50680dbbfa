package io.ceait.prediction;

import io.ceait.units.Energy;
import java.time.Duration;

/**
 * What a job had used when so much of it was done.
 *
 * @param elapsed since the first sample
 * @param done in the unit of the course
 * @param energy of the job since the first sample, by the headline attribution
 */
public record Waypoint(Duration elapsed, double done, Energy energy) {}
