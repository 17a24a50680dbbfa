/** From readings and shares to joules: integrators, and the ledger in which every joule is booked once. */
@NullMarked
package io.ceait.energy;

import org.jspecify.annotations.NullMarked;
