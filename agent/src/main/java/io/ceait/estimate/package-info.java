/**
 * What a training will cost, before it runs: published methods side by side and our own, pure functions over typed
 * quantities. Each says where it was published, with which inputs, and where it does not hold; each result is an
 * interval. {@code docs/estimate.md} derives the intervals and shows how far each method is from published trainings.
 */
@NullMarked
package io.ceait.estimate;

import org.jspecify.annotations.NullMarked;
