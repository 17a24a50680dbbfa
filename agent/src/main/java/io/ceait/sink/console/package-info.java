/** What the terminal shows while a run goes on and when it has ended. */
@NullMarked
package io.ceait.sink.console;

import org.jspecify.annotations.NullMarked;
