/**
 * GPUs by the NVIDIA management library: energy counter, power sensor, and which process uses them. One thread of its
 * own makes all calls of the driver, because a driver may hang; the sampling thread takes what that one has published.
 */
@NullMarked
package io.ceait.source.nvml;

import org.jspecify.annotations.NullMarked;
