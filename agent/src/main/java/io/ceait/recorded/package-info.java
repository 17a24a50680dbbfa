/**
 * Reads what a finished run left for others: {@code summary.json} and {@code samples.csv}, by the names that their
 * documentation promises. For what asks about a run afterwards and needs no new metering of its journal; runs merged of
 * several nodes and files written by other programs are as good.
 */
@NullMarked
package io.ceait.recorded;

import org.jspecify.annotations.NullMarked;
