/**
 * Who the job is and what it used: a tree of processes or the whole machine, its CPU time and its memory.
 */
@NullMarked
package io.ceait.target;

import org.jspecify.annotations.NullMarked;
