/**
 * The command that {@code run} starts: as the shell would have started it, with the signals that reach the agent passed
 * on. It knows of no meter.
 */
@NullMarked
package io.ceait.command;

import org.jspecify.annotations.NullMarked;
