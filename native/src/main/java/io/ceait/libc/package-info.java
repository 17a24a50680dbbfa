/** The C library's calls that the JDK does not offer: signatures, constants and layouts, no logic. */
@NullMarked
package io.ceait.libc;

import org.jspecify.annotations.NullMarked;
