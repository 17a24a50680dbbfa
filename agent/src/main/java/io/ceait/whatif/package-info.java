/**
 * What a finished run would have emitted at another time, in another zone, with another PUE: Flexible Start and Pause &amp;
 * Resume as Dodge et al. 2022 define them, and the best schedule there is, over the energy that was metered and a series
 * of the grid's intensity. Pure functions; hindsight, not forecast.
 */
@NullMarked
package io.ceait.whatif;

import org.jspecify.annotations.NullMarked;
