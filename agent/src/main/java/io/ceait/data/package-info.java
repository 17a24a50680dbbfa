/**
 * Bundled tables and text input: the factor files that carry value, source, vintage and licence, and the readers of
 * what users write (CSV, YAML), whose every complaint names file, line and what would be right.
 */
@NullMarked
package io.ceait.data;

import org.jspecify.annotations.NullMarked;
