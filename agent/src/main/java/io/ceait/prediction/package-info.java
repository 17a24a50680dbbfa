/**
 * What a training that is under way will have used at its end, from how far it is and what it has used so far; and, at its
 * end, how far off that was. Pure rules over typed quantities.
 */
@NullMarked
package io.ceait.prediction;

import org.jspecify.annotations.NullMarked;
