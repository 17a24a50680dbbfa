/** The result of a run for programs: summary.json. */
@NullMarked
package io.ceait.sink.summary;

import org.jspecify.annotations.NullMarked;
