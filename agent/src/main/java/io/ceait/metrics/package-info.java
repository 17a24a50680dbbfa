/** Which metrics there are, by what names and units, and their values in a snapshot: one list for all that show them. */
@NullMarked
package io.ceait.metrics;

import org.jspecify.annotations.NullMarked;
