/**
 * The machine under the job: its packages, processors and memory, and how busy it is. Read from {@code /proc} on Linux;
 * OSHI answers where {@code /proc} does not, and fills the inventory once the first sample is taken.
 */
@NullMarked
package io.ceait.machine;

import org.jspecify.annotations.NullMarked;
