/** The figures of a run for those who come too late to ask for them: handed over while it goes on, and at its end. */
@NullMarked
package io.ceait.sink.push;

import org.jspecify.annotations.NullMarked;
