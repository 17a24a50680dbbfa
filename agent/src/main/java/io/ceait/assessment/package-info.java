/**
 * From the books of a run to the figures that T/CCF 0003-2024 asks for: its tables, uncertainty and data quality. One
 * place, so that every output says the same.
 */
@NullMarked
package io.ceait.assessment;

import org.jspecify.annotations.NullMarked;
