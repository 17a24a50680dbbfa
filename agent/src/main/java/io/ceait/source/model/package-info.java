/**
 * Models that stand in where nothing can be measured: power of a processor from its utilisation, of memory from its
 * size. Whatever comes from here is {@code estimated} and says so in every output.
 */
@NullMarked
package io.ceait.source.model;

import org.jspecify.annotations.NullMarked;
