/**
 * From energy to kgCO2e: formulas (1) to (5) of T/CCF 0003-2024, PUE and grid intensities with their provenance, and the
 * uncertainty of the result.
 */
@NullMarked
package io.ceait.emission;

import org.jspecify.annotations.NullMarked;
