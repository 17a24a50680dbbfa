/** The result of a run for people: the assessment report. */
@NullMarked
package io.ceait.sink.report;

import org.jspecify.annotations.NullMarked;
