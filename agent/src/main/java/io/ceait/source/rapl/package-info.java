/** Energy of processor packages and memory from the Linux powercap tree (Intel and AMD RAPL). */
@NullMarked
package io.ceait.source.rapl;

import org.jspecify.annotations.NullMarked;
