/** What is metered: processor packages, GPUs and the memory, and how far a figure about them can be trusted. */
@NullMarked
package io.ceait.device;

import org.jspecify.annotations.NullMarked;
