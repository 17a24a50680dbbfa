/**
 * How far a job is, as it tells itself: by lines in a file or on a local socket, by what it logs, or by signals. Whatever
 * comes from the job is read on a thread of its own, within bounds; the job never waits for it.
 */
@NullMarked
package io.ceait.progress;

import org.jspecify.annotations.NullMarked;
