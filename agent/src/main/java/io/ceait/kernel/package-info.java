/**
 * Text files that the kernel answers ({@code /proc}, {@code /sys}): opened once, kept open, read into one buffer and
 * parsed in place. A read costs two system calls and allocates nothing, which is what lets a tick be cheap.
 */
@NullMarked
package io.ceait.kernel;

import org.jspecify.annotations.NullMarked;
