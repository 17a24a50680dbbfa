/**
 * GPUs and other accelerators that need no vendor library: energy, power and use as the kernel's drivers show them in
 * {@code /sys/class/drm}, {@code /sys/class/accel} and the {@code fdinfo} of processes (amdgpu, i915, xe, nouveau,
 * habanalabs, …).
 */
@NullMarked
package io.ceait.source.drm;

import org.jspecify.annotations.NullMarked;
