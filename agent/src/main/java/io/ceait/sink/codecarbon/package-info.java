/** One row in the columns of CodeCarbon, for those who compare runs with its files: emissions.csv. */
@NullMarked
package io.ceait.sink.codecarbon;

import org.jspecify.annotations.NullMarked;
