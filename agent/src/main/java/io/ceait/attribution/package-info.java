/** Whose energy it is: the job's share of each device, read three ways at once. */
@NullMarked
package io.ceait.attribution;

import org.jspecify.annotations.NullMarked;
