/** The two clocks: durations come from the monotonic one alone, the wall clock only labels samples. Both are injected. */
@NullMarked
package io.ceait.time;

import org.jspecify.annotations.NullMarked;
