/**
 * Carbon intensities that change with time: series in the formats of those who publish them, and what makes a run
 * follow them.
 */
@NullMarked
package io.ceait.intensity;

import org.jspecify.annotations.NullMarked;
