/**
 * The run to look at: the page, and what it draws from, current totals, power over time in memory that does not grow, and
 * events as they happen.
 */
@NullMarked
package io.ceait.sink.web.live;

import org.jspecify.annotations.NullMarked;
