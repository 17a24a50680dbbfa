/** JSON in the names of the contract: one spelling for the files of a run and for what commands print. */
@NullMarked
package io.ceait.json;

import org.jspecify.annotations.NullMarked;
