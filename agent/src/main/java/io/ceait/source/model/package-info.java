/**
 * Power without a sensor: the published models that stand in when nothing can be measured, as pure functions, and what
 * each of them would say about a machine.
 */
@NullMarked
package io.ceait.source.model;

import org.jspecify.annotations.NullMarked;
