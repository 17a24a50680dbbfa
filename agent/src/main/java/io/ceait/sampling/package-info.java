/** One tick: all readings under one timestamp, on a schedule that does not drift, with late ticks and gaps told. */
@NullMarked
package io.ceait.sampling;

import org.jspecify.annotations.NullMarked;
