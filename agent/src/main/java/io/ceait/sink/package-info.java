/** Views of a run, one room each. They read snapshots and assessments and compute no energy. */
@NullMarked
package io.ceait.sink;

import org.jspecify.annotations.NullMarked;
