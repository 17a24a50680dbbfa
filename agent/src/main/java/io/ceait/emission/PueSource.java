package io.ceait.emission;

import io.ceait.device.Quality;

/**
 * Where a PUE comes from.
 *
 * @param quality {@link Quality#DERIVED} when the user states it, for it is a quotient of metered energies;
 *     {@link Quality#SUBSTITUTED} when it is an assumption
 */
public record PueSource(Quality quality, String source) {}
