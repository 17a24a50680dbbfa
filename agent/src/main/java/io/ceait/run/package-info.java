/**
 * A run from its first sample to its last: identity, directory, journal, the loop of ticks, and the snapshot that every
 * sink reads. Nothing here knows a file format but the journal's.
 */
@NullMarked
package io.ceait.run;

import org.jspecify.annotations.NullMarked;
