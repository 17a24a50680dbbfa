/** From readings over time to energy: the integrators. Adds joules; attributes nothing and prices nothing. */
@NullMarked
package io.ceait.energy;

import org.jspecify.annotations.NullMarked;
