/**
 * Where readings come from. A source finds the devices it can read, says why it cannot read others, and fills one slot
 * per channel at each tick. Turning readings into energy is not its business.
 */
@NullMarked
package io.ceait.source;

import org.jspecify.annotations.NullMarked;
