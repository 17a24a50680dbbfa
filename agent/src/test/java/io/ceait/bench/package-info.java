/** Measurements, started by {@code scripts/bench}; no test asserts a time. */
@NullMarked
package io.ceait.bench;

import org.jspecify.annotations.NullMarked;
