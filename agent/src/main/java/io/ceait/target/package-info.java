/**
 * Who the job is and what it used: a tree of processes or the whole machine, its CPU time and its memory.
 *
 * <p>{@link io.ceait.target.Job} is the door. Behind it are three kinds: {@link io.ceait.target.ControlGroup} (everything in
 * a group), {@link io.ceait.target.WholeMachine}, and {@link io.ceait.target.ProcessTree}, which
 * {@link io.ceait.target.GroupedTree} puts beside the account of the control group that the tree has to itself. A tree is made
 * of its members (Members, found by Search and Descendants), the books of their CPU time (CpuBooks: OwedTicks for children that are
 * gone, OutsideParents for the end of the first ones) and their memory (TreeMemory). All of them look at processes through
 * ProcessFiles, so that tests can put a kernel behind it that goes on between two reads.
 */
@NullMarked
package io.ceait.target;

import org.jspecify.annotations.NullMarked;
