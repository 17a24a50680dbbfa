/**
 * Quantities of the method as validated values: energy in joules, power in watts, mass in kilograms of CO2 equivalent,
 * ratios, carbon intensity and PUE. Nothing outside this room multiplies two bare numbers of different units.
 *
 * <p>The sampling tick is the one exception, for the reason given in {@code CONTRIBUTING.md}: a tick allocates nothing,
 * so it carries primitive values inside typed carriers whose accessors name the unit.
 */
@NullMarked
package io.ceait.units;

import org.jspecify.annotations.NullMarked;
