/** The commands: they read flags and files, call the rooms that compute, and print. Nothing imports them. */
@NullMarked
package io.ceait.cli;

import org.jspecify.annotations.NullMarked;
