/** Carbon intensities that are asked of those who publish them while a run goes on. Loaded only when asked for. */
@NullMarked
package io.ceait.intensity.live;

import org.jspecify.annotations.NullMarked;
